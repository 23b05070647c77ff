package io.ddbvault.core.restore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A restore whose tables are checked and locked, and whose units anyone may do now; or one that has ended already.
 *
 * @param restoreId the restore
 * @param attempt at it, which its units name
 * @param tables that are to be restored, each until {@link Restore#report}
 * @param warnings what a user should know
 * @param report of a restore in which there is nothing to do: a dry run, or no table that may be written; else null
 */
public record Prepared(
        String restoreId,
        int attempt,
        List<PreparedTable> tables,
        List<String> warnings,
        @Nullable RestoreReport report) {
    public Prepared {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    /**
     * @param table the table that was backed up
     * @param phase {@link TablePhase#CLEARING} or {@link TablePhase#WRITING}
     * @param segments to clear, 0 where nothing is
     * @param manifestFilesKey the object of the export that lists its data files, one JSON object a line
     * @param dataFiles how many
     * @param expectedItems in them
     * @param atATime units that are to be done at a time, at most
     * @param maxWriteUnits a unit's share of the ceiling, in write units a second; null for none
     */
    public record PreparedTable(
            String table,
            TablePhase phase,
            int segments,
            String manifestFilesKey,
            int dataFiles,
            long expectedItems,
            int atATime,
            @Nullable Integer maxWriteUnits) {}
}
