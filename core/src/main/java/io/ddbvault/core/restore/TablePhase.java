package io.ddbvault.core.restore;

/** How far a table's restore is. Each phase is stored before it begins, so that a dead run's successor knows. */
public enum TablePhase {
    /** Nothing was done to it. */
    WAITING(0),
    /** What it held before is being noted, to be deleted after the writes. Nothing is touched. */
    NOTING(1),
    /** What it held is being deleted. */
    CLEARING(2),
    /** The backup's items are being written. */
    WRITING(3),
    /** What it held before and is not in the backup is being deleted. */
    DELETING(4);

    private final int step;

    TablePhase(int step) {
        this.step = step;
    }

    /** Whether the table may have been changed. */
    boolean isBegun() {
        return this != WAITING && this != NOTING;
    }

    /** Grows from phase to phase. */
    int step() {
        return step;
    }
}
