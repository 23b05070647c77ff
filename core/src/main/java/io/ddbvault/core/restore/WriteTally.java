package io.ddbvault.core.restore;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read and written, as a value that adds: every thread counts for itself, and the sum is the truth.
 *
 * @param lines read, items or not
 * @param stored operations that DynamoDB acknowledged
 * @param bytes of item JSON of these
 * @param failed lines that are no item, and items that DynamoDB refused
 * @param kept items that were not written because of what the table has under their keys
 * @param failures the first of these
 * @param faults what kept the rest from being read or written, one sentence each
 */
record WriteTally(
        long lines, long stored, long bytes, long failed, long kept, List<Failure> failures, List<String> faults) {
    static final WriteTally EMPTY = new WriteTally(0, 0, 0, 0, 0, List.of(), List.of());
    /** As many as a batch can have. */
    private static final int FAILURES_NAMED = WriteBatch.MAX_ITEMS;

    WriteTally {
        failures = List.copyOf(failures);
        faults = List.copyOf(faults);
    }

    /** One item that did not arrive, and why. */
    record Failure(Place place, String reason) {}

    static WriteTally lines(long lines) {
        return new WriteTally(lines, 0, 0, 0, 0, List.of(), List.of());
    }

    static WriteTally stored(long operations, long bytes) {
        return new WriteTally(0, operations, bytes, 0, 0, List.of(), List.of());
    }

    static WriteTally kept(long items) {
        return new WriteTally(0, 0, 0, 0, items, List.of(), List.of());
    }

    static WriteTally failed(Place place, String reason) {
        return new WriteTally(0, 0, 0, 1, 0, List.of(new Failure(place, reason)), List.of());
    }

    static WriteTally fault(String sentence) {
        return new WriteTally(0, 0, 0, 0, 0, List.of(), List.of(sentence));
    }

    /** Operations that need not be sent again. */
    long decided() {
        return stored + failed + kept;
    }

    /** The same, but nothing of it is stored. */
    WriteTally withoutStored() {
        return new WriteTally(lines, 0, 0, failed, kept, failures, faults);
    }

    WriteTally add(WriteTally other) {
        return new WriteTally(
                lines + other.lines,
                stored + other.stored,
                bytes + other.bytes,
                failed + other.failed,
                kept + other.kept,
                first(failures, other.failures),
                first(faults, other.faults));
    }

    private static <T> List<T> first(List<T> some, List<T> more) {
        if (more.isEmpty()) {
            return some;
        }
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all.subList(0, Math.min(all.size(), FAILURES_NAMED));
    }
}
