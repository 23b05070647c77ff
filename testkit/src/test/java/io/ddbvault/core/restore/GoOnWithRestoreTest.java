package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore that stopped, or whose process died, goes on where it was; nothing is lost, and nothing is counted twice. */
class GoOnWithRestoreTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final String FIRST = "20250722T030000Z-00000001";
    private static final String SECOND = "20250722T040000Z-00000002";
    private static final String THIRD = "20250722T050000Z-00000003";
    private static final String STATE = "native-exports/_state/";
    private static final String CHECKPOINT = STATE + "restores/" + FIRST + "/checkpoint.json";
    private static final RestoreRequest CLEARING = new RestoreRequest(null, null, false, true, 2);

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryItemWriter writer = new InMemoryItemWriter(tables);
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");

    @BeforeEach
    void twoTablesAndTheirBackup() {
        for (String table : List.of("orders", "users")) {
            tables.create(table, ID);
            IntStream.range(0, 40).forEach(i -> tables.put(table, item("live-" + i)));
            backup.table(table, List.of(lines(0, 100), lines(100, 130), lines(130, 131), List.of()));
        }
        backup.objects().forEach(store::put);
    }

    @Test
    void whatAStopLeftOpenIsFinishedByTheSameIdWithTheCountsOfAllRuns() {
        RestoreReport first = run(CLEARING, FIRST, stoppingAfter(4));
        assertThat(first.restoreId()).isEqualTo(FIRST);
        assertThat(statuses(first)).containsExactly(TableStatus.IN_PROGRESS, TableStatus.SKIPPED);

        RestoreReport last = goOnUntilTheEnd(FIRST);

        assertThat(statuses(last)).containsExactly(TableStatus.COMPLETED, TableStatus.COMPLETED);
        assertThat(last.restoreId()).isNull();
        for (TableResult result : last.results()) {
            assertThat(result.itemsCleared()).isEqualTo(40);
            assertThat(result.itemsWritten()).isEqualTo(131);
            assertThat(result.filesProcessed()).isEqualTo(4);
            assertThat(tables.texts(result.table())).containsExactlyInAnyOrderElementsOf(items());
        }
    }

    @Test
    void aRestoreThatEndedAnswersAgainWhatItAnswered() {
        RestoreReport ended = run(CLEARING, FIRST, writer);
        tables.put("orders", item("of the application"));

        RestoreReport again = goOn(FIRST, writer);

        assertThat(again.results()).isEqualTo(ended.results());
        assertThat(tables.texts("orders")).contains(item("of the application"));
    }

    @Test
    void aTableThatAnotherRestoreIsWritingIsRefusedByName() {
        Stop stop = Stop.onRequest(clock);
        List<RestoreReport> others = new ArrayList<>();
        AtomicBoolean first = new AtomicBoolean(true);
        ItemWriter intruding = batch -> {
            if (first.compareAndSet(true, false)) {
                others.add(run(RestoreRequest.LATEST, SECOND, writer));
                others.add(run(new RestoreRequest(null, null, true, false, 1), SECOND, writer));
            }
            return writer.write(batch);
        };

        RestoreReport report = run(CLEARING, FIRST, intruding, stop);

        assertThat(statuses(report)).containsOnly(TableStatus.COMPLETED);
        assertThat(statuses(others.get(0))).containsOnly(TableStatus.FAILED);
        assertThat(others.get(0).results().get(0).error())
                .isEqualTo(
                        "orders is being restored by a test (restore %s, seen alive at 2025-07-22T03:00:00Z). Wait until that has ended; if it died, its lock expires at 2025-07-22T03:02:00Z. 'ddbvault unlock orders' shows it and can remove it."
                                .formatted(FIRST));
        assertThat(statuses(others.get(1))).containsOnly(TableStatus.ERROR);
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void theLockOfAProcessThatDiedIsWaitedForByTheSameRestoreAndRefusesOthersUntilItExpires() {
        dieAfter(3);
        clock.advance(Duration.ofSeconds(30));

        RestoreReport other = run(RestoreRequest.LATEST, SECOND, writer);
        assertThat(statuses(other)).containsOnly(TableStatus.FAILED);

        RestoreReport same = goOn(FIRST, writer);
        assertThat(statuses(same)).containsOnly(TableStatus.COMPLETED);
        assertThat(clock.slept()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(97));
        assertThat(events)
                .filteredOn(event -> event instanceof LockAwaited)
                .containsExactly(new LockAwaited("orders", "a test", Instant.parse("2025-07-22T03:02:00Z")));
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(items());
        assertThat(tables.texts("users")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void aProcessThatWasFrozenWhileAnotherTookItsTableStopsBeforeItsNextBatch() {
        AtomicInteger batches = new AtomicInteger();
        List<Integer> writtenLate = new ArrayList<>();
        ItemWriter freezing = batch -> {
            if (batches.incrementAndGet() == 3) {
                clock.advance(Duration.ofMinutes(3));
                run(RestoreRequest.LATEST, SECOND, writer);
            } else if (batches.get() > 4) {
                writtenLate.add(batch.size());
            }
            return writer.write(batch);
        };

        RestoreReport report = run(new RestoreRequest(null, List.of("orders"), false, false, 1), FIRST, freezing);

        assertThat(writtenLate).isEmpty();
        assertThat(statuses(report)).containsExactly(TableStatus.PARTIAL_SUCCESS);
        assertThat(report.results().get(0).error()).contains("The lock on orders was taken over or removed");
        assertThat(report.restoreId()).isNull();
    }

    @Test
    void anUnknownIdAndACheckpointOfAnotherVersionAreRefused() {
        assertThat(failure(() -> goOn(FIRST, writer)).code()).isEqualTo(ErrorCode.NO_SUCH_RESTORE);
        assertThat(failure(() -> goOn(FIRST, writer)).text())
                .isEqualTo(
                        "There is no restore %s: s3://backups/%s does not exist. One that ended before it touched a table left none; start it anew. 'ddbvault restore --unfinished' lists those that can go on."
                                .formatted(FIRST, CHECKPOINT));

        dieAfter(3);
        store.put(
                CHECKPOINT,
                store.text(CHECKPOINT)
                        .replace("\"version\" : 1", "\"version\" : 4")
                        .getBytes(StandardCharsets.UTF_8));
        clock.advance(Duration.ofMinutes(3));

        DdbvaultException refused = failure(() -> goOn(FIRST, writer));
        assertThat(refused.code()).isEqualTo(ErrorCode.CHECKPOINT_UNREADABLE);
        assertThat(refused.text()).contains("its version is 4, not 1 to 3");
    }

    @Test
    void aBackupThatChangedSinceIsRefusedAndWhatWasWrittenIsTold() {
        run(CLEARING, FIRST, stoppingAfter(6));
        long before = tables.items("orders").size();
        String file = store.keys().stream()
                .filter(key -> key.endsWith(".json.gz"))
                .findFirst()
                .orElseThrow();
        store.put(file, new byte[] {31, (byte) 139, 8});

        RestoreReport report = goOn(FIRST, writer);

        TableResult orders = report.results().get(0);
        assertThat(orders.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(orders.error()).contains("are not those that the restore " + FIRST + " began with");
        assertThat(orders.itemsWritten()).isPositive();
        assertThat(tables.items("orders")).hasSize((int) before);
    }

    @Test
    void aBackupThatLostAFileSinceIsRefusedAndTheFileNamed() {
        run(CLEARING, FIRST, stoppingAfter(6));
        String file = store.keys().stream()
                .filter(key -> key.endsWith(".json.gz"))
                .findFirst()
                .orElseThrow();
        store.delete(file);

        TableResult orders = goOn(FIRST, writer).results().get(0);

        assertThat(orders.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(orders.error()).contains("The data file s3://backups/" + file + " is missing");
    }

    @Test
    void aCallThatGetsNoFurtherGivesNoIdToCallAgainWith() {
        run(CLEARING, FIRST, stoppingAfter(6));

        RestoreReport report = goOn(FIRST, batch -> new ItemWriter.Throttled("slow down"), deadline());

        assertThat(report.restoreId()).isNull();
        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(report.results().get(0).error()).contains("This call got no further than the one before");
        assertThat(statuses(goOnUntilTheEnd(FIRST))).containsOnly(TableStatus.COMPLETED);
    }

    @Test
    void aLostRightIsNoReasonToBeginAnew() {
        AtomicInteger batches = new AtomicInteger();
        RestoreReport denied = run(CLEARING, FIRST, batch -> {
            if (batches.incrementAndGet() > 5) {
                throw new DdbvaultException(ErrorCode.ACCESS_DENIED, "dynamodb:BatchWriteItem is denied.");
            }
            return writer.write(batch);
        });
        assertThat(statuses(denied)).containsExactly(TableStatus.PARTIAL_SUCCESS, TableStatus.FAILED);
        assertThat(denied.restoreId()).isNull();

        RestoreReport mended = goOn(FIRST, writer);

        assertThat(statuses(mended)).containsOnly(TableStatus.COMPLETED);
        assertThat(mended.results()).extracting(TableResult::itemsCleared).containsExactly(40L, 40L);
        assertThat(tables.texts("users")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void aTableThatAnotherRestoreWroteSinceIsNotGoneOnWith() {
        run(CLEARING, FIRST, stoppingAfter(5));
        RestoreReport other = run(new RestoreRequest(null, List.of("orders"), false, true, 1), SECOND, writer);
        assertThat(statuses(other)).containsExactly(TableStatus.COMPLETED);
        tables.put("orders", item("of the application"));

        RestoreReport report = goOn(FIRST, writer);

        TableResult orders = report.results().get(0);
        assertThat(orders.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(orders.itemsWritten()).isBetween(1L, 130L);
        assertThat(orders.error())
                .isEqualTo(
                        "orders was written by the restore %s since the restore %s stopped, so that going on would leave a mixture of both. Restore it anew, without restore_id."
                                .formatted(SECOND, FIRST));
        assertThat(tables.texts("orders")).hasSize(132).contains(item("of the application"));
        assertThat(report.results().get(1).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(statuses(goOn(FIRST, writer))).containsExactly(TableStatus.PARTIAL_SUCCESS, TableStatus.COMPLETED);
    }

    @Test
    void aTableThatAnotherRestoreWroteIsNotGoneOnWithAlsoWhereAThirdOneOnlyLockedItAfterwards() {
        run(CLEARING, FIRST, stoppingAfter(5));
        run(new RestoreRequest(null, List.of("orders"), false, true, 1), SECOND, writer);
        store.faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT, STATE + "restores/" + THIRD + "/checkpoint.json")
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3:PutObject is denied."));
        assertThat(failure(() -> run(CLEARING, THIRD, writer)).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(store.text(STATE + "locks/eu-west-1/111122223333/orders.json"))
                .contains(THIRD);

        TableResult orders = goOn(FIRST, writer).results().get(0);

        assertThat(orders.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(orders.error()).startsWith("orders was written by the restore " + SECOND);
    }

    @Test
    void aTableThatAnotherRestoreLockedButDidNotTouchIsGoneOnWith() {
        run(CLEARING, FIRST, stoppingAfter(5));
        RestoreReport other = run(
                new RestoreRequest(null, List.of("orders", "unknown"), false, true, 1)
                        .toBuilder().allOrNothing(true).build(),
                SECOND,
                writer);
        assertThat(statuses(other)).containsExactly(TableStatus.SKIPPED, TableStatus.FAILED);
        store.faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT, STATE + "restores/" + THIRD + "/checkpoint.json")
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3:PutObject is denied."));
        assertThat(failure(() -> run(CLEARING, THIRD, writer)).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(store.text(STATE + "locks/eu-west-1/111122223333/orders.json"))
                .contains(THIRD);

        assertThat(statuses(goOn(FIRST, writer))).containsOnly(TableStatus.COMPLETED);
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void aTableThatWasNotBegunIsRestoredWhateverAnotherRestoreDidToIt() {
        run(CLEARING, FIRST, stoppingAfter(5));
        run(new RestoreRequest(null, List.of("users"), false, true, 1), SECOND, writer);
        tables.put("users", item("of the application"));

        assertThat(statuses(goOn(FIRST, writer))).containsOnly(TableStatus.COMPLETED);
        assertThat(tables.texts("users")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void aClockThatIsSetBackKeepsNoCheckpointFromBeingStored() {
        AtomicInteger batches = new AtomicInteger();
        List<String> seen = new ArrayList<>();
        ItemWriter throughTheStep = batch -> {
            int nth = batches.incrementAndGet();
            if (nth == 3) {
                clock.advance(Duration.ofHours(-1));
            } else if (nth == 5) {
                seen.add(store.text(CHECKPOINT));
            }
            return writer.write(batch);
        };

        run(new RestoreRequest(null, List.of("orders"), false, false, 1), FIRST, throughTheStep);

        assertThat(seen.get(0)).contains("\"updated_at\" : \"2025-07-22T02:00:00Z\"");
        assertThat(tables.texts("orders")).hasSize(171);
    }

    @Test
    void theLocksOfManyTablesAreReleasedSideBySideWhereTheTimeIsUp() {
        CountDownLatch releases = new CountDownLatch(2);
        AtomicInteger together = new AtomicInteger();
        for (String table : List.of("orders", "users")) {
            store.faults()
                    .on(
                            InMemoryBackupStore.Call.PUT_IF_UNCHANGED,
                            STATE + "locks/eu-west-1/111122223333/" + table + ".json")
                    .running(() -> {
                        releases.countDown();
                        together.addAndGet(awaits(releases) ? 1 : 0);
                    });
        }

        RestoreReport stopped = run(CLEARING, FIRST, stoppingAfter(3));

        store.faults().assertAllFired();
        assertThat(statuses(stopped)).containsExactly(TableStatus.IN_PROGRESS, TableStatus.SKIPPED);
        assertThat(together).hasValue(2);
    }

    @Test
    void aFailureThatNobodyThoughtOfTakesNoOtherTablesResultWithIt() {
        store.faults()
                .on(InMemoryBackupStore.Call.PUT_IF_UNCHANGED, CHECKPOINT)
                .passing(4)
                .throwing(new IllegalStateException("Connection pool shut down"))
                .times(2);

        RestoreReport report = run(CLEARING, FIRST, writer);

        store.faults().assertAllFired();
        assertThat(statuses(report)).containsExactly(TableStatus.COMPLETED, TableStatus.FAILED);
        assertThat(report.results().get(0).itemsWritten()).isEqualTo(131);
        assertThat(report.results().get(1).itemsCleared()).isEqualTo(40);
        assertThat(report.results().get(1).error())
                .contains(
                        "An unexpected failure: java.lang.IllegalStateException: Connection pool shut down. This is a defect of ddbvault");
        assertThat(report.warnings()).hasSize(1);
        assertThat(report.warnings().get(0)).startsWith("How far the restore of users got could not be noted: ");

        RestoreReport mended = goOn(FIRST, writer);

        assertThat(statuses(mended)).containsOnly(TableStatus.COMPLETED);
        assertThat(tables.texts("users")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void aProcessThatWasTakenForDeadDoesNotSpoilTheRejectsOfItsSuccessor() {
        List<String> bad = new ArrayList<>(lines(0, 100));
        bad.set(3, "{\"Item\":");
        bad.set(90, "{\"Item\":");
        tables.create("bad", ID);
        backup.table("bad", List.of(bad));
        backup.objects().forEach(store::put);
        AtomicInteger batches = new AtomicInteger();
        List<RestoreReport> successors = new ArrayList<>();
        List<String> joined = new ArrayList<>();
        ItemWriter freezing = batch -> {
            ItemWriter.Outcome outcome = writer.write(batch);
            if (batches.incrementAndGet() == 2) {
                clock.advance(Duration.ofMinutes(3));
                successors.add(goOn(FIRST, writer));
                joined.add(store.text(STATE + "restores/" + FIRST + "/rejects-bad.jsonl"));
            }
            return outcome;
        };

        RestoreReport woken = run(new RestoreRequest(null, List.of("bad"), false, false, 1), FIRST, freezing);

        assertThat(successors.get(0).results().get(0).itemsFailed()).isEqualTo(2);
        assertThat(joined.get(0).lines()).hasSize(2);
        assertThat(statuses(woken)).containsExactly(TableStatus.PARTIAL_SUCCESS);
        assertThat(store.text(STATE + "restores/" + FIRST + "/rejects-bad.jsonl"))
                .isEqualTo(joined.get(0));
        assertThat(woken.results().get(0).rejectsKey()).isNull();
    }

    @Test
    void rejectsThatAreNoLongerWholeAreNotPassedOffAsAll() {
        List<String> bad = new ArrayList<>(lines(0, 100));
        bad.set(3, "{\"Item\":");
        tables.create("bad", ID);
        backup.table("bad", List.of(bad));
        backup.objects().forEach(store::put);
        run(new RestoreRequest(null, List.of("bad"), false, false, 1), FIRST, stoppingAfter(2));
        String segment = STATE + "restores/" + FIRST + "/rejects/bad/0001-00001.jsonl";
        int length = store.bytes(segment).length;
        store.put(segment, new byte[] {'{'});

        TableResult result = goOn(FIRST, writer).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(99);
        assertThat(result.itemsFailed()).isOne();
        assertThat(result.rejectsKey()).isNull();
        assertThat(result.error())
                .contains(
                        "The rejected items could not be stored",
                        segment + " holds 1 bytes of rejected items, not the %d that were stored.".formatted(length));
    }

    /** Goes on, a few batches at a time, as a loop of a state machine does. */
    private RestoreReport goOnUntilTheEnd(String id) {
        for (int call = 0; call < 100; call++) {
            clock.advance(Duration.ofMinutes(15));
            RestoreReport report = goOn(id, stoppingAfter(3));
            if (report.restoreId() == null) {
                return report;
            }
            assertThat(report.restoreId()).isEqualTo(id);
        }
        throw new AssertionError("no end after 100 calls");
    }

    /** As if by kill -9: nothing of the process runs any more, and nothing is released. */
    private void dieAfter(int batches) {
        AtomicInteger written = new AtomicInteger();
        Map<String, byte[]> asTheyWere = new ConcurrentHashMap<>();
        ItemWriter dying = batch -> {
            if (written.incrementAndGet() == batches) {
                store.keys().stream()
                        .filter(key -> key.startsWith(STATE))
                        .forEach(key -> asTheyWere.put(key, store.bytes(key)));
            }
            if (written.get() >= batches) {
                throw new DdbvaultException(ErrorCode.ACCESS_DENIED, "The process is dead.");
            }
            return writer.write(batch);
        };
        run(CLEARING, FIRST, dying);
        asTheyWere.forEach(store::put);
    }

    private ItemWriter stoppingAfter(int batches) {
        return new StoppingWriter(batches);
    }

    /** Asks the run to stop once it has written so many batches. */
    private final class StoppingWriter implements ItemWriter {
        private final AtomicInteger left;
        private final Stop stop = Stop.onRequest(clock);

        StoppingWriter(int batches) {
            left = new AtomicInteger(batches);
        }

        @Override
        public Outcome write(io.ddbvault.core.model.WriteBatch batch) {
            Outcome outcome = writer.write(batch);
            if (left.decrementAndGet() <= 0) {
                stop.request("the deadline");
            }
            return outcome;
        }
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Stop deadline() {
        return new Stop(clock, clock.instant().plus(Duration.ofMinutes(10)));
    }

    private RestoreReport goOn(String id, ItemWriter through) {
        return run(RestoreRequest.goOnWith(id), "unused", through);
    }

    private RestoreReport goOn(String id, ItemWriter through, Stop stop) {
        return run(RestoreRequest.goOnWith(id), "unused", through, stop);
    }

    private RestoreReport run(RestoreRequest request, String id, ItemWriter through) {
        Stop stop = through instanceof StoppingWriter stopping ? stopping.stop : Stop.onRequest(clock);
        return run(request, id, through, stop);
    }

    private RestoreReport run(RestoreRequest request, String id, ItemWriter through, Stop stop) {
        // A heap that holds one table at a time: one begins when the one before has ended.
        return new Restore(
                        settings(),
                        store,
                        tables,
                        through,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        events::add,
                        128L << 20,
                        2)
                .run(request, id, stop);
    }

    private static Settings settings() {
        return Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
    }

    private static DdbvaultException failure(Runnable restore) {
        return catchThrowableOfType(DdbvaultException.class, restore::run);
    }

    private static List<TableStatus> statuses(RestoreReport report) {
        return report.results().stream().map(TableResult::status).toList();
    }

    private static List<String> items() {
        return IntStream.range(0, 131).mapToObj(i -> item("item-" + i)).toList();
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"Item\":" + item("item-" + i) + "}")
                .toList();
    }

    private static String item(String id) {
        return "{\"id\":{\"S\":\"%s\"}}".formatted(id);
    }
}
