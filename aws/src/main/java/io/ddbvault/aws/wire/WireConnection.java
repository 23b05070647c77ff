package io.ddbvault.aws.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;

/**
 * One connection to one host: a request, its answer, the next request. Used by one thread at a time. After a failure it is
 * of no use any more.
 */
final class WireConnection implements AutoCloseable {
    /** Up to here head and body are copied together: a system call, and a packet, cost more than the copy. */
    private static final int TOGETHER = 32 << 10;
    /** What is larger goes out in such pieces, so that a slow peer can be told from one that takes nothing. */
    private static final int PIECE = 128 << 10;

    private static final int USUAL_BUFFER = TOGETHER + (4 << 10);
    private static final byte[] END_OF_LENGTH = AsciiBuffer.bytes("\r\n");

    private final Socket socket;
    private final InputStream raw;
    private final OutputStream out;
    private final Overdue.Watch watch;
    private final WireLimits limits;
    private final long expires;
    private final byte[] headStart;
    private final AsciiBuffer buffer = new AsciiBuffer();
    private final SignRequest sign;
    private final ReadAnswer answers;
    private long idleSince;
    private boolean used;

    /**
     * @param socket that carries the bytes
     * @param secured the same, or the TLS over it
     * @param expires when it is too old, in nanoseconds
     */
    WireConnection(
            WireRoute route,
            String userAgent,
            Socket socket,
            Socket secured,
            Overdue.Watch watch,
            WireLimits limits,
            long expires)
            throws IOException {
        this.socket = socket;
        this.raw = socket.getInputStream();
        this.out = secured.getOutputStream();
        this.watch = watch;
        this.limits = limits;
        this.expires = expires;
        this.sign = new SignRequest(route);
        this.answers = new ReadAnswer(secured.getInputStream(), watch, limits.silence());
        this.headStart = headStart(route, userAgent);
    }

    private static byte[] headStart(WireRoute route, String userAgent) {
        return new AsciiBuffer()
                .append("POST / HTTP/1.1\r\nhost: " + route.hostHeader() + "\r\nuser-agent: " + userAgent)
                .append("\r\ncontent-type: ")
                .append(SignRequest.CONTENT_TYPE)
                .append("\r\nx-amz-target: ")
                .append(SignRequest.TARGET)
                .append("\r\ncontent-length: ")
                .toBytes();
    }

    HttpAnswer exchange(WireCredentials credentials, Instant now, byte[] body, int offset, int length)
            throws IOException {
        try {
            answers.expectAnother();
            watch.begin(limits.exchange());
            send(credentials, now, body, offset, length);
            HttpAnswer answer = answers.read();
            watch.rest();
            used = true;
            return answer;
        } catch (IOException e) {
            throw watch.explain(e);
        }
    }

    private void send(WireCredentials credentials, Instant now, byte[] body, int offset, int length)
            throws IOException {
        buffer.clear().append(headStart).append(Integer.toString(length)).append(END_OF_LENGTH);
        sign.appendHeaders(buffer, credentials, now, body, offset, length);
        buffer.append(END_OF_LENGTH);
        boolean together = buffer.length() + length <= TOGETHER;
        if (together) {
            buffer.append(body, offset, length);
        }
        watch.next(limits.silence());
        out.write(buffer.array(), 0, buffer.length());
        buffer.shrinkTo(USUAL_BUFFER);
        for (int sent = together ? length : 0; sent < length; ) {
            int piece = Math.min(PIECE, length - sent);
            watch.next(limits.silence());
            out.write(body, offset + sent, piece);
            sent += piece;
        }
        out.flush();
    }

    /**
     * Whether the failure means no more than that the peer closed the connection while it was not used: it worked before,
     * and not one byte of an answer came.
     */
    boolean wasClosedBefore() {
        return used && !answers.begun() && !watch.closedIt();
    }

    /** Whether another request may go out here, now. */
    boolean isFresh(long now) {
        try {
            // What nobody asked for would be taken for the answer to what comes next.
            return now - idleSince < limits.idle().toNanos() && now - expires < 0 && raw.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it can be kept for another request, from now on. */
    boolean keep(long now) {
        idleSince = now;
        return !answers.last() && now - expires < 0;
    }

    @Override
    public void close() {
        watch.forget();
        Overdue.closeQuietly(socket);
    }
}
