package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.state.OwnedObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a table's rejects into the bucket while the restore runs, in segments: what is held in memory is one segment.
 * Each attempt writes segments of its own, so that a run which was taken for dead cannot spoil those of its successor.
 * Not thread-safe.
 */
final class CollectRejects {
    static final int SEGMENT_BYTES = 4 << 20;
    private static final int MAX_OBJECT_BYTES = 1 << 28;

    private final BackupStore store;
    private final String keyPrefix;
    private final List<RejectsSegment> closed;
    private ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private @Nullable OwnedObject open;
    private long count;
    private boolean stored = true;
    private int number;

    /**
     * @param keyPrefix of this attempt's segments; a number and {@code .jsonl} are added
     * @param earlier segments of the attempts before
     */
    CollectRejects(BackupStore store, String keyPrefix, List<RejectsSegment> earlier) {
        this.store = store;
        this.keyPrefix = keyPrefix;
        this.closed = new ArrayList<>(earlier);
    }

    /**
     * All of them are here when this returns or throws; if it throws, the next {@link #flush} stores them.
     *
     * @param more lines, each with its line feed
     * @throws DdbvaultException as {@link #flush}
     */
    void add(List<byte[]> more) {
        if (more.isEmpty()) {
            return;
        }
        more.forEach(lines::writeBytes);
        count += more.size();
        stored = false;
        if (lines.size() >= SEGMENT_BYTES) {
            flush();
            closed.addAll(openSegment());
            lines = new ByteArrayOutputStream();
            open = null;
            count = 0;
        }
    }

    /** Takes over segments that others stored. */
    void take(List<RejectsSegment> others) {
        closed.addAll(others);
    }

    /**
     * After this, {@link #segments} are in the bucket.
     *
     * @throws DdbvaultException what the store throws; {@code LOCK_LOST} if another run wrote there
     */
    void flush() {
        if (stored) {
            return;
        }
        OwnedObject segment = open;
        if (segment == null) {
            number++;
            segment = new OwnedObject(store, "%s%05d.jsonl".formatted(keyPrefix, number), null, MAX_OBJECT_BYTES);
            open = segment;
        }
        if (!segment.put(lines.toByteArray())) {
            throw new DdbvaultException(
                    ErrorCode.LOCK_LOST,
                    "%s was written by another run; this one stops. Look what that other restore does."
                            .formatted(store.uri(segment.key())));
        }
        stored = true;
    }

    /** All of them, oldest first. */
    List<RejectsSegment> segments() {
        List<RejectsSegment> all = new ArrayList<>(closed);
        all.addAll(openSegment());
        return all;
    }

    private List<RejectsSegment> openSegment() {
        return open == null ? List.of() : List.of(new RejectsSegment(open.key(), count, lines.size()));
    }
}
