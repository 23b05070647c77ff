package io.ddbvault.core.error;

import static io.ddbvault.core.error.ErrorKind.AWS;
import static io.ddbvault.core.error.ErrorKind.CONFIGURATION;
import static io.ddbvault.core.error.ErrorKind.CORRUPT_DATA;
import static io.ddbvault.core.error.ErrorKind.INTERNAL;
import static io.ddbvault.core.error.ErrorKind.USER;

/**
 * Everything that goes wrong in a way that a user can act on. The list is closed and the numbers are stable.
 */
public enum ErrorCode {
    INVALID_REQUEST(10, USER),
    NO_BACKUP(11, USER),
    ENVIRONMENT_MISMATCH(12, USER),
    TABLE_NOT_ALLOWED(13, USER),
    NOT_IN_BACKUP(14, USER),
    STOPPED(15, USER),
    NOT_CONFIRMED(19, USER),

    INVALID_SETTINGS(20, CONFIGURATION),
    ACCESS_DENIED(21, CONFIGURATION),
    BUCKET_NOT_FOUND(22, CONFIGURATION),
    TABLE_NOT_FOUND(23, CONFIGURATION),
    TABLE_NOT_ACTIVE(24, CONFIGURATION),
    KEY_SCHEMA_MISMATCH(25, CONFIGURATION),
    POINT_IN_TIME_RECOVERY_OFF(26, CONFIGURATION),

    THROTTLED(30, ErrorKind.THROTTLED),

    MANIFEST_UNREADABLE(40, CORRUPT_DATA),
    CHECKSUM_MISMATCH(41, CORRUPT_DATA),
    ITEM_COUNT_MISMATCH(42, CORRUPT_DATA),
    EXPORT_NOT_COMPLETED(43, CORRUPT_DATA),
    EXPORT_UNSUPPORTED(44, CORRUPT_DATA),
    OBJECT_MISSING(45, CORRUPT_DATA),
    OBJECT_CHANGED(46, CORRUPT_DATA),
    DATA_FILE_DAMAGED(47, CORRUPT_DATA),

    EXPORT_FAILED(60, AWS),
    AWS_UNAVAILABLE(61, AWS),
    AWS_REFUSED(62, AWS),
    MANIFEST_CONFLICT(63, AWS),

    INTERNAL_ERROR(90, INTERNAL);

    private final int number;
    private final ErrorKind kind;

    ErrorCode(int number, ErrorKind kind) {
        this.number = number;
        this.kind = kind;
    }

    /** Stable across releases; never reused. */
    public int number() {
        return number;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** Whether the same call may well succeed a little later, with nothing changed. */
    public boolean passes() {
        return this == THROTTLED || this == AWS_UNAVAILABLE;
    }

    /**
     * Whether it concerns everything that a run does, and not one table: settings, the bucket, AWS itself. Such an error
     * ends a run before it touches anything. A missing right is not among them: it may well be missing for one table.
     */
    public boolean concernsTheRun() {
        return switch (this) {
            case INVALID_SETTINGS, BUCKET_NOT_FOUND, THROTTLED, AWS_UNAVAILABLE, INTERNAL_ERROR -> true;
            default -> false;
        };
    }
}
