package io.ddbvault.core.restore;

import java.util.List;

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
 */
record RestorePlan(
        List<ValidatedTable> tables,
        boolean clear,
        ClearMode clearMode,
        int readers,
        int scanSegments,
        int workers,
        long queueBytes) {
    RestorePlan {
        tables = List.copyOf(tables);
    }
}
