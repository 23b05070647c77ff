package io.ddbvault.core.item;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The bytes of a {@link CanonicalItem} while they are made. Not thread-safe. */
final class CanonicalBytes {
    private static final int MOST_KEPT = 1 << 20;

    private byte[] bytes = new byte[1024];
    private int size;

    /** Bytes {@code [from, to)}. */
    record Part(int from, int to) {}

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[1024];
        }
        size = 0;
    }

    /** Forgets what is behind the first so many bytes. */
    void cutTo(int newSize) {
        size = newSize;
    }

    void append(int value) {
        makeRoom(1);
        bytes[size++] = (byte) value;
    }

    void append(byte[] source, int from, int to) {
        makeRoom(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    /** Four bytes for a number that is not known yet. Returns where they are, for {@link #setInt} or {@link #close}. */
    int openInt() {
        makeRoom(Integer.BYTES);
        size += Integer.BYTES;
        return size - Integer.BYTES;
    }

    void setInt(int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    /** Says how long is what stands behind the four bytes {@code at}. */
    void close(int at) {
        setInt(at, size - at - Integer.BYTES);
    }

    static int intAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    /** Puts the parts, which stand one behind the other up to the end, in the order of their bytes. */
    List<Part> sort(List<Part> parts) {
        List<Part> sorted = parts.stream().sorted(this::compare).toList();
        if (sorted.equals(parts)) {
            return parts;
        }
        int start = parts.get(0).from();
        byte[] unsorted = Arrays.copyOfRange(bytes, start, size);
        size = start;
        return sorted.stream()
                .map(part -> {
                    int from = size;
                    append(unsorted, part.from() - start, part.to() - start);
                    return new Part(from, size);
                })
                .toList();
    }

    private int compare(Part one, Part other) {
        return Arrays.compareUnsigned(bytes, one.from(), one.to(), bytes, other.from(), other.to());
    }

    private void makeRoom(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
