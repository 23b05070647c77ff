package io.ddbvault.core.restore;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore is asked to do.
 *
 * @param date the backup's date; null for the latest
 * @param tables the tables to restore; null for all in the backup that may be written
 * @param dryRun validate everything, write nothing
 * @param clearExistingData delete the target's items before writing
 * @param maxWorkers threads that write, {@value #MIN_WORKERS} to {@value #MAX_WORKERS}
 */
public record RestoreRequest(
        @Nullable LocalDate date,
        @Nullable List<String> tables,
        boolean dryRun,
        boolean clearExistingData,
        int maxWorkers) {
    public static final int MIN_WORKERS = 1;
    public static final int MAX_WORKERS = 256;
    public static final int DEFAULT_WORKERS = 5;

    /** The latest backup, all tables, nothing cleared. */
    public static final RestoreRequest LATEST = new RestoreRequest(null, null, false, false, DEFAULT_WORKERS);
}
