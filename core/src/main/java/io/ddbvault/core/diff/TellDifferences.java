package io.ddbvault.core.diff;

import io.ddbvault.core.diff.FoundDifferences.Counts;
import io.ddbvault.core.event.TellReading;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Reads the items that differ a second time, and tells in what. Of a backup its files are gone through once more, for the
 * noted lines alone; of a table these items are read by their keys, which costs no second scan. What changed in the table
 * since it was read the first time is told as it is now, and counted so: an item that has become the same is none of the
 * differences any more.
 */
final class TellDifferences {
    private static final int BATCH_BYTES = 1 << 20;

    private final Describe describe;
    private final FoundDifferences found;
    private final TellInOrder tell;
    private final TellReading progress;
    private final Stop stop;

    TellDifferences(Describe describe, FoundDifferences found, TellInOrder tell, TellReading progress, Stop stop) {
        this.describe = describe;
        this.found = found;
        this.tell = tell;
        this.progress = progress;
        this.stop = stop;
    }

    /** @param here what gives the items with differences alone */
    void backupAndTable(ItemSource here, ReadTable there) {
        Batch batch = new Batch(there);
        here.read(
                (bytes, from, to, place) -> {
                    byte[] item = Arrays.copyOfRange(bytes, from, to);
                    if (found.onlyHere().contains(place)) {
                        tell.add(describe.onlyHere(item));
                    } else {
                        batch.add(item);
                    }
                },
                progress,
                tell::isFull,
                stop);
        batch.end();
        onlyInTable(there);
    }

    private boolean isOver() {
        return tell.isFull() || stop.reached();
    }

    /** Items of the backup that were other ones in the table; several threads fill it. */
    private final class Batch {
        private final ReadTable there;
        private List<byte[]> items = new ArrayList<>();
        private long bytes;

        Batch(ReadTable there) {
            this.there = there;
        }

        void add(byte[] item) {
            List<byte[]> full = List.of();
            synchronized (this) {
                items.add(item);
                bytes += item.length;
                if (items.size() == Tables.MAX_KEYS || bytes >= BATCH_BYTES) {
                    full = take();
                }
            }
            compare(full);
        }

        private List<byte[]> take() {
            List<byte[]> all = items;
            items = new ArrayList<>();
            bytes = 0;
            return all;
        }

        synchronized void end() {
            compare(take());
        }

        private void compare(List<byte[]> batch) {
            if (batch.isEmpty() || isOver()) {
                return;
            }
            BooleanSupplier halt = TellDifferences.this::isOver;
            List<byte[]> keys = batch.stream()
                    .map(item -> describe.key(item).getBytes(StandardCharsets.UTF_8))
                    .toList();
            Map<KeyFingerprint, byte[]> now = new HashMap<>();
            there.items(keys, halt, stop).forEach(item -> now.put(describe.fingerprint(item), item));
            if (stop.reached()) {
                return;
            }
            for (byte[] item : batch) {
                byte[] other = now.get(describe.fingerprint(item));
                if (other == null) {
                    recount(found.counts().onlyHere);
                    tell.add(describe.onlyHere(item));
                    continue;
                }
                Difference difference = describe.changed(item, other);
                if (difference == null) {
                    recount(found.counts().same);
                } else {
                    tell.add(difference);
                }
            }
        }

        private void recount(AtomicLong as) {
            Counts counts = found.counts();
            counts.changed.decrementAndGet();
            as.incrementAndGet();
        }
    }

    private void onlyInTable(ReadTable there) {
        List<byte[]> keys = new ArrayList<>();
        found.keysThere().read(0, (fingerprint, key) -> {
            if (isOver()) {
                return;
            }
            if (!describe.values()) {
                tell.add(Describe.onlyThere(new String(key, StandardCharsets.UTF_8)));
                progress.advance(1, 0);
                return;
            }
            keys.add(key);
            if (keys.size() == Tables.MAX_KEYS) {
                itemsOnlyInTable(there, keys);
            }
        });
        itemsOnlyInTable(there, keys);
    }

    private void itemsOnlyInTable(ReadTable there, List<byte[]> keys) {
        if (!keys.isEmpty() && !isOver()) {
            List<byte[]> items = there.items(List.copyOf(keys), this::isOver, stop);
            items.forEach(item -> tell.add(describe.onlyThere(item)));
            if (!stop.reached()) {
                // The others were deleted since.
                found.counts().onlyThere.addAndGet(items.size() - keys.size());
            }
            progress.advance(keys.size(), 0);
        }
        keys.clear();
    }

    /**
     * @param here what gives the items with differences alone
     * @param there as {@code here}
     */
    void twoBackups(ItemSource here, ItemSource there, JoinItems join) {
        here.read(
                (bytes, from, to, place) -> {
                    byte[] item = Arrays.copyOfRange(bytes, from, to);
                    if (found.onlyHere().contains(place)) {
                        tell.add(describe.onlyHere(item));
                    } else {
                        join.addHere(describe.fingerprint(item), item);
                    }
                },
                progress,
                tell::isFull,
                stop);
        there.read(
                (bytes, from, to, place) -> {
                    byte[] item = Arrays.copyOfRange(bytes, from, to);
                    if (found.onlyThere().contains(place)) {
                        tell.add(describe.onlyThere(item));
                    } else {
                        join.addThere(describe.fingerprint(item), item);
                    }
                },
                progress,
                tell::isFull,
                stop);
        join.join(
                (one, other) -> {
                    Difference difference = describe.changed(one, other);
                    if (difference != null) {
                        tell.add(difference);
                    }
                },
                this::isOver);
    }
}
