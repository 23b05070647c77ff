package io.ddbvault.testkit.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One request that waits for its answer: what a fault can do with it. Every IOException is the client's hanging up. */
final class Exchange {
    /** Slow answers end all the same. */
    private static final int MOST_PAUSES = 200;

    private final ProxiedCall call;
    private final Socket client;
    private final Upstream upstream;

    Exchange(ProxiedCall call, Socket client, Upstream upstream) {
        this.call = call;
        this.client = client;
        this.upstream = upstream;
    }

    ProxiedCall call() {
        return call;
    }

    /** Lets it through. */
    void pass() throws IOException, InterruptedException {
        try (Answer answer = forward()) {
            send(answer);
        }
    }

    Answer forward() throws InterruptedException {
        return forward(call.body());
    }

    /** With another body than the client's. */
    Answer forward(byte[] body) throws InterruptedException {
        return upstream.answer(call, body);
    }

    void send(Answer answer) throws IOException {
        sendHead(answer);
        answer.body().transferTo(out());
        out().flush();
    }

    /**
     * The head, and as many bytes of the body; the connection stays open.
     *
     * @throws IllegalStateException if that would be all: a test that wants a part has planned for another answer
     */
    void sendPart(Answer answer, long bytes) throws IOException {
        if (answer.length() <= bytes) {
            throw new IllegalStateException("%s got %d with %d bytes, of which %d are no part"
                    .formatted(call, answer.status(), answer.length(), bytes));
        }
        sendHead(answer);
        out().write(answer.body().readNBytes(Math.toIntExact(bytes)));
        out().flush();
    }

    /** In chunks with a pause after each; in larger ones than asked for, if it would else take too long. */
    void sendSlowly(Answer answer, int chunkBytes, Duration pause) throws IOException {
        int size = Math.toIntExact(Math.max(chunkBytes, answer.length() / MOST_PAUSES));
        sendHead(answer);
        InputStream body = answer.body();
        for (byte[] chunk = body.readNBytes(size); chunk.length > 0; chunk = body.readNBytes(size)) {
            out().write(chunk);
            out().flush();
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private void sendHead(Answer answer) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 %d -\r\n".formatted(answer.status()));
        answer.headers()
                .forEach((name, values) -> values.forEach(value -> head.append("%s: %s\r\n".formatted(name, value))));
        if (answer.length() >= 0) {
            head.append("Content-Length: %d\r\n".formatted(answer.length()));
        }
        out().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    private OutputStream out() throws IOException {
        return client.getOutputStream();
    }

    /** Ends the connection in good manners. */
    void hangUp() throws IOException {
        client.close();
    }

    /** Ends the connection by an RST, which the client sees as "connection reset". */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Until the client hangs up, or the proxy is closed. */
    void hold() throws IOException {
        InputStream in = client.getInputStream();
        while (in.read() >= 0) {
            // A client that waits for its answer sends nothing.
        }
    }
}
