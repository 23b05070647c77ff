package io.ddbvault.core.diff;

import io.ddbvault.core.diff.Difference.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands differences on, sorted by their keys' text where they are few, and as they come where they are many. Thread-safe.
 */
final class TellInOrder {
    /** So many are sorted: a person may still read them. */
    static final int MOST_SORTED = 10_000;

    private static final Comparator<Difference> BY_KEY =
            Comparator.comparing(Difference::key).thenComparing(Difference::kind, Comparator.<Kind>naturalOrder());

    private final long most;
    private final long memoryBytes;
    private final Consumer<Difference> to;
    private final List<Difference> held = new ArrayList<>();
    private boolean sorts;
    private long heldBytes;
    private long told;

    /**
     * @param expected how many will come
     * @param most how many are handed on
     * @param memoryBytes what may be held for sorting
     */
    TellInOrder(long expected, long most, long memoryBytes, Consumer<Difference> to) {
        this.sorts = expected <= MOST_SORTED;
        this.most = most;
        this.memoryBytes = memoryBytes;
        this.to = to;
    }

    synchronized void add(Difference difference) {
        if (!sorts) {
            tell(difference);
            return;
        }
        held.add(difference);
        heldBytes += bytes(difference);
        if (heldBytes > memoryBytes || held.size() > MOST_SORTED) {
            sorts = false;
            tellHeld();
        }
    }

    private static long bytes(Difference difference) {
        byte[] here = difference.here();
        byte[] there = difference.there();
        long names = (long) difference.attributes().onlyHere().size()
                + difference.attributes().onlyThere().size()
                + difference.attributes().changed().size();
        return 200
                + 2L * difference.key().length()
                + 100 * names
                + (here == null ? 0 : here.length)
                + (there == null ? 0 : there.length);
    }

    private void tellHeld() {
        held.sort(BY_KEY);
        held.forEach(this::tell);
        held.clear();
    }

    private void tell(Difference difference) {
        if (told < most) {
            told++;
            to.accept(difference);
        }
    }

    /** Whether nothing that comes now is handed on. */
    synchronized boolean isFull() {
        return !sorts && told >= most;
    }

    /** After the last one. @return how many were handed on */
    synchronized long end() {
        tellHeld();
        return told;
    }
}
