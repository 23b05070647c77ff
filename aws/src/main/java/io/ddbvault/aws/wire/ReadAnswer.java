package io.ddbvault.aws.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Reads answers of HTTP/1.1, one after the other from one connection. Strict: what is not exactly one answer, framed in
 * the one way that leaves no doubt where it ends, is not understood. Not thread-safe.
 */
final class ReadAnswer {
    /** 16 MB of a request may come back as unprocessed, and be spelled longer. */
    static final int MAX_BODY = 32 << 20;

    static final int MAX_HEAD = 16 << 10;

    private static final int BUFFER = 8 << 10;
    private static final int FIRST_BODY = 64 << 10;
    private static final int MAX_CHUNK_LINE = 10;
    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final Overdue.Watch watch;
    private final Duration silence;
    private final ReadHead head = new ReadHead();
    private byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private byte[] body = NOTHING;
    private int have;
    private boolean begun;
    /** Whether the last read got as much as it wanted: then there may be more. */
    private boolean filled;

    private boolean last;

    /** @param silence that is borne before each part of an answer */
    ReadAnswer(InputStream in, Overdue.Watch watch, Duration silence) {
        this.in = in;
        this.watch = watch;
        this.silence = silence;
    }

    /** Whether any of the current answer came. */
    boolean begun() {
        return begun;
    }

    /** Whether the peer closes the connection behind the answer that was read. */
    boolean last() {
        return last;
    }

    void expectAnother() {
        begun = false;
    }

    /** @throws NotUnderstood what comes then, on this connection, means nothing any more */
    HttpAnswer read() throws IOException {
        head.parse(buffer, findEndOfHead());
        next = head.length();
        byte[] whole = head.chunked() ? readChunks() : readBytes(head.contentLength());
        if (next < end || (filled && in.available() > 0)) {
            throw new NotUnderstood("bytes behind an answer");
        }
        if (head.crc32() >= 0 && head.crc32() != crc32(whole)) {
            throw new NotUnderstood("an answer with a wrong checksum");
        }
        last = head.closes();
        shrink();
        return new HttpAnswer(head.status(), whole);
    }

    /** Where the head ends; all of it, and perhaps more, is in the buffer then, from its beginning. */
    private int findEndOfHead() throws IOException {
        next = 0;
        end = 0;
        while (true) {
            int from = Math.max(0, end - 3);
            fill();
            for (int i = from; i + 3 < end; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    return i + 4;
                }
            }
            if (end >= MAX_HEAD) {
                throw new NotUnderstood("an answer with too long a head");
            }
        }
    }

    /** Appends what there is to the buffer, and makes it larger if it is full. */
    private void fill() throws IOException {
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        end += readSome(buffer, end, buffer.length - end);
    }

    private int readSome(byte[] into, int offset, int length) throws IOException {
        watch.next(silence);
        int count = in.read(into, offset, length);
        if (count < 0) {
            throw new EOFException("the connection was closed " + (begun ? "in" : "before") + " the answer");
        }
        begun = true;
        filled = count == length;
        return count;
    }

    private byte[] readBytes(int length) throws IOException {
        startBody();
        append(length, length);
        return body;
    }

    private byte[] readChunks() throws IOException {
        startBody();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            if (have + (long) length > MAX_BODY) {
                throw new NotUnderstood("an answer that is too long");
            }
            append(length, MAX_BODY);
            expectEndOfLine();
        }
        expectEndOfLine();
        return Arrays.copyOf(body, have);
    }

    private void startBody() {
        body = NOTHING;
        have = 0;
    }

    /**
     * The bytes come into an array that grows with them: a length is only a promise.
     *
     * @param most that the array will ever have to hold
     */
    private void append(int length, int most) throws IOException {
        int whole = have + length;
        while (have < whole) {
            if (have == body.length) {
                body = Arrays.copyOf(body, Math.min(most, Math.max(Math.min(whole, FIRST_BODY), 2 * have)));
            }
            int room = Math.min(whole, body.length) - have;
            int count = Math.min(room, end - next);
            if (count > 0) {
                System.arraycopy(buffer, next, body, have, count);
                next += count;
            } else {
                count = readSome(body, have, room);
            }
            have += count;
        }
    }

    private int chunkLength() throws IOException {
        long length = 0;
        for (int digits = 0; ; digits++) {
            int c = nextByte();
            if (c == '\r' && digits > 0) {
                break;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0 || digits == MAX_CHUNK_LINE) {
                throw new NotUnderstood("a chunk without a length");
            }
            length = Math.min(MAX_BODY + 1L, length * 16 + digit);
        }
        if (nextByte() != '\n') {
            throw new NotUnderstood("a chunk without a length");
        }
        return (int) length;
    }

    /** Behind a chunk, and behind the last; there are no trailers. */
    private void expectEndOfLine() throws IOException {
        if (nextByte() != '\r' || nextByte() != '\n') {
            throw new NotUnderstood("a chunk with another end");
        }
    }

    private int nextByte() throws IOException {
        if (next == end) {
            next = 0;
            end = 0;
            fill();
        }
        return buffer[next++];
    }

    private static long crc32(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return crc.getValue();
    }

    private void shrink() {
        next = 0;
        end = 0;
        startBody();
        if (buffer.length > BUFFER) {
            buffer = new byte[BUFFER];
        }
    }
}
