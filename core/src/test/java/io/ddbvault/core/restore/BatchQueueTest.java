package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import java.time.Instant;
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
        BatchQueue queue = new BatchQueue(1000, 2, RUNNING);
        Portion batch = batch(10);
        assertThat(queue.put(batch)).isTrue();
        queue.readerEnded();
        queue.readerEnded();

        assertThat(queue.take()).isSameAs(batch);
        assertThat(queue.take()).isNull();
    }

    @Test
    void whatIsTakenAndNotDoneStillCountsAgainstTheBound() throws Exception {
        BatchQueue queue = new BatchQueue(600, 1, RUNNING);
        AtomicLong bytes = new AtomicLong();
        AtomicLong most = new AtomicLong();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < 200; i++) {
                            Portion batch = batch(1 + i % 60);
                            queue.put(batch);
                            most.accumulateAndGet(bytes.addAndGet(batch.byteCount()), Math::max);
                        }
                        queue.readerEnded();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        int taken = 0;
        Portion batch = queue.take();
        while (batch != null) {
            taken++;
            bytes.addAndGet(-batch.byteCount());
            queue.done(batch);
            batch = queue.take();
        }
        reader.join();

        assertThat(taken).isEqualTo(200);
        assertThat(most.get()).isBetween(300L, 600L);
    }

    @Test
    void aBatchLargerThanTheBoundPassesAlone() throws Exception {
        BatchQueue queue = new BatchQueue(10, 1, RUNNING);

        assertThat(queue.put(batch(5000))).isTrue();
    }

    @Test
    void closingFreesAWaitingReaderAndTellsIt() throws Exception {
        BatchQueue queue = new BatchQueue(10, 1, RUNNING);
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
        assertThat(queue.take()).isNull();
    }

    @Test
    void aWriterThatWaitsForASlowReaderNoticesTheStop() throws Exception {
        Stop stop = Stop.onRequest(() -> Instant.EPOCH);
        BatchQueue queue = new BatchQueue(10, 1, stop);
        CompletableFuture<Boolean> writer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return queue.take() == null;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);

        stop.request("the test's stop");

        assertThat(writer.join()).isTrue();
        assertThat(queue.put(batch(1))).isFalse();
    }

    private static Portion batch(int bytes) {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", WriteBatch.Operation.PUT);
        builder.add(new byte[bytes], 0, bytes, new Place("file", 1));
        return Portion.keys(builder.build());
    }
}
