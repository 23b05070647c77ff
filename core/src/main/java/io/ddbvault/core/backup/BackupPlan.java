package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do.
 *
 * @param date the backup's date, UTC
 * @param runKey the same for every delivery of one trigger; null where every run is a backup of its own
 * @param tables what to export, without repetition; where the run only finishes, the tables asked for, and empty for
 *     whatever that date holds
 * @param finishOnly finish that date's exports and start nothing
 */
record BackupPlan(LocalDate date, @Nullable String runKey, List<String> tables, boolean finishOnly) {
    BackupPlan {
        tables = List.copyOf(tables);
    }

    boolean includes(String table) {
        return tables.isEmpty() || tables.contains(table);
    }

    /** Whether an export of this plan's date was started by an earlier delivery of the same trigger. */
    boolean isOfThisRun(TableExport export) {
        return runKey != null && runKey.equals(export.runKey());
    }
}
