package io.ddbvault.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The real endpoint. Thread-safe. */
final class Upstream {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade", "keep-alive");

    private final URI endpoint;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Upstream(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** @throws UncheckedIOException if it does not answer, which no test plans: it is not the client's fault */
    Answer answer(ProxiedCall call, byte[] body) throws InterruptedException {
        BodyPublisher content = body.length == 0 && !call.method().startsWith("P")
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoint + call.target())).method(call.method(), content);
        call.headers().forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, value);
            }
        });
        try {
            return answer(call, client.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s did not answer %s".formatted(endpoint, call), e);
        }
    }

    private static Answer answer(ProxiedCall call, HttpResponse<InputStream> response) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values);
            }
        });
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        boolean bodyless = call.method().equals("HEAD") || response.statusCode() == 204 || response.statusCode() == 304;
        if (length >= 0 || bodyless) {
            return new Answer(response.statusCode(), headers, length, response.body());
        }
        try (InputStream chunked = response.body()) {
            return Answer.of(response.statusCode(), headers, chunked.readAllBytes());
        }
    }
}
