package io.ddbvault.core.error;

/** Who can mend an error. */
public enum ErrorKind {
    /** The request asks for something that cannot be. */
    USER,
    /** A setting, a table or a permission must be changed first. */
    CONFIGURATION,
    /** DynamoDB or S3 asks for less. */
    THROTTLED,
    /** The backup is not what its manifests say. */
    CORRUPT_DATA,
    /** AWS failed or cannot be reached. */
    AWS,
    /** A defect of ddbvault. */
    INTERNAL
}
