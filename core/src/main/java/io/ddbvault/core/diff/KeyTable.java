package io.ddbvault.core.diff;

import io.ddbvault.core.format.KeyFingerprint;

/**
 * Keys of one partition with their items' fingerprints, in flat arrays: {@value #SLOT_BYTES} bytes a slot, at a load of
 * three quarters at the most. Not thread-safe.
 */
final class KeyTable {
    private static final int SLOT_BYTES = 5 * Long.BYTES + 1;
    /** The most that a key takes: slots come in powers of two, so up to 2 2/3 of them a key. */
    static final int MOST_BYTES_PER_KEY = SLOT_BYTES * 8 / 3 + 1;

    static final byte HERE = 1;
    static final byte THERE = 2;

    private long[] high;
    private long[] low;
    private long[] itemHigh;
    private long[] itemLow;
    private long[] places;
    private byte[] marks;
    private int size;

    /** @param keys that there will be; with more it grows */
    KeyTable(long keys) {
        int slots = 8;
        while (3L * slots < 4 * (keys + 1)) {
            slots *= 2;
        }
        high = new long[slots];
        low = new long[slots];
        itemHigh = new long[slots];
        itemLow = new long[slots];
        places = new long[slots];
        marks = new byte[slots];
    }

    /** The slot of a key, or the free one where it belongs; for {@link #marks}. */
    int slot(KeyFingerprint key) {
        return slot(key.high(), key.low());
    }

    private int slot(long keyHigh, long keyLow) {
        int mask = marks.length - 1;
        // Other bits than those by which partitions are made.
        int slot = (int) (keyLow >>> 32) & mask;
        while (marks[slot] != 0 && (high[slot] != keyHigh || low[slot] != keyLow)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** 0 for a free slot. */
    byte marks(int slot) {
        return marks[slot];
    }

    void mark(int slot, byte mark) {
        marks[slot] |= mark;
    }

    boolean holdsItem(int slot, long fingerprintHigh, long fingerprintLow) {
        return itemHigh[slot] == fingerprintHigh && itemLow[slot] == fingerprintLow;
    }

    long place(int slot) {
        return places[slot];
    }

    /** Adds a key that is not there yet. */
    void add(KeyFingerprint key, long fingerprintHigh, long fingerprintLow, long place, byte mark) {
        if (4L * (size + 1) > 3L * marks.length) {
            grow();
        }
        put(key.high(), key.low(), fingerprintHigh, fingerprintLow, place, mark);
        size++;
    }

    private void put(long keyHigh, long keyLow, long fingerprintHigh, long fingerprintLow, long place, byte mark) {
        int slot = slot(keyHigh, keyLow);
        high[slot] = keyHigh;
        low[slot] = keyLow;
        itemHigh[slot] = fingerprintHigh;
        itemLow[slot] = fingerprintLow;
        places[slot] = place;
        marks[slot] = mark;
    }

    /** How many slots there are, from 0; some are free. */
    int slots() {
        return marks.length;
    }

    private void grow() {
        KeyTable larger = new KeyTable(2L * size + 2);
        for (int slot = 0; slot < marks.length; slot++) {
            if (marks[slot] != 0) {
                larger.put(high[slot], low[slot], itemHigh[slot], itemLow[slot], places[slot], marks[slot]);
            }
        }
        high = larger.high;
        low = larger.low;
        itemHigh = larger.itemHigh;
        itemLow = larger.itemLow;
        places = larger.places;
        marks = larger.marks;
    }
}
