package io.ddbvault.core.error;

import static io.ddbvault.core.error.ErrorKind.AWS;
import static io.ddbvault.core.error.ErrorKind.CONFIGURATION;
import static io.ddbvault.core.error.ErrorKind.CORRUPT_DATA;
import static io.ddbvault.core.error.ErrorKind.INTERNAL;
import static io.ddbvault.core.error.ErrorKind.USER;

/**
 * Everything that goes wrong in a way that a user can act on. The list is closed and the numbers are stable. {@code
 * docs/errors.md} is made from it.
 */
public enum ErrorCode {
    INVALID_REQUEST(
            10,
            USER,
            "The request has a field that is unknown, missing, of the wrong type or out of range.",
            "Correct the field that the message names; nothing was read or written."),
    NO_BACKUP(
            11,
            USER,
            "The bucket holds no backup of that date, or none that has what is asked for.",
            "Choose one of the dates that the message lists, and check BACKUP_BUCKET and S3_EXPORTS_PREFIX."),
    ENVIRONMENT_MISMATCH(
            12,
            USER,
            "The backup or a table belongs to another environment than ENVIRONMENT says.",
            "Check ENVIRONMENT and the bucket; if another environment's data is really wanted, set allow_environment_mismatch."),
    TABLE_NOT_ALLOWED(
            13,
            USER,
            "DYNAMODB_TABLES does not allow to write this table.",
            "Add the table to DYNAMODB_TABLES, or name another one."),
    NOT_IN_BACKUP(
            14,
            USER,
            "The backup holds no export of this table.",
            "Check the table's name, or choose another backup_date."),
    STOPPED(
            15,
            USER,
            "The run was stopped, by its deadline or by a signal, before this table's turn.",
            "Restore the table again, or go on by the restore_id if the answer gives one."),
    LOCKED(
            16,
            USER,
            "Another restore of this table is running.",
            "Wait until the restore that the message names has ended; if it died, its lock expires within two minutes."),
    LOCK_LOST(
            17,
            USER,
            "Another restore took over this table's lock, or someone removed it, so this one stopped before its next batch.",
            "Look what that other restore does; once it has ended, restore again if it did not do what you wanted."),
    NO_SUCH_RESTORE(
            18,
            USER,
            "There is no restore with this restore_id that could go on.",
            "Check the id, the bucket and the prefix; a restore that has ended is started anew, without restore_id."),
    NOT_CONFIRMED(
            19,
            USER,
            "What would be deleted, or the removal of a lock, was not confirmed by the table's name or the number of backups; or a drill's cost was not confirmed.",
            "Type what is asked for, or give --yes in a script; nothing was touched."),

    INVALID_SETTINGS(
            20,
            CONFIGURATION,
            "An environment variable, an option or the credentials are missing, unreadable or expired.",
            "Set what the message names."),
    ACCESS_DENIED(
            21,
            CONFIGURATION,
            "AWS denies an action to these credentials.",
            "Allow the action that the message names, in the role's policy, the bucket's policy or the KMS key's."),
    BUCKET_NOT_FOUND(
            22,
            CONFIGURATION,
            "The bucket does not exist, or lies where it cannot be reached.",
            "Check BACKUP_BUCKET, AWS_REGION and the endpoint."),
    TABLE_NOT_FOUND(
            23,
            CONFIGURATION,
            "The table does not exist in this account and Region.",
            "Create the table first, since a restore writes into existing tables, or check AWS_REGION and the name."),
    TABLE_NOT_ACTIVE(
            24,
            CONFIGURATION,
            "The table is being created, changed or deleted.",
            "Wait until it is ACTIVE, and try again."),
    KEY_SCHEMA_MISMATCH(
            25,
            CONFIGURATION,
            "The table's primary key is not that of the exported table, so items would be refused or replace each other.",
            "Restore into a table with the exported table's primary key."),
    POINT_IN_TIME_RECOVERY_OFF(
            26,
            CONFIGURATION,
            "The table cannot be exported because its point-in-time recovery is off.",
            "Switch it on as the message shows, and run the backup again."),
    KEYS_DO_NOT_FIT(
            27,
            CONFIGURATION,
            "The keys that clear_mode \"after\" or a deep verification has to remember do not fit into memory, or onto the disk.",
            "Give the process the memory, or the disk the room, that the message names, or use clear_mode \"before\"; nothing was touched."),
    NO_DISK_SPACE(
            28,
            CONFIGURATION,
            "There is no room, or no right, for the temporary files that the work needs.",
            "Make room in the folder that the message names, or name another one; nothing was touched."),
    CLUSTER_FAILED(
            29,
            CONFIGURATION,
            "The Spark cluster gave up on the job's tasks, though it tried them several times.",
            "Look into the executors' logs, give them more memory if they lacked it, and submit the job again."),

    THROTTLED(
            30,
            ErrorKind.THROTTLED,
            "AWS asked for fewer calls for longer than ddbvault waits.",
            "Try again later, or raise the table's capacity or the account's quota."),

    MANIFEST_UNREADABLE(
            40,
            CORRUPT_DATA,
            "A manifest in the bucket is not what it should be: not JSON, too large, without a field, or of another export.",
            "Bring back that object's earlier version if the bucket keeps versions, or restore another date."),
    CHECKSUM_MISMATCH(
            41,
            CORRUPT_DATA,
            "An export's manifest has another checksum than DynamoDB wrote beside it.",
            "Bring back that object's earlier version if the bucket keeps versions, or restore another date."),
    ITEM_COUNT_MISMATCH(
            42,
            CORRUPT_DATA,
            "Two places that count the same items do not agree.",
            "The backup is incomplete or was altered: restore another date."),
    EXPORT_NOT_COMPLETED(
            43,
            CORRUPT_DATA,
            "The export of this table failed, or has not ended yet.",
            "Try again once it has ended, or choose another backup_date."),
    EXPORT_UNSUPPORTED(
            44,
            CORRUPT_DATA,
            "The export is of a type or format that cannot be restored.",
            "Restore a full export in DYNAMODB_JSON; other ones have to be imported by other means."),
    OBJECT_MISSING(
            45,
            CORRUPT_DATA,
            "An object that the backup needs is not in the bucket.",
            "Bring it back if the bucket keeps versions, or restore another date."),
    OBJECT_CHANGED(
            46,
            CORRUPT_DATA,
            "A data file is not the one that DynamoDB wrote, or was replaced while it was read.",
            "Bring back that object's earlier version if the bucket keeps versions, or restore another date."),
    DATA_FILE_DAMAGED(
            47,
            CORRUPT_DATA,
            "A data file is empty, cut off or not gzip.",
            "Bring back that object's earlier version if the bucket keeps versions, or restore another date."),
    BACKUP_CHANGED(
            48,
            CORRUPT_DATA,
            "The backup is no longer the one that the restore began with, so going on would mix two backups.",
            "Start a new restore, without restore_id."),
    CHECKPOINT_UNREADABLE(
            49,
            CORRUPT_DATA,
            "The checkpoint of the restore is damaged, or another version of ddbvault wrote it.",
            "Go on with the version that began the restore, or start a new one without restore_id."),

    EXPORT_FAILED(
            60,
            AWS,
            "DynamoDB could not finish an export.",
            "Mend the reason that the message quotes, and run the backup again."),
    AWS_UNAVAILABLE(
            61,
            AWS,
            "DynamoDB or S3 gave no usable answer, also after retries.",
            "Check the network and AWS's status page, and try again."),
    AWS_REFUSED(
            62,
            AWS,
            "AWS refused a request for a reason that is no other code here.",
            "Mend the reason that the message quotes, and try again."),
    MANIFEST_CONFLICT(
            63,
            AWS,
            "Other runs changed the backup's manifest each time that this run tried to write it.",
            "Run the backup again with the same event: its exports go on and are found, not repeated."),
    DRILL_FAILED(
            67,
            AWS,
            "A rehearsal could not restore the backup into its scratch table, so nothing was compared.",
            "Mend what the message quotes, and start the drill again."),

    INTERNAL_ERROR(
            90,
            INTERNAL,
            "A defect of ddbvault.",
            "Please report it, with the message and the log; what the answer counts as written is written.");

    private final int number;
    private final ErrorKind kind;
    private final String meaning;
    private final String nextStep;

    ErrorCode(int number, ErrorKind kind, String meaning, String nextStep) {
        this.number = number;
        this.kind = kind;
        this.meaning = meaning;
        this.nextStep = nextStep;
    }

    /** Stable across releases; never reused. */
    public int number() {
        return number;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** What it says, in one sentence, for whoever looks it up. An error's own message tells more. */
    public String meaning() {
        return meaning;
    }

    /** What to do next, in one sentence. */
    public String nextStep() {
        return nextStep;
    }

    /** Whether the same call may well succeed a little later, with nothing changed. */
    public boolean passes() {
        return this == THROTTLED || this == AWS_UNAVAILABLE;
    }

    /**
     * Whether it concerns everything that a run does, and not one table: the request, settings, the bucket, AWS itself.
     * Such an error ends a run before it touches anything. A missing right is not among them: it may well be missing for
     * one table. A manifest is not either: each table's export has its own.
     */
    public boolean concernsTheRun() {
        return switch (this) {
            case INVALID_REQUEST,
                    NO_BACKUP,
                    ENVIRONMENT_MISMATCH,
                    TABLE_NOT_ALLOWED,
                    NO_SUCH_RESTORE,
                    NOT_CONFIRMED,
                    INVALID_SETTINGS,
                    BUCKET_NOT_FOUND,
                    CLUSTER_FAILED,
                    THROTTLED,
                    CHECKPOINT_UNREADABLE,
                    AWS_UNAVAILABLE,
                    MANIFEST_CONFLICT,
                    INTERNAL_ERROR -> true;
            default -> false;
        };
    }
}
