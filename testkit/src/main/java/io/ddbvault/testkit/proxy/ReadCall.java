package io.ddbvault.testkit.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one HTTP/1.1 request with its whole body. Knows no chunked bodies: the SDK's clients send none. */
final class ReadCall {
    private static final int MOST_HEADER_BYTES = 64 << 10;

    private ReadCall() {}

    /** @return empty if the client closed the connection instead */
    static Optional<ProxiedCall> from(InputStream in, OutputStream out) throws IOException {
        String[] head = head(in).split("\r\n", -1);
        if (head[0].isEmpty()) {
            return Optional.empty();
        }
        String[] start = head[0].split(" ", 3);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length && !head[i].isEmpty(); i++) {
            String[] header = head[i].split(":", 2);
            headers.merge(header[0].strip(), header[1].strip(), (one, other) -> one + "," + other);
        }
        if (headers.containsKey("Transfer-Encoding")) {
            throw new IllegalStateException("the fault proxy reads no chunked bodies: " + head[0]);
        }
        if (headers.containsKey("Expect")) {
            // Else the client waits a second before it sends the body.
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the client closed the connection in mid-request");
        }
        return Optional.of(ProxiedCall.of(start[0], start[1], headers, body));
    }

    /** All up to the empty line; empty at the end of the stream. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            boolean partOfEnd = next == (ends % 2 == 0 ? '\r' : '\n');
            ends = partOfEnd ? ends + 1 : 0;
            if (head.size() > MOST_HEADER_BYTES) {
                throw new IllegalStateException("no HTTP request: no end of its headers");
            }
        }
        return head.toString(ISO_8859_1);
    }
}
