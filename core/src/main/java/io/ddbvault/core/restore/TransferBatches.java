package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.WritePace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves batches from their sources to DynamoDB: readers and writers run side by side, with a queue between them. Ends
 * when all is stored, when stopped, or at the first failure that no retry mends; always with the exact counts, because
 * every thread hands in its own, whatever made it end.
 */
final class TransferBatches {
    private static final Logger LOG = LoggerFactory.getLogger(TransferBatches.class);

    private final StoreBatch storeBatch;

    TransferBatches(StoreBatch storeBatch) {
        this.storeBatch = storeBatch;
    }

    /**
     * @param sources each read by a thread of its own
     * @param workers threads that write
     * @param queueBytes bound of what is on its way
     * @param pace of all the writes to the table
     * @param progress hears of each batch's part, from the writing threads
     */
    WriteTally transfer(
            List<? extends BatchSource> sources,
            int workers,
            long queueBytes,
            WritePace pace,
            Stop stop,
            Consumer<WriteTally> progress) {
        BatchQueue queue = new BatchQueue(queueBytes, sources.size(), stop);
        ExecutorService threads = Executors.newFixedThreadPool(sources.size() + workers);
        try {
            List<Future<WriteTally>> parts = new ArrayList<>();
            for (BatchSource source : sources) {
                parts.add(threads.submit(() -> read(source, queue)));
            }
            for (int i = 0; i < workers; i++) {
                parts.add(threads.submit((Callable<WriteTally>) () -> write(queue, pace, stop, progress)));
            }
            WriteTally total = WriteTally.EMPTY;
            for (Future<WriteTally> part : parts) {
                total = total.add(part.get());
            }
            return total;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a transfer thread failed outside its own guard", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the transfer's threads", e);
        } finally {
            queue.close();
            threads.shutdownNow();
        }
    }

    private static WriteTally read(BatchSource source, BatchQueue queue) {
        try {
            return source.readInto(queue);
        } catch (DdbvaultException e) {
            queue.close();
            return WriteTally.fault(e.text());
        } catch (InterruptedException | RuntimeException | Error e) {
            queue.close();
            return defect("reading", e);
        } finally {
            queue.readerEnded();
        }
    }

    private WriteTally write(BatchQueue queue, WritePace pace, Stop stop, Consumer<WriteTally> progress) {
        WriteTally tally = WriteTally.EMPTY;
        try {
            WriteBatch batch = queue.take();
            while (batch != null) {
                StoreBatch.Result result = storeBatch.store(batch, pace, stop);
                queue.done(batch);
                tally = tally.add(result.tally());
                progress.accept(result.tally());
                DdbvaultException failure = result.failure();
                if (failure != null) {
                    queue.close();
                    return tally.add(WriteTally.fault(failure.text()));
                }
                batch = queue.take();
            }
            return tally;
        } catch (InterruptedException | RuntimeException | Error e) {
            queue.close();
            return tally.add(defect("writing", e));
        }
    }

    private static WriteTally defect(String doing, Throwable e) {
        LOG.error("Unexpected failure while {}", doing, e);
        return WriteTally.fault("an unexpected failure while %s: %s; this is a defect of ddbvault".formatted(doing, e));
    }
}
