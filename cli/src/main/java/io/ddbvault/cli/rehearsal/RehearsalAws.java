package io.ddbvault.cli.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * S3 and DynamoDB for as many calls as one restore makes, on a free port of 127.0.0.1. No more than that: whoever wants
 * to work with an AWS on one machine takes {@code io.ddbvault.local}, whose classes have no place in the archive.
 */
public final class RehearsalAws implements AutoCloseable {
    private static final String TARGET = "X-Amz-Target";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();

    private RehearsalAws(HttpServer server) throws IOException {
        this.server = server;
        objects.putAll(RehearsalBackup.objects());
    }

    public static RehearsalAws start() throws IOException {
        RehearsalAws aws =
                new RehearsalAws(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        aws.server.createContext("/", aws::answer);
        aws.server.setExecutor(aws.threads);
        aws.server.start();
        return aws;
    }

    /** All that a command needs to meet this and nothing else, however the machine is set up. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "rehearsal",
                "AWS_SECRET_ACCESS_KEY",
                "rehearsal",
                "BACKUP_BUCKET",
                RehearsalBackup.BUCKET,
                "ENVIRONMENT",
                RehearsalBackup.ENVIRONMENT,
                "TABLE_NAME_PATTERN",
                "");
    }

    /** The backup's date. */
    public String date() {
        return RehearsalBackup.DATE;
    }

    /** The bodies of the item writes so far. */
    public List<String> written() {
        return List.copyOf(written);
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            String operation = call.getRequestHeaders().getFirst(TARGET);
            if (operation == null) {
                answerS3(call, body);
            } else {
                call.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
                send(call, 200, dynamoDb(operation.substring(operation.indexOf('.') + 1), body));
            }
        }
    }

    private String dynamoDb(String operation, byte[] body) {
        return switch (operation) {
            case "DescribeTable" ->
                "{\"Table\":{\"TableName\":\"%s\",\"TableArn\":\"%s\",\"TableStatus\":\"ACTIVE\",\"ItemCount\":2,\"TableSizeBytes\":200,\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}]}}"
                        .formatted(RehearsalBackup.TABLE, RehearsalBackup.TABLE_ARN);
            case "Scan" -> "{\"Count\":1,\"ScannedCount\":1,\"Items\":[{\"id\":{\"S\":\"z\"}}]}";
            case "BatchWriteItem" -> {
                written.add(new String(body, UTF_8));
                yield "{\"UnprocessedItems\":{}}";
            }
            default -> "{}";
        };
    }

    private void answerS3(HttpExchange call, byte[] body) throws IOException {
        // Such as /bucket/key; no key where objects are listed.
        String[] path = call.getRequestURI().getPath().split("/", 3);
        String key = path.length < 3 ? "" : path[2];
        if (call.getRequestMethod().equals("PUT")) {
            objects.put(key, body);
        }
        byte[] object = objects.get(key);
        if (key.isEmpty()) {
            send(call, 200, "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>");
        } else if (object == null) {
            send(call, 404, "<Error><Code>NoSuchKey</Code></Error>");
        } else {
            call.getResponseHeaders().add("ETag", '"' + RehearsalBackup.etag(object) + '"');
            send(call, object);
        }
    }

    /** An object where it was asked for, its length to a HEAD, and nothing to a PUT and a DELETE. */
    private void send(HttpExchange call, byte[] object) throws IOException {
        switch (call.getRequestMethod()) {
            case "GET" -> send(call, 200, object);
            case "HEAD" -> {
                call.getResponseHeaders().add("Content-Length", String.valueOf(object.length));
                call.sendResponseHeaders(200, -1);
            }
            default -> call.sendResponseHeaders(200, -1);
        }
    }

    private static void send(HttpExchange call, int status, String text) throws IOException {
        send(call, status, text.getBytes(UTF_8));
    }

    private static void send(HttpExchange call, int status, byte[] body) throws IOException {
        if (call.getRequestMethod().equals("HEAD")) {
            call.sendResponseHeaders(status, -1);
        } else {
            // 0 would mean a body of unknown length.
            call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            call.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
