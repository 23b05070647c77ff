package io.ddbvault.core.restore;

import io.ddbvault.core.format.KeyFingerprint;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Fingerprints of keys, each with marks, in flat arrays: at most {@value #BYTES_PER_KEY} bytes a key, so 34 MB per
 * million. Cut into stripes, which grow one by one, so that growing takes little on top. Thread-safe.
 */
public final class KeySet {
    /** The table held it before the first write. */
    public static final byte EXISTED = 1;
    /** The backup holds it. */
    public static final byte BACKED_UP = 2;

    /** 16 of the fingerprint and one of the marks, at a load of one half at least. */
    public static final int BYTES_PER_KEY = 34;

    private static final int STRIPES = 256;

    private final Stripe[] stripes = new Stripe[STRIPES];

    public KeySet() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** @return the marks that the key had before; 0 if it was not here */
    public byte mark(KeyFingerprint key, byte mark) {
        return stripe(key).mark(key.high(), key.low(), mark);
    }

    /** All marks of a key, 0 for one that is not here. */
    byte marks(KeyFingerprint key) {
        return stripe(key).marks(key.high(), key.low());
    }

    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /** All fingerprints, each in {@value KeyFingerprint#BYTES} bytes, in no order. One stripe of them is copied at a time. */
    InputStream content() {
        return new JoinedStream(Arrays.stream(stripes)
                .map(stripe -> (InputStream) new ByteArrayInputStream(stripe.content()))
                .iterator());
    }

    private Stripe stripe(KeyFingerprint key) {
        // The low word chooses the stripe, the high one the slot in it.
        return stripes[(int) (key.low() & (STRIPES - 1))];
    }

    /** Open addressing with linear probing; an unmarked slot is free. */
    private static final class Stripe {
        private long[] high = new long[8];
        private long[] low = new long[8];
        private byte[] marks = new byte[8];
        private int size;

        synchronized byte mark(long keyHigh, long keyLow, byte mark) {
            if (4L * (size + 1) > 3L * marks.length) {
                grow();
            }
            int slot = slot(keyHigh, keyLow);
            if (marks[slot] == 0) {
                high[slot] = keyHigh;
                low[slot] = keyLow;
                size++;
            }
            byte before = marks[slot];
            marks[slot] |= mark;
            return before;
        }

        synchronized byte marks(long keyHigh, long keyLow) {
            return marks[slot(keyHigh, keyLow)];
        }

        synchronized int size() {
            return size;
        }

        synchronized byte[] content() {
            ByteBuffer content = ByteBuffer.allocate(size * KeyFingerprint.BYTES);
            for (int slot = 0; slot < marks.length; slot++) {
                if (marks[slot] != 0) {
                    content.putLong(high[slot]).putLong(low[slot]);
                }
            }
            return content.array();
        }

        /** Where the key is, or would be. */
        private int slot(long keyHigh, long keyLow) {
            int slot = (int) Long.remainderUnsigned(keyHigh, marks.length);
            while (marks[slot] != 0 && (high[slot] != keyHigh || low[slot] != keyLow)) {
                slot = slot + 1 == marks.length ? 0 : slot + 1;
            }
            return slot;
        }

        /** By half: the load stays between one half and three quarters. */
        private void grow() {
            long[] oldHigh = high;
            long[] oldLow = low;
            byte[] oldMarks = marks;
            int capacity = oldMarks.length + oldMarks.length / 2;
            high = new long[capacity];
            low = new long[capacity];
            marks = new byte[capacity];
            for (int i = 0; i < oldMarks.length; i++) {
                if (oldMarks[i] != 0) {
                    int slot = slot(oldHigh[i], oldLow[i]);
                    high[slot] = oldHigh[i];
                    low[slot] = oldLow[i];
                    marks[slot] = oldMarks[i];
                }
            }
        }
    }
}
