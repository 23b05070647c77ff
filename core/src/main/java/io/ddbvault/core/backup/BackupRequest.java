package io.ddbvault.core.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup is asked to do.
 *
 * @param time the scheduled time that the trigger carries; null for a manual call
 * @param id the trigger's id; null for a manual call
 * @param tables a subset of the configured tables; null for all of them
 * @param finishDate finish this date's exports and start nothing; null for a new backup
 */
public record BackupRequest(
        @Nullable Instant time,
        @Nullable String id,
        @Nullable List<String> tables,
        @Nullable LocalDate finishDate) {

    /** A manual backup of every configured table. */
    public static final BackupRequest ALL = new BackupRequest(null, null, null, null);
}
