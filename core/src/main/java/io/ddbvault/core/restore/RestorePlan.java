package io.ddbvault.core.restore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What will be done.
 *
 * @param tables in the order in which they are restored
 * @param clear delete what the tables hold before writing
 * @param clearMode when
 * @param readers threads that read data files
 * @param scanSegments threads that read what a table holds, to delete it
 * @param workers threads that write
 * @param queueBytes item bytes that may wait or be on their way at any time
 * @param maxWriteUnits the most write units a second that a table may cost; null for no limit
 */
record RestorePlan(
        List<ValidatedTable> tables,
        boolean clear,
        ClearMode clearMode,
        int readers,
        int scanSegments,
        int workers,
        long queueBytes,
        @Nullable Integer maxWriteUnits) {
    RestorePlan {
        tables = List.copyOf(tables);
    }
}
