package io.ddbvault.core.restore;

import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.item.CanonicalItem;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.WritePace;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ExistingItems.Found;
import io.ddbvault.core.port.ExistingItems.Look;
import io.ddbvault.core.port.ExistingItems.NotLooked;
import io.ddbvault.core.port.ItemWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes of a batch only what the table does not have just so: looks all of it up, compares, and sends the rest.
 *
 * <p>To look is repeated, halved, paused and given up as a write is, by the same {@link StoreBatch}, but at a pace of its
 * own, which knows of no ceiling: that is on write units. So the pace of the writes sees what is really written, and
 * learns its price. Until an item's turn comes, the application may write it; then its version is replaced, as it would
 * have been a moment earlier. One that was found equal is not looked at again.
 *
 * <p>Thread-safe.
 */
final class StoreChangedItems implements StoreItems {
    private final ExistingItems existing;
    private final KeySchema keySchema;
    private final WritePace readPace;
    private final StoreItems storeItems;
    private final JitteredPause pause;
    private final InstantSource clock;

    /**
     * @param readPace of all looks at the table
     * @param storeItems writes what differs
     */
    StoreChangedItems(
            ExistingItems existing,
            KeySchema keySchema,
            WritePace readPace,
            StoreItems storeItems,
            JitteredPause pause,
            InstantSource clock) {
        this.existing = existing;
        this.keySchema = keySchema;
        this.readPace = readPace;
        this.storeItems = storeItems;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public StoreBatch.Result store(WriteBatch batch, WritePace pace, Stop stop) {
        Comparing comparing = new Comparing(batch);
        StoreBatch.Result compared = new StoreBatch(comparing, pause, clock).store(batch, readPace, stop);
        // What it calls stored was looked at; what it could not look at, it has given up on, or it was stopped.
        WriteTally looked = compared.tally();
        long equal = looked.stored() - comparing.changed.size();
        WriteTally tally = looked.withoutStored().add(WriteTally.kept(equal));
        if (compared.failure() != null || comparing.changed.isEmpty()) {
            return new StoreBatch.Result(tally, compared.failure());
        }
        StoreBatch.Result written = storeItems.store(batch.only(List.copyOf(comparing.changed)), pace, stop);
        return new StoreBatch.Result(tally.add(written.tally()), written.failure());
    }

    /** Takes a batch's parts as a writer does, and notes which of their items have to be written. For one thread. */
    private final class Comparing implements ItemWriter {
        private final WriteBatch whole;
        private final CanonicalItem canonical = new CanonicalItem();
        private final TreeSet<Integer> changed = new TreeSet<>();

        Comparing(WriteBatch whole) {
            this.whole = whole;
        }

        @Override
        public Outcome write(WriteBatch part) {
            Look look = existing.look(part, keySchema);
            if (look instanceof NotLooked not) {
                return not.why();
            }
            Found found = (Found) look;
            for (int index = 0; index < part.size(); index++) {
                if (!found.unprocessed().contains(index)
                        && !isEqual(part, index, found.items().get(index))) {
                    changed.add(whole.indexOf(part.place(index)));
                }
            }
            return new Answered(found.unprocessed(), found.consumed());
        }

        private boolean isEqual(WriteBatch part, int index, byte @Nullable [] there) {
            if (there == null) {
                return false;
            }
            try {
                byte[] here = canonical.of(part.body(), part.start(index), part.end(index));
                return Arrays.equals(here, canonical.of(there));
            } catch (MalformedLineException e) {
                // Of what cannot be compared, DynamoDB has to say whether it takes it.
                return false;
            }
        }
    }
}
