package io.ddbvault.spark;

import io.ddbvault.core.format.KeyFingerprint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Fingerprints of keys, each with some bytes, one behind the other. As objects they would take several times that. */
final class PackedNotes {
    private static final int HEAD_BYTES = KeyFingerprint.BYTES + Integer.BYTES;

    private ByteBuffer bytes = ByteBuffer.allocate(256);

    /** Hears of one. */
    @FunctionalInterface
    interface Reader {
        void note(KeyFingerprint key, byte[] note);
    }

    void add(KeyFingerprint key, byte[] note) {
        int more = HEAD_BYTES + note.length;
        if (bytes.remaining() < more) {
            int size = Math.max(Math.multiplyExact(bytes.capacity(), 2), bytes.position() + more);
            bytes = ByteBuffer.allocate(size).put(bytes.flip());
        }
        bytes.putLong(key.high()).putLong(key.low()).putInt(note.length).put(note);
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    byte[] packed() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** In the order in which they were added. */
    static void read(byte[] packed, Reader reader) {
        ByteBuffer notes = ByteBuffer.wrap(packed);
        while (notes.hasRemaining()) {
            KeyFingerprint key = new KeyFingerprint(notes.getLong(), notes.getLong());
            byte[] note = new byte[notes.getInt()];
            notes.get(note);
            reader.note(key, note);
        }
    }
}
