package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a function and the embedded AWS, passes calls on, and answers some itself as a test says. */
final class Front implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

    /** A call as its rule sees it: {@code BatchWriteItem} or {@code GET /bucket/key}. */
    @FunctionalInterface
    interface Rule {
        Optional<Refusal> refusal(String call);
    }

    /** An answer in the place of AWS's. */
    record Refusal(int status, String body) {
        static Refusal ofDynamoDb(String exception, String message) {
            return new Refusal(
                    400,
                    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
                            .formatted(exception, message));
        }

        static Refusal ofS3(String code, String message) {
            return new Refusal(
                    403,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                            .formatted(code, message));
        }
    }

    private final URI target;
    private final Rule rule;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "front");
        thread.setDaemon(true);
        return thread;
    });

    Front(URI target, Rule rule) throws IOException {
        this.target = target;
        this.rule = rule;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<Refusal> refusal = rule.refusal(name(exchange));
            if (refusal.isPresent()) {
                byte[] answer = refusal.get().body.getBytes(UTF_8);
                exchange.sendResponseHeaders(refusal.get().status, answer.length);
                exchange.getResponseBody().write(answer);
            } else {
                pass(exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String name(HttpExchange exchange) {
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        return operation != null
                ? operation.substring(operation.indexOf('.') + 1)
                : exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        URI asked = exchange.getRequestURI();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + asked.toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] answer = response.body();
        exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
