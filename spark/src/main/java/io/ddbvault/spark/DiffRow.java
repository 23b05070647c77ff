package io.ddbvault.spark;

import io.ddbvault.core.error.ErrorCode;
import java.io.Serializable;

/** What tasks of a comparison hand on. */
sealed interface DiffRow extends Serializable {
    /**
     * What was noted of some items of one file or segment.
     *
     * @param here whether of the backup, and not of what it is compared with
     * @param packed see {@link PackedNotes}
     */
    record Notes(boolean here, byte[] packed) implements DiffRow {}

    /** What DynamoDB charged for a segment. */
    record Charged(double readUnits) implements DiffRow {}

    /** A data file cannot be read whole. As a row and no exception, since trying again does not mend it. */
    record Damaged(ErrorCode code, String text) implements DiffRow {}

    /**
     * What one bucket came to.
     *
     * @param counts only here, only there, changed, same: of those that are not told of below
     * @param onlyHere places
     * @param onlyThere places in another backup
     * @param changedHere places
     * @param changedThere as {@code changedHere}, one for one
     * @param keysThere keys that only a table has, as {@link PackedNotes}
     * @param twice three numbers for each key that is there twice: 1 for here and 0 for there, and two places
     */
    record Bucket(
            long[] counts,
            long[] onlyHere,
            long[] onlyThere,
            long[] changedHere,
            long[] changedThere,
            byte[] keysThere,
            long[] twice)
            implements DiffRow {}
}
