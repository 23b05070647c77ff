package io.ddbvault.core.manifest;

/** What the backup's manifest says of an export. */
public enum ExportStatus {
    /** DynamoDB is at it, or nobody has looked since. */
    IN_PROGRESS,
    /** The export's own manifest was seen in the bucket and its checksum was right. */
    COMPLETED,
    /** There is nothing to restore from. */
    FAILED
}
