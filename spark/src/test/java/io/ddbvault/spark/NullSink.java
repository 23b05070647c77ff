package io.ddbvault.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bench's DynamoDB, which takes every item after some time and only counts: in a process of its own. */
final class NullSink implements AutoCloseable {
    private static final Path BENCH =
            Path.of("../bench/target").toAbsolutePath().normalize();
    private static final Pattern READY = Pattern.compile("listening on (http\\S+)");
    private static final Pattern ITEMS = Pattern.compile("\"items\":(\\d+)");

    private final LoggedProcess server;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param latencyMillis that each call takes */
    NullSink(long latencyMillis) {
        try {
            Path folder = Files.createDirectories(Path.of("target/sink").toAbsolutePath());
            server = LoggedProcess.start(
                    "sink",
                    folder,
                    Map.of(),
                    List.of(
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            BENCH.resolve("classes") + ":" + BENCH.resolve("lib") + "/*",
                            "io.ddbvault.bench.NullDynamoDb",
                            Long.toString(latencyMillis)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher ready = READY.matcher(server.out());
        while (!ready.find()) {
            if (!server.handle().isAlive()) {
                throw new AssertionError("the sink ended: " + server.err());
            }
            LoggedProcess.pause();
            ready = READY.matcher(server.out());
        }
        endpoint = URI.create(ready.group(1));
    }

    URI endpoint() {
        return endpoint;
    }

    /** That came since the last {@link #reset}. */
    long items() {
        Matcher items = ITEMS.matcher(call(HttpRequest.newBuilder(endpoint.resolve("/counts"))));
        if (!items.find()) {
            throw new AssertionError("the sink tells no items");
        }
        return Long.parseLong(items.group(1));
    }

    void reset() {
        call(HttpRequest.newBuilder(endpoint.resolve("/reset")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String call(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
