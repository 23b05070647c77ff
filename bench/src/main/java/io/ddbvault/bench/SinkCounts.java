package io.ddbvault.bench;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/** Asks the sink what it got. */
final class SinkCounts {
    private final URI sink;

    SinkCounts(URI sink) {
        this.sink = sink;
    }

    long items() throws IOException {
        return number("items");
    }

    long requests() throws IOException {
        return number("requests");
    }

    void reset() throws IOException {
        call("POST", "/reset");
    }

    private long number(String name) throws IOException {
        Map<String, ?> counts = Json.parseObject(call("GET", "/counts"));
        if (counts.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("the sink tells no " + name);
    }

    private byte[] call(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) sink.resolve(path).toURL().openConnection();
        connection.setRequestMethod(method);
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }
}
