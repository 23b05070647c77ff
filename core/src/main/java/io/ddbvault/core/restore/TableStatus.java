package io.ddbvault.core.restore;

/** What became of one table. */
public enum TableStatus {
    /** Every item that the export's manifest counts was written and acknowledged. */
    COMPLETED,
    /** One item fewer, or more. */
    PARTIAL_SUCCESS,
    /** Nothing was written, validation failed, or the table is not in the backup. */
    FAILED,
    /** Not started. */
    SKIPPED,
    /** Stopped before its end, and can go on. */
    IN_PROGRESS,
    /** Dry run: would be restored. */
    READY,
    /** Dry run: would be refused. */
    ERROR,
    /** Dry run: has no export. */
    NO_EXPORT
}
