package io.ddbvault.core.drill;

import io.ddbvault.core.restore.RestoreRequest;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a drill is asked to do.
 *
 * @param date the backup's date; null for the latest that has a completed export of the table
 * @param table the backed up table; it is read for its keys alone, and need not exist any more
 * @param maxWorkers calls that write that may be on their way at a time, as in {@link RestoreRequest}
 * @param maxWriteUnits the most write units a second that the restore may consume, 1 and more; null for no limit
 * @param keepTable leaves the scratch table there, to be looked at
 */
public record DrillRequest(
        @Nullable LocalDate date,
        String table,
        int maxWorkers,
        @Nullable Integer maxWriteUnits,
        boolean keepTable) {
    /** A drill of a table's latest backup. */
    public static DrillRequest ofLatest(String table) {
        return new DrillRequest(null, table, RestoreRequest.DEFAULT_WORKERS, null, false);
    }
}
