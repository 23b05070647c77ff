package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchQueueTest {
    private static final Stop RUNNING = Stop.onRequest(() -> Instant.EPOCH);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void endsWhenEveryReaderHasEndedAndAllIsTaken() throws Exception {
        BatchQueue queue = queue(1000, 2, RUNNING);
        Portion batch = batch(10);
        assertThat(queue.put(batch)).isTrue();
        queue.readerEnded();
        queue.readerEnded();

        assertThat(queue.take(() -> false)).isSameAs(batch);
        assertThat(queue.take(() -> false)).isNull();
    }

    @Test
    void whatIsTakenAndNotDoneStillCountsAgainstTheBound() throws Exception {
        BatchQueue queue = queue(100, 1, RUNNING);
        Portion first = batch(60);
        queue.put(first);
        assertThat(queue.take(() -> false)).isSameAs(first);
        queue.put(batch(40));
        Thread reader = waiting(() -> queue.put(batch(41)));

        assertThat(queue.take(() -> false)).isNotNull();
        assertThat(reader.isAlive()).isTrue();

        queue.done(first);
        reader.join();
        assertThat(queue.take(() -> false)).isNotNull();
    }

    @Test
    void aBatchLargerThanTheBoundPassesAlone() throws Exception {
        BatchQueue queue = queue(10, 1, RUNNING);

        assertThat(queue.put(batch(5000))).isTrue();
    }

    @Test
    void closingFreesAWaitingReaderAndTellsIt() throws Exception {
        BatchQueue queue = queue(10, 1, RUNNING);
        queue.put(batch(10));
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return queue.put(batch(10));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);

        queue.close();

        assertThat(waiting.join()).isFalse();
        assertThat(queue.take(() -> false)).isNull();
    }

    @Test
    void aWriterThatWaitsForASlowReaderNoticesTheStop() throws Exception {
        Stop stop = Stop.onRequest(() -> Instant.EPOCH);
        BatchQueue queue = queue(10, 1, stop);
        CompletableFuture<Boolean> writer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return queue.take(() -> false) == null;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);

        stop.request("the test's stop");

        assertThat(writer.join()).isTrue();
        assertThat(queue.put(batch(1))).isFalse();
    }

    @Test
    void aReaderThatFoundTooManyWaitingGoesOnOnceHalfOfThemAreGone() throws Exception {
        BatchQueue queue = new BatchQueue(bytes(1000), 4, 1, RUNNING, () -> {});
        for (int i = 0; i < 4; i++) {
            queue.put(batch(1));
        }
        Thread reader = waiting(() -> queue.put(batch(7)));

        for (int i = 0; i < 2; i++) {
            queue.take(() -> false);
            assertThat(reader.isAlive()).isTrue();
        }
        queue.take(() -> false);
        reader.join();

        assertThat(queue.take(() -> false))
                .isNotNull()
                .extracting(Portion::byteCount)
                .isEqualTo(1L);
        assertThat(queue.take(() -> false))
                .isNotNull()
                .extracting(Portion::byteCount)
                .isEqualTo(7L);
    }

    @Test
    void aBatchThatNoWriterWaitsForIsTold() throws Exception {
        AtomicLong unattended = new AtomicLong();
        BatchQueue queue = new BatchQueue(bytes(1000), 16, 1, RUNNING, unattended::incrementAndGet);
        Thread writer = waiting(() -> queue.take(() -> false) != null);

        queue.put(batch(1));
        writer.join();
        assertThat(unattended).hasValue(0);

        queue.put(batch(1));
        queue.put(batch(1));
        assertThat(unattended).hasValue(2);
    }

    @Test
    void manyWritersGetEveryBatchOnceAndTheEndWakesThemAll() throws Exception {
        BatchQueue queue = queue(1000, 1, RUNNING);
        AtomicLong taken = new AtomicLong();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            writers.add(waiting(() -> {
                Portion batch = queue.take(() -> false);
                while (batch != null) {
                    taken.addAndGet(batch.byteCount());
                    queue.done(batch);
                    batch = queue.take(() -> false);
                }
                return true;
            }));
        }

        for (int i = 1; i <= 500; i++) {
            queue.put(batch(i));
        }
        queue.readerEnded();
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(taken).hasValue(500 * 501 / 2);
    }

    @Test
    void whatTablesShareIsNeverExceededAndIsAllThereAgainInTheEnd() throws Exception {
        SharedAmount shared = new SharedAmount(20, 60);
        AtomicLong most = new AtomicLong();
        AtomicLong now = new AtomicLong();
        List<Thread> readers = new ArrayList<>();
        List<Thread> writers = new ArrayList<>();
        for (int table = 0; table < 3; table++) {
            BatchQueue queue = new BatchQueue(shared.part(), 8, 1, RUNNING, () -> {});
            readers.add(thread(() -> {
                for (int i = 0; i < 300; i++) {
                    Portion batch = batch(1 + i % 20);
                    queue.put(batch);
                    most.accumulateAndGet(now.addAndGet(batch.byteCount()), Math::max);
                }
                queue.readerEnded();
                return true;
            }));
            writers.add(thread(() -> {
                Portion batch = queue.take(() -> false);
                while (batch != null) {
                    now.addAndGet(-batch.byteCount());
                    queue.done(batch);
                    batch = queue.take(() -> false);
                }
                return true;
            }));
        }
        for (Thread thread : readers) {
            thread.join();
        }
        for (Thread thread : writers) {
            thread.join();
        }

        assertThat(most.get()).isLessThanOrEqualTo(3 * 20 + 60);
        assertThat(now).hasValue(0);
        SharedAmount.Part alone = shared.part();
        assertThat(alone.take(81)).isFalse();
        assertThat(alone.take(80)).isTrue();
    }

    @Test
    void aWriterThatIsSurplusEndsAfterAWhileWithoutABatchAndNoOther() throws Exception {
        BatchQueue queue = queue(1000, 1, RUNNING);
        Thread needed = waiting(() -> queue.take(() -> false) != null);

        assertThat(queue.take(() -> true)).isNull();

        assertThat(needed.isAlive()).isTrue();
        queue.put(batch(1));
        needed.join();
        queue.put(batch(2));
        assertThat(queue.take(() -> true)).isNotNull();
    }

    private interface Work {
        boolean run() throws InterruptedException;
    }

    private static Thread thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                assertThat(work.run()).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The thread waits in the queue when this returns. */
    private static Thread waiting(Work work) {
        Thread thread = thread(work);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private static BatchQueue queue(long maxBytes, int readers, Stop stop) {
        return new BatchQueue(bytes(maxBytes), 1000, readers, stop, () -> {});
    }

    private static SharedAmount.Part bytes(long most) {
        return new SharedAmount(most, 0).part();
    }

    /** Of lines that are no items: these take just their bytes. */
    private static Portion batch(int bytes) {
        return new Portion(
                null, 1, 1, null, List.of(new UnreadableLine(new Place("file", 1), "no item", new byte[bytes])));
    }
}
