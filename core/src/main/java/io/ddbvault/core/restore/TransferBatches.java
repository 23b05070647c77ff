package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.WritePace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves portions from their sources to DynamoDB: readers and writers run side by side, with a queue between them. Ends
 * when all is stored, when stopped, or at the first failure that no retry mends; always with the exact counts in the
 * ledger, because every thread enters what it did, whatever made it end.
 */
final class TransferBatches {
    private static final Logger LOG = LoggerFactory.getLogger(TransferBatches.class);
    /** How often the waiting thread looks whether a lock is to be renewed, while all the others may hang in a call. */
    private static final long BEAT_MILLIS = 500;

    private final StoreBatch storeBatch;
    private final WritePace pace;

    /** @param pace of all the writes to the table */
    TransferBatches(StoreBatch storeBatch, WritePace pace) {
        this.storeBatch = storeBatch;
        this.pace = pace;
    }

    /**
     * @param sources each read by a thread of its own
     * @param workers threads that write
     * @param queueBytes bound of what is on its way
     * @param progress hears of each portion's part, from the writing threads
     */
    void transfer(
            List<? extends BatchSource> sources,
            int workers,
            long queueBytes,
            Ledger ledger,
            Heartbeat heartbeat,
            Stop stop,
            Consumer<WriteTally> progress) {
        BatchQueue queue = new BatchQueue(queueBytes, sources.size(), stop);
        ExecutorService threads = Executors.newFixedThreadPool(sources.size() + workers);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (BatchSource source : sources) {
                parts.add(threads.submit(() -> read(source, queue, ledger)));
            }
            for (int i = 0; i < workers; i++) {
                parts.add(threads.submit(() -> write(queue, ledger, heartbeat, stop, progress)));
            }
            for (Future<?> part : parts) {
                await(part, queue, ledger, heartbeat);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the transfer's threads", e);
        } finally {
            queue.close();
            threads.shutdownNow();
        }
    }

    private static void await(Future<?> part, BatchQueue queue, Ledger ledger, Heartbeat heartbeat)
            throws InterruptedException {
        while (true) {
            try {
                part.get(BEAT_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                beat(queue, ledger, heartbeat);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a transfer thread failed outside its own guard", e);
            }
        }
    }

    private static void beat(BatchQueue queue, Ledger ledger, Heartbeat heartbeat) {
        if (queue.isClosed()) {
            return;
        }
        try {
            heartbeat.beat();
        } catch (DdbvaultException e) {
            queue.close();
            ledger.fault(e.text());
        } catch (RuntimeException e) {
            queue.close();
            ledger.fault(defect("keeping the checkpoint", e));
        }
    }

    private static void read(BatchSource source, BatchQueue queue, Ledger ledger) {
        try {
            source.readInto(queue);
        } catch (DdbvaultException e) {
            queue.close();
            ledger.fault(e.text());
        } catch (InterruptedException | RuntimeException | Error e) {
            queue.close();
            ledger.fault(defect("reading", e));
        } finally {
            queue.readerEnded();
        }
    }

    private void write(BatchQueue queue, Ledger ledger, Heartbeat heartbeat, Stop stop, Consumer<WriteTally> progress) {
        try {
            Portion portion = queue.take();
            while (portion != null) {
                StoreBatch.Result result = portion.batch() == null
                        ? StoreBatch.Result.NOTHING
                        : storeBatch.store(portion.batch(), pace, stop);
                queue.done(portion);
                ledger.enter(portion, result);
                progress.accept(result.tally());
                DdbvaultException failure = result.failure();
                if (failure != null) {
                    queue.close();
                    ledger.fault(failure.text());
                    return;
                }
                beat(queue, ledger, heartbeat);
                portion = queue.take();
            }
        } catch (DdbvaultException e) {
            queue.close();
            ledger.fault(e.text());
        } catch (InterruptedException | RuntimeException | Error e) {
            queue.close();
            ledger.fault(defect("writing", e));
        }
    }

    private static String defect(String doing, Throwable e) {
        LOG.error("Unexpected failure while {}", doing, e);
        return "an unexpected failure while %s: %s; this is a defect of ddbvault".formatted(doing, e);
    }
}
