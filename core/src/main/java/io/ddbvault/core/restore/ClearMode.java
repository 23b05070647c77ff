package io.ddbvault.core.restore;

/** When a restore deletes what a table held before. */
public enum ClearMode {
    /** Delete everything, then write: the table is empty in between. */
    BEFORE,
    /**
     * Write, then delete what was there before and is not in the backup: the table is never empty. Rows that the
     * application adds meanwhile stay.
     */
    AFTER
}
