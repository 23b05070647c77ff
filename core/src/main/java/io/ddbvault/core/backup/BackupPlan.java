package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do.
 *
 * @param date the backup's date, UTC
 * @param runKey the same for every delivery of one trigger; null where the trigger has none
 * @param tables what to export, without repetition; where the run only finishes, the tables asked for, and empty for
 *     whatever that date holds
 * @param finishOnly finish that date's exports and start nothing
 */
record BackupPlan(LocalDate date, @Nullable String runKey, List<String> tables, boolean finishOnly) {
    private static final int KEY_BYTES = 16;

    BackupPlan {
        tables = List.copyOf(tables);
    }

    /** The same with a run key of its own, where the trigger gave none: then this run is a backup of its own. */
    BackupPlan withKey(RandomGenerator random) {
        if (runKey != null || finishOnly) {
            return this;
        }
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new BackupPlan(date, "call-" + HexFormat.of().formatHex(key), tables, false);
    }

    boolean includes(String table) {
        return tables.isEmpty() || tables.contains(table);
    }

    /** Whether an export of this plan's date was started by an earlier delivery of the same trigger. */
    boolean isOfThisRun(TableExport export) {
        return runKey != null && runKey.equals(export.runKey());
    }

    /**
     * The table's export that need not be started again, because it runs or was good: the newest of this run key.
     *
     * @param attempts of the plan's date, oldest first
     */
    Optional<TableExport> exportOfThisRun(String table, List<TableExport> attempts) {
        return ofThisRun(table, attempts)
                .filter(attempt -> attempt.status() != ExportStatus.FAILED)
                .reduce((older, newer) -> newer);
    }

    /** How many exports of the table failed under this run key: what makes a retry's client token another one. */
    long failuresOfThisRun(String table, List<TableExport> attempts) {
        return ofThisRun(table, attempts)
                .filter(attempt -> attempt.status() == ExportStatus.FAILED)
                .count();
    }

    private Stream<TableExport> ofThisRun(String table, List<TableExport> attempts) {
        return attempts.stream().filter(attempt -> attempt.tableName().equals(table) && isOfThisRun(attempt));
    }
}
