package io.ddbvault.core.verify;

import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;

/** Finds the items of one table that have the same key. Thread-safe, but for {@link #end} and {@link #close}. */
interface SeenKeys extends AutoCloseable {
    /** Hears of an item whose key another item has too. */
    @FunctionalInterface
    interface Duplicates {
        void found(int file, long line);
    }

    /** @param file any number that tells the caller which file */
    void add(KeyFingerprint key, int file, long line, Duplicates duplicates);

    /**
     * All items are there. Tells of those duplicates that could not be told of before.
     *
     * @return false if it was stopped before it knew of all
     */
    boolean end(Duplicates duplicates, Stop stop);

    @Override
    void close();
}
