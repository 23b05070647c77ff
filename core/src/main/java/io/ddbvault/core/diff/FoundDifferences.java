package io.ddbvault.core.diff;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The items that differ, before it is known in what: their places in a backup, a bit each, and of those that only a
 * table has the keys, in a temporary file. The counts are thread-safe; the rest is filled by one thread, and then read.
 *
 * @param onlyThere of the other backup
 * @param changedThere of the other backup
 * @param keysThere of the table, as records of one partition
 */
record FoundDifferences(
        Counts counts,
        Places onlyHere,
        Places changedHere,
        Places onlyThere,
        Places changedThere,
        Partitions keysThere) {
    static FoundDifferences none(TemporaryFolder folder) {
        return new FoundDifferences(
                new Counts(),
                new Places(),
                new Places(),
                new Places(),
                new Places(),
                new Partitions(folder, "only-there", 1, 0, 64 << 10));
    }

    /** They change once more where the table has changed since it was read. */
    static final class Counts {
        final AtomicLong onlyHere = new AtomicLong();
        final AtomicLong onlyThere = new AtomicLong();
        final AtomicLong changed = new AtomicLong();
        final AtomicLong same = new AtomicLong();

        long differences() {
            return onlyHere.get() + onlyThere.get() + changed.get();
        }
    }
}
