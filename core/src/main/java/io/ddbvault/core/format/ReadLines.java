package io.ddbvault.core.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines without copying them: a line is a range of {@link #buffer()}, valid until the next call.
 * A last line without a line feed counts. Memory is bounded by {@link #MAX_LINE_BYTES}.
 *
 * <p>Not thread-safe.
 */
public final class ReadLines {
    /** No item of such a line could be written: a BatchWriteItem request holds 16 MB. */
    public static final int MAX_LINE_BYTES = 16 << 20;

    private static final int INITIAL_BYTES = 128 << 10;

    private final InputStream in;
    private final int maxLineBytes;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int start;
    private int end;
    private int limit;
    private long number;

    public ReadLines(InputStream in) {
        this(in, MAX_LINE_BYTES);
    }

    /** @param maxLineBytes in place of {@link #MAX_LINE_BYTES}; a power of two */
    public ReadLines(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the stream
     * @throws IOException from the stream, or if a line has as many bytes as is the most, or more
     */
    public boolean next() throws IOException {
        start = number == 0 ? 0 : end + 1;
        int searched = start;
        while (true) {
            end = EightBytes.find(buffer, '\n', searched, limit);
            if (end < limit) {
                number++;
                return true;
            }
            searched = limit;
            int shift = makeRoom();
            searched -= shift;
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                end = limit;
                if (end <= start) {
                    return false;
                }
                number++;
                return true;
            }
            limit += read;
        }
    }

    /** Moves the unfinished line to the front, or doubles the buffer. Returns how far the line was moved. */
    private int makeRoom() throws IOException {
        if (limit < buffer.length) {
            return 0;
        }
        int shift = Math.min(start, limit);
        if (shift == 0) {
            if (buffer.length >= maxLineBytes) {
                throw new IOException("line %d is longer than %d bytes".formatted(number + 1, maxLineBytes - 1));
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
            return 0;
        }
        System.arraycopy(buffer, shift, buffer, 0, limit - shift);
        start -= shift;
        limit -= shift;
        return shift;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int start() {
        return start;
    }

    /** Exclusive; the line feed is not part of the line. */
    public int end() {
        return end;
    }

    /** The line's number, from 1; after the last line, how many there were. */
    public long number() {
        return number;
    }
}
