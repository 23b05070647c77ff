package io.ddbvault.core.restore;

import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.WriteBatch;
import java.util.List;

/**
 * Fits the work to the memory and the cores that there are. Pure.
 *
 * <p>Half the heap is for the data on its way, a quarter for keys, the rest for all else. Of that half, with lines of
 * {@link ReadLines#MAX_LINE_BYTES}, 16 MiB:
 *
 * <ul>
 *   <li>A reader holds its line buffer, and the line's copy in the batch that it builds or waits to hand over: 2 × 16 MiB.
 *       While the buffer still grows, it holds the old one of 8 and the new one of 16, which is less. A batch of ordinary
 *       items and lines that are no items, {@link WriteBatch#MAX_BYTES} each, may lie beside them: {@link #READER_BYTES},
 *       34 MiB.
 *   <li>Batches that wait or are on their way count until they are done, however many workers send them, and a batch's
 *       array is also its request's body. Each table has room for one of the largest: {@link #TABLE_BYTES}, 16 MiB.
 *   <li>A worker that compares its batch with the table holds what the table has under the same keys, as the SDK reads it
 *       and as JSON, of items about as large as the backup's: {@link #COMPARE_BYTES}, 4 MiB.
 *   <li>A worker has beside its batch a stack, a connection's buffers and what a client makes for a request:
 *       {@link #WORKER_BYTES}, 64 KiB.
 * </ul>
 *
 * So the first table takes 50 MiB. Then come the workers that were asked for, then further tables at 50 MiB each, then
 * further readers. What is left is room for more batches, twice {@link WriteBatch#MAX_BYTES} for each worker at the most.
 * With 128 MiB of heap that is one reader and 32 workers, with some 12 MiB left over, also where the JVM counts one of its
 * spaces less and gives 124. A smaller heap gets one reader and one worker; the largest lines may not fit into it.
 */
final class PlanRestore {
    static final long READER_BYTES = 2L * ReadLines.MAX_LINE_BYTES + 2L * WriteBatch.MAX_BYTES;
    static final long TABLE_BYTES = ReadLines.MAX_LINE_BYTES;
    static final long WORKER_BYTES = 64L << 10;
    static final long COMPARE_BYTES = 4L << 20;
    private static final int MOST_TABLES = 4;
    private static final int MOST_READERS = 4;

    private final long heapBytes;
    private final int cores;

    PlanRestore(long heapBytes, int cores) {
        this.heapBytes = heapBytes;
        this.cores = cores;
    }

    RestorePlan plan(ValidatedBackup backup, RestoreRequest request, List<String> warnings) {
        List<ValidatedTable> tables = backup.inOrder();
        long left = Math.max(0, heapBytes / 2 - READER_BYTES - TABLE_BYTES);
        long workerBytes = WORKER_BYTES + (request.writeMode() == WriteMode.CHANGED ? COMPARE_BYTES : 0);
        int workers = (int) Math.max(1, Math.min(request.maxWorkers(), left / workerBytes));
        if (workers < request.maxWorkers()) {
            warnings.add("max_workers is lowered from %d to %d: the heap of %d MiB holds no more."
                    .formatted(request.maxWorkers(), workers, heapBytes >> 20));
        }
        left = Math.max(0, left - workers * workerBytes);
        // Fewer workers than tables would only take turns.
        long mostTables = Math.min(MOST_TABLES, Math.min(tables.size(), workers));
        int tablesAtATime = (int) Math.max(1, Math.min(mostTables, 1 + left / (READER_BYTES + TABLE_BYTES)));
        left -= (tablesAtATime - 1) * (READER_BYTES + TABLE_BYTES);
        int mostReaders = Math.min(cores, MOST_READERS) / tablesAtATime;
        int readers = (int) Math.max(1, Math.min(mostReaders, 1 + left / (tablesAtATime * READER_BYTES)));
        left -= (readers - 1L) * tablesAtATime * READER_BYTES;
        // A page of a scan takes some MB on its way, less than a reader; and a scan waits more than it works.
        int scanSegments = Math.min(workers, 2 * readers);
        return new RestorePlan(
                tables,
                tablesAtATime,
                request.clearExistingData(),
                request.clearMode(),
                readers,
                scanSegments,
                workers,
                TABLE_BYTES,
                Math.min(left, 2L * workers * WriteBatch.MAX_BYTES),
                request.maxWriteUnits(),
                request.writeMode());
    }
}
