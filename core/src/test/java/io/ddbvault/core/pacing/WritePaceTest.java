package io.ddbvault.core.pacing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.pacing.WritePace.Sent;
import io.ddbvault.core.pacing.WritePace.Turn;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WritePaceTest {
    private static final ItemWriter ONE_UNIT_EACH = batch -> new Answered(List.of(), (double) batch.size());

    private static final CallSlots SLOTS = new CallSlots(1000);

    private final AtomicLong millis = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final Stop stop = Stop.onRequest(clock);

    @Test
    void aBatchGoesOutInPartsThatFollowEachOtherAtTheCeilingsRate() {
        WritePace pace = pace(5);
        WriteBatch rest = deletes(10);
        List<Integer> sizes = new ArrayList<>();
        while (rest != null) {
            Sent sent = write(pace, rest, ONE_UNIT_EACH);
            sizes.add(sent.batch().size());
            assertThat(sent.batch().place(0).line()).isEqualTo(sizes.size());
            assertThat(sent.outcome()).isEqualTo(new Answered(List.of(), 1.0));
            rest = sent.rest();
        }

        assertThat(sizes).hasSize(10).containsOnly(1);
        assertThat(millis.get() / 1000.0).as("9 intervals of 200 ms").isCloseTo(1.8, within(0.06));
    }

    @Test
    void withoutACeilingNothingIsCutAndNobodyWaits() {
        WritePace pace = pace(null);

        for (int i = 0; i < 100; i++) {
            Sent sent = write(pace, deletes(25), ONE_UNIT_EACH);
            assertThat(sent.batch().size()).isEqualTo(25);
            assertThat(sent.rest()).isNull();
        }

        assertThat(millis.get()).isZero();
    }

    @Test
    void whatOneItemCostsTooMuchIsWaitedFor() {
        WritePace pace = pace(100);

        write(pace, deletes(1), batch -> new Answered(List.of(), 400.0));
        write(pace, deletes(1), batch -> new Answered(List.of(), 400.0));
        write(pace, deletes(1), ONE_UNIT_EACH);

        assertThat(millis.get()).isBetween(7_900L, 8_100L);
    }

    @Test
    void timeInWhichNothingWasWrittenIsNotMadeUpFor() {
        WritePace pace = pace(100);
        for (int i = 0; i < 100; i++) {
            write(pace, deletes(1), ONE_UNIT_EACH);
        }
        long from = millis.addAndGet(60_000);

        for (int i = 0; i < 100; i++) {
            write(pace, deletes(1), ONE_UNIT_EACH);
        }

        assertThat(millis.get() - from).isBetween(900L, 1_000L);
    }

    @Test
    void aWaitEndsWithinATenthOfASecondWhenTheRunShallStop() {
        List<Duration> sleeps = new ArrayList<>();
        WritePace pace = new WritePace(
                1,
                clock,
                duration -> {
                    sleeps.add(duration);
                    millis.addAndGet(duration.toMillis());
                    stop.request("SIGTERM");
                },
                SLOTS);
        write(pace, deletes(1), batch -> new Answered(List.of(), 1000.0));

        assertThat(pace.await(deletes(1), stop)).isNull();

        assertThat(sleeps).containsExactly(Duration.ofMillis(100));
    }

    @Test
    void aWaitEndsAtTheDeadline() {
        Stop deadline = new Stop(clock, Instant.ofEpochMilli(12_345));
        WritePace pace = pace(1);
        write(pace, deletes(1), batch -> new Answered(List.of(), 1000.0));

        assertThat(pace.await(deletes(1), deadline)).isNull();

        assertThat(millis.get()).isEqualTo(12_345);
    }

    @Test
    void anInterruptAsksTheRunToStopAndStaysSet() {
        WritePace pace = new WritePace(
                1,
                clock,
                duration -> {
                    throw new InterruptedException();
                },
                SLOTS);
        write(pace, deletes(1), batch -> new Answered(List.of(), 1000.0));

        assertThat(pace.await(deletes(1), stop)).isNull();

        assertThat(stop.reached()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aWriterThatFailsGivesItsPlaceBack() {
        WritePace pace = pace(1000);

        assertThatThrownBy(() -> write(pace, deletes(1), batch -> {
                    throw new IllegalStateException("boom");
                }))
                .hasMessage("boom");

        assertThat(write(pace, deletes(1), ONE_UNIT_EACH).outcome()).isEqualTo(new Answered(List.of(), 1.0));
    }

    @Test
    void whatIsNotKnownYetIsWaitedForBeforeAnythingElseIsSent() throws Exception {
        WritePace pace = pace(1000);
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch isSent = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = threads.submit(() -> write(pace, deletes(1), batch -> {
                isSent.countDown();
                awaitLatch(answer);
                order.add("first answered");
                return new Answered(List.of(), 1.0);
            }));
            isSent.await();
            Thread[] other = new Thread[1];
            CountDownLatch runs = new CountDownLatch(1);
            Future<?> second = threads.submit(() -> {
                other[0] = Thread.currentThread();
                runs.countDown();
                write(pace, deletes(1), batch -> {
                    order.add("second sent");
                    return new Answered(List.of(), 1.0);
                });
            });
            runs.await();
            while (other[0].getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            answer.countDown();
            first.get();
            second.get();
        } finally {
            threads.shutdownNow();
        }

        assertThat(order).containsExactly("first answered", "second sent");
    }

    @Test
    void manyThreadsAreAllServedAndTheCeilingHolds() throws Exception {
        WritePace pace = pace(1000);
        AtomicLong done = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(256);
        List<Future<Integer>> turns = new ArrayList<>();
        try {
            for (int thread = 0; thread < 256; thread++) {
                turns.add(threads.submit(() -> {
                    int mine = 0;
                    WriteBatch rest = deletes(25);
                    while (rest != null) {
                        Sent sent = write(pace, rest, ONE_UNIT_EACH);
                        done.addAndGet(sent.batch().size());
                        rest = sent.rest();
                        mine++;
                    }
                    return mine;
                }));
            }
            for (Future<Integer> turn : turns) {
                assertThat(turn.get()).isBetween(1, 25);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(done.get()).isEqualTo(256 * 25);
        assertThat(millis.get()).as("6.4 s at 1000 units a second").isBetween(6_200L, 8_000L);
    }

    @Test
    void aClockThatGoesBackDelaysNobody() {
        WritePace pace = pace(10);
        write(pace, deletes(1), ONE_UNIT_EACH);
        millis.addAndGet(-3_600_000);
        long from = millis.get();

        for (int i = 0; i < 10; i++) {
            write(pace, deletes(1), ONE_UNIT_EACH);
        }

        assertThat(millis.get() - from).isBetween(900L, 1_100L);
    }

    @Test
    void whoWaitsForThePaceOfATableKeepsNoSlotFromTheOthers() {
        CallSlots one = new CallSlots(1);
        WritePace other = new WritePace(null, clock, duration -> {}, one);
        List<Sent> meanwhile = new ArrayList<>();
        WritePace slow = new WritePace(
                1,
                clock,
                duration -> {
                    millis.addAndGet(duration.toMillis());
                    meanwhile.add(write(other, deletes(25), ONE_UNIT_EACH));
                },
                one);

        for (int i = 0; i < 3; i++) {
            write(slow, deletes(1), ONE_UNIT_EACH);
        }

        assertThat(meanwhile)
                .hasSizeBetween(20, 22)
                .allSatisfy(sent -> assertThat(sent.rest()).isNull());
    }

    @Test
    void noTurnIsGivenBeforeThereIsASlotSoThatNothingPilesUpBehindIt() throws Exception {
        CallSlots one = new CallSlots(1);
        WritePace other = new WritePace(null, clock, duration -> {}, one);
        WritePace pace = new WritePace(100, clock, duration -> millis.addAndGet(duration.toMillis()), one);
        Turn longCall = requireNonNull(other.await(deletes(1), stop));
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Long> sent = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> writes = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                writes.add(threads.submit(() -> write(pace, deletes(1), batch -> {
                    sent.add(millis.get());
                    return new Answered(List.of(), 1.0);
                })));
            }
            while (!pace.isAwaited()) {
                Thread.onSpinWait();
            }
            millis.addAndGet(60_000);
            other.write(longCall, ONE_UNIT_EACH);
            for (Future<?> write : writes) {
                write.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(sent).hasSize(50);
        assertThat(sent.get(0)).isEqualTo(60_000);
        assertThat(sent.get(49)).as("49 intervals of 10 ms, less the credit").isBetween(60_400L, 60_510L);
    }

    @Test
    void whoWaitsForASlotNoticesTheStop() {
        CallSlots one = new CallSlots(1);
        WritePace pace = new WritePace(null, clock, duration -> {}, one);
        assertThat(pace.await(deletes(1), stop)).isNotNull();

        stop.request("SIGTERM");

        assertThat(pace.await(deletes(1), stop)).isNull();
    }

    @Test
    void aCallThatFailsGivesItsSlotBack() {
        CallSlots one = new CallSlots(1);
        WritePace pace = new WritePace(null, clock, duration -> {}, one);
        assertThatThrownBy(() -> write(pace, deletes(1), batch -> {
                    throw new StackOverflowError("boom");
                }))
                .hasMessage("boom");

        assertThat(write(pace, deletes(1), ONE_UNIT_EACH).rest()).isNull();
    }

    private WritePace pace(@Nullable Integer maxWriteUnits) {
        return new WritePace(maxWriteUnits, clock, duration -> millis.addAndGet(duration.toMillis()), SLOTS);
    }

    private Sent write(WritePace pace, WriteBatch batch, ItemWriter writer) {
        Turn turn = requireNonNull(pace.await(batch, stop));
        return pace.write(turn, writer);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static WriteBatch deletes(int count) {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", Operation.DELETE);
        for (int i = 0; i < count; i++) {
            builder.add(new byte[30], 0, 30, new Place("file", i + 11 - count));
        }
        return builder.build();
    }
}
