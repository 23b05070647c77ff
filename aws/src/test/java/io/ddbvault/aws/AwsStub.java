package io.ddbvault.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers what it is told to, in that order, and keeps what it was asked. The last answer is given again and again. */
final class AwsStub implements AutoCloseable {
    static final String BUCKET = "backups";
    static final String ACCESS_KEY = "AKIDEXAMPLE";
    static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    record Request(String method, String target, Headers headers, byte[] body) {
        @Nullable
        String header(String name) {
            return headers.getFirst(name);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param withheld how many bytes of the body are promised and not sent; all of them and the status, if -1 */
    record Reply(int status, Map<String, String> headers, byte[] body, int withheld) {
        static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), 0);
        }

        static Reply hangUp() {
            return new Reply(0, Map.of(), new byte[0], -1);
        }

        Reply header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, body, withheld);
        }

        /** Sends all but the last bytes and closes the connection. */
        Reply withholding(int bytes) {
            return new Reply(status, headers, body, bytes);
        }
    }

    private final HttpServer server;
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    AwsStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    AwsStub replies(Reply... planned) {
        synchronized (replies) {
            replies.addAll(Arrays.asList(planned));
        }
        return this;
    }

    /** As if nothing had been planned or asked. */
    void forget() {
        synchronized (replies) {
            replies.clear();
        }
        requests.clear();
    }

    /** DynamoDB's form of an error. */
    static Reply dynamoDbError(int status, String code, String message) {
        return Reply.of(
                status,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}".formatted(code, message));
    }

    /** S3's form of an error. */
    static Reply s3Error(int status, String code, String message) {
        return Reply.of(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                        .formatted(code, message));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        Reply reply;
        synchronized (replies) {
            reply = replies.size() > 1 ? replies.remove() : replies.element();
        }
        try (exchange) {
            if (reply.withheld < 0) {
                return;
            }
            reply.headers.forEach(exchange.getResponseHeaders()::set);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(reply.body.length));
            }
            exchange.sendResponseHeaders(reply.status, head || reply.body.length == 0 ? -1 : reply.body.length);
            if (!head) {
                exchange.getResponseBody().write(reply.body, 0, reply.body.length - reply.withheld);
                exchange.getResponseBody().flush();
            }
        }
    }

    List<Request> requests() {
        return requests;
    }

    Request onlyRequest() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request: " + requests);
        }
        return requests.get(0);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Map<String, String> environment() {
        return environment(url());
    }

    static Map<String, String> environment(String endpoint) {
        return Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", endpoint,
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
