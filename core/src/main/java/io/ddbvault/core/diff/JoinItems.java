package io.ddbvault.core.diff;

import io.ddbvault.core.format.KeyFingerprint;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Brings the changed items of two backups together, by temporary files: each backup has them in another order, and they
 * may be all that it has. Memory holds a partition of one side; a larger one is parted again. Adding is thread-safe.
 */
final class JoinItems {
    private static final int PARTED_AGAIN = 16;
    private static final int MOST_LEVELS = 6;
    private static final int BUFFER_BYTES = 16 << 10;

    private final TemporaryFolder folder;
    private final long memoryBytes;
    private final Partitions here;
    private final Partitions there;

    /** Hears of two items with one key. */
    @FunctionalInterface
    interface Pairs {
        void pair(byte[] here, byte[] there);
    }

    /**
     * @param memoryBytes that items may take at a time; one item may be more
     * @param partitions in which each side is expected to be no larger than that
     */
    JoinItems(TemporaryFolder folder, long memoryBytes, int partitions) {
        this.folder = folder;
        this.memoryBytes = memoryBytes;
        this.here = new Partitions(folder, "items-here", partitions, 0, BUFFER_BYTES);
        this.there = new Partitions(folder, "items-there", partitions, 0, BUFFER_BYTES);
    }

    void addHere(KeyFingerprint key, byte[] item) {
        here.add(key, item);
    }

    void addThere(KeyFingerprint key, byte[] item) {
        there.add(key, item);
    }

    /** @param halt whether nobody wants the rest any more */
    void join(Pairs pairs, BooleanSupplier halt) {
        here.flush();
        there.flush();
        joinAll("", here, there, 0, pairs, halt);
    }

    private void joinAll(
            String name, Partitions ones, Partitions others, int level, Pairs pairs, BooleanSupplier halt) {
        for (int i = 0; i < ones.count() && !halt.getAsBoolean(); i++) {
            if (ones.bytes(i) > memoryBytes && ones.records(i) > 1 && level < MOST_LEVELS) {
                String finer = name + "-" + i;
                joinAll(
                        finer,
                        part(ones, i, "items-here" + finer, level + 1),
                        part(others, i, "items-there" + finer, level + 1),
                        level + 1,
                        pairs,
                        halt);
            } else {
                join(ones, others, i, pairs, halt);
            }
            ones.delete(i);
            others.delete(i);
        }
    }

    private Partitions part(Partitions items, int partition, String name, int level) {
        Partitions finer = new Partitions(folder, name, PARTED_AGAIN, level, BUFFER_BYTES);
        items.read(partition, finer::add);
        finer.flush();
        return finer;
    }

    private static void join(Partitions ones, Partitions others, int partition, Pairs pairs, BooleanSupplier halt) {
        Map<KeyFingerprint, byte[]> items = new HashMap<>();
        ones.read(partition, items::put);
        others.read(partition, (key, item) -> {
            byte[] one = items.get(key);
            if (one != null && !halt.getAsBoolean()) {
                pairs.pair(one, item);
            }
        });
    }
}
