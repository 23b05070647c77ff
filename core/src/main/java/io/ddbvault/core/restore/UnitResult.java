package io.ddbvault.core.restore;

import org.jspecify.annotations.Nullable;

/**
 * How far a unit is. The counts are of all tries at it, as its checkpoint has them; the table's account is made from that
 * checkpoint and not from this.
 *
 * @param unit the unit
 * @param status how it ended
 * @param itemsWritten that DynamoDB acknowledged
 * @param itemsFailed that it refused, and lines that are no items
 * @param itemsCleared deletes that it acknowledged
 * @param error why it is not {@link Status#DONE}: sentences; null if it is
 */
public record UnitResult(
        Unit unit,
        Status status,
        long itemsWritten,
        long itemsFailed,
        long itemsCleared,
        @Nullable String error) {
    /** How a unit ended. */
    public enum Status {
        /** All of it is done. */
        DONE,
        /** The time was up; doing it again goes on. */
        STOPPED,
        /** Something kept it from its end that may pass or be mended; doing it again goes on. */
        BROKEN_OFF,
        /** The data is at fault, which doing it again does not mend. The restore's report tells it. */
        FAILED
    }
}
