package io.ddbvault.core.restore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What will be done.
 *
 * @param tables in the order in which they are restored
 * @param tablesAtATime how many of them side by side, at least 1
 * @param clear delete what the tables hold before writing
 * @param clearMode when
 * @param readers threads of a table that read data files
 * @param scanSegments threads of a table that read what it holds, to delete it
 * @param workers calls that write, of all tables together, that may be on their way at any time
 * @param tableBytes item bytes of one table that may wait or be on their way at any time, in any case
 * @param sharedBytes those that all tables have together beyond that
 * @param maxWriteUnits the most write units a second that a table may cost; null for no limit
 * @param writeMode which of the backup's items are written
 */
record RestorePlan(
        List<ValidatedTable> tables,
        int tablesAtATime,
        boolean clear,
        ClearMode clearMode,
        int readers,
        int scanSegments,
        int workers,
        long tableBytes,
        long sharedBytes,
        @Nullable Integer maxWriteUnits,
        WriteMode writeMode) {
    RestorePlan {
        tables = List.copyOf(tables);
    }
}
