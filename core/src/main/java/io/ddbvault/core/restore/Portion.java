package io.ddbvault.core.restore;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes through the queue: a stretch of a data file, or some keys of a table. It is done as a whole or not at all, as
 * far as a restore that goes on is concerned.
 *
 * @param unit the file; null for keys of a table
 * @param first its first line here, from 1
 * @param last its last line here
 * @param batch the items or keys; null if all the lines are unreadable
 * @param unreadable the lines that are no items
 * @param keys which of the keys that were asked for select these items, by their positions
 */
record Portion(
        @Nullable RestoreUnit unit,
        long first,
        long last,
        @Nullable WriteBatch batch,
        List<UnreadableLine> unreadable,
        List<Integer> keys) {
    Portion {
        unreadable = List.copyOf(unreadable);
        keys = List.copyOf(keys);
    }

    /** Where all items are asked for. */
    Portion(
            @Nullable RestoreUnit unit,
            long first,
            long last,
            @Nullable WriteBatch batch,
            List<UnreadableLine> unreadable) {
        this(unit, first, last, batch, unreadable, List.of());
    }

    static Portion keys(WriteBatch batch) {
        return new Portion(null, 1, batch.size(), batch, List.of());
    }

    long lines() {
        return last - first + 1;
    }

    /** Lines of items that nobody asked for. */
    long passedOver() {
        return lines() - (batch == null ? 0 : batch.size()) - unreadable.size();
    }

    /** What it holds in memory. */
    long byteCount() {
        long bytes = batch == null ? 0 : batch.heldBytes();
        for (UnreadableLine line : unreadable) {
            bytes += line.bytes().length;
        }
        return bytes;
    }

    /**
     * A line that is no item.
     *
     * @param reason what is wrong with it, without its text
     * @param bytes the line as it is
     * @param rejectedBefore whether these are a line of a rejects object, and not of a data file
     */
    record UnreadableLine(Place place, String reason, byte[] bytes, boolean rejectedBefore) {
        UnreadableLine(Place place, String reason, byte[] bytes) {
            this(place, reason, bytes, false);
        }
    }
}
