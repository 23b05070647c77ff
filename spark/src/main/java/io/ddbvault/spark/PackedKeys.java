package io.ddbvault.spark;

import io.ddbvault.core.format.KeyFingerprint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Keys of one data file with their lines, {@value #BYTES_PER_KEY} bytes each. As objects they would take five times that. */
final class PackedKeys {
    static final int BYTES_PER_KEY = KeyFingerprint.BYTES + Long.BYTES;

    private ByteBuffer bytes = ByteBuffer.allocate(8 * BYTES_PER_KEY);

    /** Hears of one. */
    @FunctionalInterface
    interface Reader {
        void key(KeyFingerprint key, long line);
    }

    void add(KeyFingerprint key, long line) {
        if (!bytes.hasRemaining()) {
            bytes = ByteBuffer.allocate(Math.multiplyExact(bytes.capacity(), 2)).put(bytes.flip());
        }
        bytes.putLong(key.high()).putLong(key.low()).putLong(line);
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    byte[] packed() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** In the order in which they were added. */
    static void read(byte[] packed, Reader reader) {
        ByteBuffer keys = ByteBuffer.wrap(packed);
        while (keys.hasRemaining()) {
            reader.key(new KeyFingerprint(keys.getLong(), keys.getLong()), keys.getLong());
        }
    }
}
