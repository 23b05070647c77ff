package io.ddbvault.core.restore;

import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.WriteBatch;
import java.util.List;

/**
 * Fits the work to the memory and the cores that there are. Pure.
 *
 * <p>Half the heap is for the data on its way. A reader may hold a line of the greatest length, the item copied out of
 * it and the batch it goes into; a writer holds a batch of {@link WriteBatch#MAX_BYTES}, and its request twice (as we
 * build it and in the client). What is left waits in the queue.
 */
final class PlanRestore {
    private static final long READER_BYTES = 3L * ReadLines.MAX_LINE_BYTES;
    private static final long WRITER_BYTES = 3L * WriteBatch.MAX_BYTES;
    private static final int MOST_READERS = 4;

    private final long heapBytes;
    private final int cores;

    PlanRestore(long heapBytes, int cores) {
        this.heapBytes = heapBytes;
        this.cores = cores;
    }

    RestorePlan plan(ValidatedBackup backup, RestoreRequest request, List<String> warnings) {
        long budget = heapBytes / 2;
        int readers = (int) Math.max(1, Math.min(Math.min(cores, MOST_READERS), budget / 2 / READER_BYTES));
        long left = Math.max(WRITER_BYTES, budget - readers * READER_BYTES);
        int workers = (int) Math.max(1, Math.min(request.maxWorkers(), left / WRITER_BYTES));
        if (workers < request.maxWorkers()) {
            warnings.add("max_workers is lowered from %d to %d: the heap of %d MiB holds no more batches at a time."
                    .formatted(request.maxWorkers(), workers, heapBytes >> 20));
        }
        List<ValidatedTable> tables = backup.order().stream()
                .filter(backup.valid()::containsKey)
                .map(backup.valid()::get)
                .toList();
        // A page of a scan takes some MB on its way, less than a reader; and a scan waits more than it works.
        int scanSegments = Math.max(1, Math.min(workers, 2 * readers));
        return new RestorePlan(
                tables,
                request.clearExistingData(),
                request.clearMode(),
                readers,
                scanSegments,
                workers,
                Math.max(left / 3, 1),
                request.maxWriteUnits());
    }
}
