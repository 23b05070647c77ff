package io.ddbvault.aws.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that is put together again and again in the same array. */
final class AsciiBuffer {
    private static final byte[] HEX = bytes("0123456789abcdef");

    private byte[] array = new byte[1024];
    private int length;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    AsciiBuffer clear() {
        length = 0;
        return this;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    AsciiBuffer append(byte[] bytes) {
        return append(bytes, 0, bytes.length);
    }

    AsciiBuffer append(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, array, length, count);
        length += count;
        return this;
    }

    AsciiBuffer append(String text) {
        return append(bytes(text));
    }

    AsciiBuffer appendHex(byte[] bytes) {
        reserve(2 * bytes.length);
        for (byte each : bytes) {
            array[length++] = HEX[(each >> 4) & 0xf];
            array[length++] = HEX[each & 0xf];
        }
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    private void reserve(int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(length + count, 2 * array.length));
        }
    }

    /** Gives back the memory of what was unusually long. */
    void shrinkTo(int most) {
        if (array.length > most) {
            array = new byte[most];
            length = 0;
        }
    }
}
