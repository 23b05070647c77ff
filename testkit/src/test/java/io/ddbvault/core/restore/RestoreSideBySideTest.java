package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MeasuredItemWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of one request are restored several at a time, and none of them notices the others. */
@Timeout(60)
class RestoreSideBySideTest {
    private static final String ID = "20250722T030000Z-00000001";
    private static final String OTHER = "20250722T040000Z-00000002";
    private static final String STATE = "native-exports/_state/";
    private static final RestoreRequest CLEARING = new RestoreRequest(null, null, false, true, 4);

    private final InMemoryRestore memory = new InMemoryRestore();

    @BeforeEach
    void aMachineForFourTablesAtATime() {
        memory.heapBytes = 1L << 30;
        memory.cores = 2;
    }

    @Test
    void atMostFourTablesAreRestoredAtATimeAndTheReportHasTheRequestsOrder() {
        String[] names = IntStream.range(0, 11).mapToObj(i -> "table-" + i).toArray(String[]::new);
        memory.backUp(names);
        List<ProgressEvent> events = new CopyOnWriteArrayList<>();
        memory.listener = events::add;
        Set<String> atWork = ConcurrentHashMap.newKeySet();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);

        RestoreReport report = memory.run(new RestoreRequest(null, null, false, true, 16), ID, batch -> {
            if (atWork.add(batch.table())) {
                four.countDown();
            }
            await(four);
            most.accumulateAndGet(
                    (int) atWork.stream()
                            .filter(name -> !hasEnded(events, name))
                            .count(),
                    Math::max);
            return memory.writer.write(batch);
        });

        assertThat(report.results()).extracting(TableResult::table).containsExactly(names);
        assertAllRestored(report);
        assertThat(most).hasValue(4);
        for (String name : names) {
            assertThat(events.stream()
                            .map(event -> phase(event, name))
                            .filter(phase -> !phase.isEmpty())
                            .toList())
                    .containsExactly("CLEAR 40", "ended 40", "WRITE 131", "ended 131");
        }
    }

    private static String phase(ProgressEvent event, String table) {
        if (event instanceof PhaseStarted started
                && started.table().equals(table)
                && started.phase() != Phase.VALIDATE) {
            return started.phase() + " " + started.expectedItems();
        }
        return event instanceof PhaseEnded ended && ended.table().equals(table) ? "ended " + ended.items() : "";
    }

    private static boolean hasEnded(List<ProgressEvent> events, String table) {
        return events.stream()
                .anyMatch(event -> event instanceof PhaseEnded ended
                        && ended.phase() == Phase.WRITE
                        && ended.table().equals(table));
    }

    @Test
    void aTableThatIsThrottledForHoursHoldsUpNoOther() {
        memory.backUp("slow", "one", "two", "three", "four", "five");
        Set<String> written = ConcurrentHashMap.newKeySet();
        memory.listener = event -> {
            if (event instanceof PhaseEnded ended && ended.phase() == Phase.WRITE) {
                written.add(ended.table());
            }
        };

        RestoreReport report = memory.run(
                CLEARING,
                ID,
                batch -> batch.table().equals("slow") && written.size() < 5
                        ? new ItemWriter.Throttled("slow down")
                        : memory.writer.write(batch));

        assertAllRestored(report);
    }

    @Test
    void aCallThatHangsKeepsTheLocksOfNoTableFromBeingRenewed() {
        memory.backUp("one", "two");
        AtomicBoolean advanced = new AtomicBoolean();
        AtomicBoolean renewed = new AtomicBoolean();

        RestoreReport report = memory.run(new RestoreRequest(null, null, false, false, 2), ID, batch -> {
            if (advanced.compareAndSet(false, true)) {
                memory.clock.advance(Duration.ofSeconds(25));
            }
            waitUntil(() -> {
                if (List.of("one", "two").stream()
                        .allMatch(table -> memory.store.text(lock(table)).contains("2025-07-22T03:02:25Z"))) {
                    renewed.set(true);
                }
                return renewed.get();
            });
            return memory.writer.write(batch);
        });

        assertThat(renewed).isTrue();
        assertThat(report.results()).extracting(TableResult::status).containsOnly(TableStatus.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCESS_DENIED", "TABLE_NOT_FOUND"})
    void whatEndsOneTableTouchesNoOther(ErrorCode code) {
        assertOnlyTheFirstFails(
                batch -> {
                    throw new DdbvaultException(code, "It is not allowed.");
                },
                "It is not allowed.");
    }

    @Test
    void anErrorOfTheMachineInOneTablesThreadTouchesNoOther() {
        assertOnlyTheFirstFails(
                batch -> {
                    throw new StackOverflowError("too deep");
                },
                "An unexpected failure while writing: java.lang.StackOverflowError: too deep");
    }

    @Test
    void aLockThatIsLostEndsItsTableAlone() {
        AtomicBoolean stolen = new AtomicBoolean();
        assertOnlyTheFirstFails(
                batch -> {
                    if (stolen.compareAndSet(false, true)) {
                        memory.store.put(lock("bad"), memory.store.text(lock("bad")) + " ");
                        memory.clock.advance(Duration.ofSeconds(80));
                    }
                    return memory.writer.write(batch);
                },
                "The lock on bad was taken over or removed");
    }

    private void assertOnlyTheFirstFails(ItemWriter ofTheFirst, String why) {
        memory.backUp("bad", "one", "two", "three", "four", "five");

        RestoreReport report = memory.run(
                CLEARING,
                ID,
                batch -> batch.table().equals("bad") ? ofTheFirst.write(batch) : memory.writer.write(batch));

        TableResult bad = report.results().get(0);
        assertThat(bad.table()).isEqualTo("bad");
        assertThat(bad.status()).isEqualTo(TableStatus.FAILED);
        assertThat(bad.error()).contains(why);
        assertThat(memory.tables.items("bad")).hasSize((int) (40 - bad.itemsCleared()));
        assertRestored(report.results().subList(1, 6));
    }

    @Test
    void rejectsThatCannotBeStoredKeepNoOtherTableFromStoringHowFarItIs() {
        memory.backUp("one", "two");
        memory.tables.create("bad", InMemoryRestore.ID);
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        List<String> lines = new ArrayList<>(List.of("no item"));
        InMemoryRestore.items().forEach(item -> lines.add("{\"Item\":%s}".formatted(item)));
        backup.table("bad", List.of(lines));
        List<List<String>> files = new ArrayList<>();
        files.add(
                InMemoryRestore.items().stream().map("{\"Item\":%s}"::formatted).toList());
        backup.table("one", files);
        backup.table("two", files);
        for (int entry = 0; entry < 3; entry++) {
            backup.entry(entry).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        }
        backup.objects().forEach(memory.store::put);
        memory.store
                .faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT, STATE + "restores/" + ID + "/rejects/bad/0001-00001.jsonl")
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3:PutObject is denied."))
                .times(1000);
        CountDownLatch rejected = new CountDownLatch(1);
        CountDownLatch othersWritten = new CountDownLatch(2);
        memory.listener = event -> {
            if (event instanceof Advanced advanced && advanced.table().equals("bad")) {
                rejected.countDown();
            } else if (event instanceof PhaseEnded ended
                    && ended.phase() == Phase.WRITE
                    && !ended.table().equals("bad")) {
                othersWritten.countDown();
            }
        };
        AtomicBoolean first = new AtomicBoolean(true);

        RestoreReport report = memory.run(new RestoreRequest(null, null, false, true, 16), ID, batch -> {
            if (!batch.table().equals("bad")) {
                await(rejected);
                // A checkpoint is due after every batch.
                memory.clock.advance(Duration.ofSeconds(11));
            } else if (!first.compareAndSet(true, false)) {
                // So it has rejects that are not stored, and is still at work.
                await(othersWritten);
            }
            return memory.writer.write(batch);
        });

        assertThat(report.results()).extracting(TableResult::table).containsExactly("bad", "one", "two");
        assertThat(report.results().get(0).status()).isNotEqualTo(TableStatus.COMPLETED);
        assertThat(report.results().get(0).itemsFailed()).isOne();
        assertThat(report.results().get(0).error()).contains("s3:PutObject is denied.");
        assertRestored(report.results().subList(1, 3));
    }

    @Test
    void aStopLeavesThoseAtWorkInProgressAndSkipsTheOthers() {
        memory.backUp("one", "two", "three");
        memory.heapBytes = 256L << 20;
        CountDownLatch two = new CountDownLatch(2);
        Set<String> atWork = ConcurrentHashMap.newKeySet();
        Stop stop = Stop.onRequest(memory.clock);

        RestoreReport stopped = memory.run(
                new RestoreRequest(null, null, false, true, 8),
                ID,
                batch -> {
                    if (atWork.add(batch.table())) {
                        two.countDown();
                    }
                    await(two);
                    stop.request("the deadline");
                    return memory.writer.write(batch);
                },
                stop);

        assertThat(stopped.restoreId()).isEqualTo(ID);
        assertThat(stopped.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.IN_PROGRESS, TableStatus.IN_PROGRESS, TableStatus.SKIPPED);
        assertThat(memory.tables.items("three")).hasSize(40);
        assertAllRestored(memory.run(RestoreRequest.goOnWith(ID), "unused"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void stoppedAgainAndAgainAllTablesEndWithTheirExactCounts(long seed) {
        Random random = new Random(seed);
        memory.backUp("one", "two", "three", "four", "five");
        boolean after = random.nextBoolean();
        RestoreRequest request = new RestoreRequest(null, null, false, true, 1 + random.nextInt(6))
                .toBuilder()
                        .clearMode(after ? ClearMode.AFTER : ClearMode.BEFORE)
                        .build();

        RestoreReport report = memory.runAndStopAfter(1 + random.nextInt(12), request, ID);
        for (int call = 0; report.restoreId() != null && call < 200; call++) {
            memory.clock.advance(Duration.ofMinutes(15));
            report = memory.runAndStopAfter(1 + random.nextInt(12), RestoreRequest.goOnWith(ID), ID);
        }

        assertAllRestored(report);
    }

    @Test
    void anInterruptStopsAllTablesAndTheirCountsAreExact() {
        memory.backUp("one", "two", "three");
        Thread running = Thread.currentThread();
        Stop stop = Stop.onRequest(memory.clock);

        RestoreReport report = memory.run(
                CLEARING,
                ID,
                batch -> {
                    running.interrupt();
                    waitUntil(stop::reached);
                    return memory.writer.write(batch);
                },
                stop);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.results())
                .allSatisfy(result ->
                        assertThat(memory.tables.items(result.table())).hasSize((int) (40 - result.itemsCleared())));
        assertThat(report.results()).extracting(TableResult::status).doesNotContain(TableStatus.COMPLETED);
        assertAllRestored(memory.run(RestoreRequest.goOnWith(ID), "unused"));
    }

    @Test
    void withAllOrNothingAndOneTableRefusedNoneIsTouched() {
        memory.backUp("one", "two", "three");
        memory.tables.delete("two");

        RestoreReport report =
                memory.run(CLEARING.toBuilder().allOrNothing(true).build(), ID);

        assertThat(report.results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.SKIPPED, TableStatus.FAILED, TableStatus.SKIPPED);
        assertThat(memory.writer.calls()).isZero();
    }

    @Test
    void anotherRestoreOfOneOfTheTablesIsRefusedThatTableAlone() {
        memory.backUp("one", "two", "three");
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch refused = new CountDownLatch(1);
        List<RestoreReport> others = new CopyOnWriteArrayList<>();

        RestoreReport report =
                memory.run(new RestoreRequest(null, List.of("one", "two"), false, true, 4), ID, batch -> {
                    if (first.compareAndSet(true, false)) {
                        others.add(memory.run(CLEARING, OTHER));
                        refused.countDown();
                    }
                    await(refused);
                    return memory.writer.write(batch);
                });

        assertAllRestored(report);
        assertThat(others.get(0).results())
                .extracting(TableResult::status)
                .containsExactly(TableStatus.FAILED, TableStatus.FAILED, TableStatus.COMPLETED);
    }

    @Test
    void keysOfSeveralTablesThatDoNotFitTogetherAreHeldOneAfterTheOther() {
        memory.backUp("one", "two", "three", "four");
        // The 128 MiB that are for keys hold 3.9 million; the tables say that each has 3.
        memory.heapBytes = 512L << 20;
        Set<String> noting = ConcurrentHashMap.newKeySet();
        AtomicInteger most = new AtomicInteger();
        memory.listener = event -> {
            if (event instanceof PhaseStarted started && started.phase() == Phase.NOTE) {
                noting.add(started.table());
                most.accumulateAndGet(noting.size(), Math::max);
            } else if (event instanceof PhaseEnded ended && ended.phase() == Phase.NOTE) {
                noting.remove(ended.table());
            }
        };

        RestoreReport report = memory.run(
                CLEARING.toBuilder().clearMode(ClearMode.AFTER).build(),
                ID,
                new DescribeMore(memory.tables, table -> 3_000_000, table -> {}),
                memory.writer);

        assertAllRestored(report);
        assertThat(most).hasValue(1);
    }

    @Test
    void aTableWithFarMoreKeysThanItIsDescribedWithIsNotedAnewWhenThereIsAllRoomForThem() {
        memory.backUp("holder", "big");
        IntStream.range(40, 25_000).forEach(i -> memory.tables.put("big", InMemoryRestore.item("live-" + i)));
        memory.heapBytes = 512L << 20;
        long room = memory.heapBytes / Restore.HEAP_PER_KEYS / KeySet.BYTES_PER_KEY;
        CountDownLatch crowdedOut = new CountDownLatch(1);
        List<String> noted = new CopyOnWriteArrayList<>();
        memory.listener = event -> {
            if (event instanceof PhaseEnded ended && ended.phase() == Phase.NOTE) {
                noted.add(ended.table());
                crowdedOut.countDown();
            }
        };
        DescribeMore described = new DescribeMore(
                memory.tables,
                // Beside the holder's, and the 10,000 that are always reckoned on top, there is room for 15,000 keys.
                table -> table.equals("holder") ? room - 25_000 : 0,
                table -> {
                    if (table.equals("holder")) {
                        await(crowdedOut);
                    }
                });

        RestoreReport report =
                memory.run(CLEARING.toBuilder().clearMode(ClearMode.AFTER).build(), ID, described, memory.writer);

        assertThat(noted).containsExactly("big", "holder", "big");
        assertThat(report.results()).extracting(TableResult::error).containsOnlyNulls();
        assertThat(report.results()).extracting(TableResult::itemsCleared).containsExactly(40L, 25_000L);
        for (String table : List.of("holder", "big")) {
            assertThat(memory.tables.texts(table)).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
        }
    }

    @Test
    void theCeilingHoldsForEachOfTheTables() {
        String[] names = {"one", "two", "three", "four"};
        memory.backUp(names);
        MeasuredItemWriter measured = new MeasuredItemWriter(memory.writer, memory.clock);

        RestoreReport report = memory.run(
                new RestoreRequest(null, null, false, true, 4)
                        .toBuilder().maxWriteUnits(10).build(),
                ID,
                measured);

        assertAllRestored(report);
        for (String name : names) {
            MeasuredItemWriter calls = measured.of(name);
            assertThat(calls.units()).isEqualTo(171);
            assertThat(calls.mostWithin(Duration.ofSeconds(10))).isLessThanOrEqualTo(1.05 * 10 * 10 + 1);
            assertThat(calls.duration()).isGreaterThan(Duration.ofSeconds(16));
        }
    }

    private void assertAllRestored(RestoreReport report) {
        assertThat(report.restoreId()).isNull();
        assertRestored(report.results());
    }

    private void assertRestored(List<TableResult> results) {
        for (TableResult result : results) {
            assertThat(result.error()).as(result.table()).isNull();
            assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
            assertThat(result.itemsWritten()).isEqualTo(131);
            assertThat(result.itemsCleared()).isEqualTo(40);
            assertThat(memory.tables.texts(result.table()))
                    .containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
        }
    }

    private static String lock(String table) {
        return STATE + "locks/eu-west-1/111122223333/" + table + ".json";
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void waitUntil(BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                throw new AssertionError("waited in vain");
            }
            Thread.onSpinWait();
        }
    }
}
