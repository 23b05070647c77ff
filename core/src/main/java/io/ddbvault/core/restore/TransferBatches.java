package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.WritePace;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves portions from their sources to DynamoDB: readers and writers run side by side, with a queue between them. Ends
 * when all is stored, when stopped, or at the first failure that no retry mends; always with the exact counts in the
 * ledger, because every thread enters what it did, whatever made it end.
 *
 * <p>Writers are started as there is work for them: a batch that finds none idle starts one, as long as the table may
 * have more. So a small table has few, and where DynamoDB answers slowly there are as many as were asked for. What a
 * table has beyond its own share it gives back where they are idle.
 */
final class TransferBatches {
    private static final Logger LOG = LoggerFactory.getLogger(TransferBatches.class);
    /** How often the waiting thread looks whether a lock is to be renewed, while all the others may hang in a call. */
    private static final long BEAT_MILLIS = 500;

    private final StoreItems storeItems;
    private final WritePace pace;
    private final SharedWork shared;

    /**
     * @param pace of all the writes to the table
     * @param shared with the other tables of the run
     */
    TransferBatches(StoreItems storeItems, WritePace pace, SharedWork shared) {
        this.storeItems = storeItems;
        this.pace = pace;
        this.shared = shared;
    }

    /**
     * @param sources each read by a thread of its own
     * @param progress hears of each portion's part, from the writing threads
     */
    void transfer(
            List<? extends BatchSource> sources,
            Ledger ledger,
            Heartbeat heartbeat,
            Stop stop,
            Consumer<WriteTally> progress) {
        try (SharedAmount.Part writers = shared.writers().part();
                SharedAmount.Part bytes = shared.bytes().part()) {
            new Transfer(writers, bytes, sources.size(), ledger, heartbeat, stop, progress).run(sources);
        }
    }

    /** One transfer and its threads. */
    private final class Transfer {
        private final SharedAmount.Part writers;
        private final Ledger ledger;
        private final Heartbeat heartbeat;
        private final Stop stop;
        private final Consumer<WriteTally> progress;
        private final BatchQueue queue;
        private final ExecutorService threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        /** A writer is here before the reader that started it has ended. */
        private final Queue<Future<?>> running = new ConcurrentLinkedQueue<>();

        Transfer(
                SharedAmount.Part writers,
                SharedAmount.Part bytes,
                int readers,
                Ledger ledger,
                Heartbeat heartbeat,
                Stop stop,
                Consumer<WriteTally> progress) {
            this.writers = writers;
            this.ledger = ledger;
            this.heartbeat = heartbeat;
            this.stop = stop;
            this.progress = progress;
            this.queue = new BatchQueue(bytes, shared.mostWaiting(), readers, stop, this::startWriter);
        }

        void run(List<? extends BatchSource> sources) {
            try {
                for (BatchSource source : sources) {
                    running.add(threads.submit(() -> read(source)));
                }
                Future<?> part = running.poll();
                while (part != null) {
                    await(part);
                    part = running.poll();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the transfer's threads", e);
            } finally {
                queue.close();
                threads.shutdownNow();
            }
        }

        private void await(Future<?> part) throws InterruptedException {
            while (true) {
                try {
                    part.get(BEAT_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    beat();
                    startWriters();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a transfer thread failed outside its own guard", e);
                }
            }
        }

        private void beat() {
            if (queue.isClosed()) {
                return;
            }
            try {
                heartbeat.beat();
            } catch (DdbvaultException e) {
                end(e.text());
            } catch (RuntimeException e) {
                end(defect("keeping the checkpoint", e));
            }
        }

        private void read(BatchSource source) {
            try {
                source.readInto(queue);
            } catch (DdbvaultException e) {
                end(e.text());
            } catch (InterruptedException | RuntimeException | Error e) {
                end(defect("reading", e));
            } finally {
                queue.readerEnded();
            }
        }

        /** Other tables may have ended since, and the readers too, which else start them. */
        private void startWriters() {
            for (int batch = queue.unattended(); batch > 0; batch--) {
                startWriter();
            }
        }

        private void startWriter() {
            // Where threads wait for the table's pace, one more would wait too, and be missing elsewhere.
            boolean useful = writers.isOwn(1) || !pace.isAwaited();
            if (useful && writers.take(1)) {
                running.add(threads.submit(this::write));
            }
        }

        private void write() {
            try {
                Portion portion = queue.take(this::tooManyWriters);
                while (portion != null) {
                    StoreBatch.Result result = portion.batch() == null
                            ? StoreBatch.Result.NOTHING
                            : storeItems.store(portion.batch(), pace, stop);
                    queue.done(portion);
                    ledger.enter(portion, result);
                    progress.accept(result.tally().add(WriteTally.lines(portion.lines())));
                    DdbvaultException failure = result.failure();
                    if (failure != null) {
                        end(failure.text());
                        return;
                    }
                    beat();
                    portion = queue.take(this::tooManyWriters);
                }
            } catch (DdbvaultException e) {
                end(e.text());
            } catch (InterruptedException | RuntimeException | Error e) {
                end(defect("writing", e));
            } finally {
                writers.giveBack(1);
            }
        }

        /** An idle one that other tables may have use for. */
        private boolean tooManyWriters() {
            return !writers.isOwn(0);
        }

        private void end(String fault) {
            queue.close();
            ledger.fault(fault);
        }
    }

    private static String defect(String doing, Throwable e) {
        LOG.error("Unexpected failure while {}", doing, e);
        return "an unexpected failure while %s: %s; this is a defect of ddbvault".formatted(doing, e);
    }
}
