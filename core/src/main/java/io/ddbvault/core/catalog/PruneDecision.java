package io.ddbvault.core.catalog;

import java.time.LocalDate;
import java.util.List;

/**
 * What a prune does with a date.
 *
 * @param fate stays, must stay although the rules would let it go, or goes
 * @param reasons why; at least one
 * @param objects how many objects lie there, of what goes; 0 for what stays
 * @param bytes that they hold
 */
public record PruneDecision(CatalogedBackup backup, Fate fate, List<String> reasons, long objects, long bytes) {
    public PruneDecision {
        reasons = List.copyOf(reasons);
    }

    /** What becomes of a date. */
    public enum Fate {
        KEPT,
        /** Nothing keeps it, but it cannot go now. */
        REFUSED,
        GOES
    }

    static PruneDecision of(CatalogedBackup backup, Fate fate, List<String> reasons) {
        return new PruneDecision(backup, fate, reasons, 0, 0);
    }

    PruneDecision measured(long measuredObjects, long measuredBytes) {
        return new PruneDecision(backup, fate, reasons, measuredObjects, measuredBytes);
    }

    public LocalDate date() {
        return backup.date();
    }
}
