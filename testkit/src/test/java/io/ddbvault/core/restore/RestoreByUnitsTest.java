package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.restore.Prepared.PreparedTable;
import io.ddbvault.core.restore.UnitResult.Status;
import io.ddbvault.testkit.MakeBackup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore whose units others do: nothing is lost, and nothing is counted twice, whoever dies. */
class RestoreByUnitsTest {
    private static final String ID = "20250722T030000Z-00000001";
    private static final String OTHER = "20250722T030000Z-00000002";
    private static final RestoreRequest CLEARING = new RestoreRequest(null, null, false, true, 2);

    private final InMemoryRestore world = new InMemoryRestore();
    private final InMemoryUnits units = new InMemoryUnits(world, 3);

    @Test
    void everyItemArrivesAndTheTableIsClearedBefore() {
        world.backUp("orders", "users");

        RestoreReport report = units.run(CLEARING, ID);

        assertThat(report.restoreId()).isNull();
        for (TableResult result : report.results()) {
            assertCompleted(result);
            assertThat(result.itemsCleared()).isEqualTo(40);
        }
        assertThat(units.begun.stream().map(Unit::name).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "clear-0-of-3",
                        "clear-1-of-3",
                        "clear-2-of-3",
                        "write-1-1-100",
                        "write-2-1-30",
                        "write-3-1-1",
                        "write-4-1-0");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoDiesInMidUnitIsReplacedAndEveryItemCountsOnce(long seed) {
        world.backUp("orders");
        Random random = new Random(seed);
        IntStream.range(0, 6).forEach(death -> units.deaths.add(random.nextInt(4)));
        units.writer = batch -> {
            // A checkpoint is due now and then.
            world.clock.advance(Duration.ofSeconds(random.nextInt(12)));
            return world.writer.write(batch);
        };

        RestoreReport report = units.run(CLEARING, ID);
        while (report.restoreId() != null || report.results().get(0).status() != TableStatus.COMPLETED) {
            report = units.run(RestoreRequest.goOnWith(ID), ID);
        }

        assertCompleted(report.results().get(0));
        // What a dead process had deleted and not noted is gone, and nobody can count it again.
        assertThat(report.results().get(0).itemsCleared()).isBetween(0L, 40L);
        assertThat(units.begun.size()).isGreaterThan(7);
    }

    @Test
    void whatUnitsWroteBeforeAStopIsNotWrittenAgainByOneProcessThatGoesOn() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        AtomicInteger batches = new AtomicInteger();
        units.writer = batch -> {
            ItemWriter.Outcome outcome = world.writer.write(batch);
            if (batches.incrementAndGet() == 3) {
                stop.request("the test's stop");
            }
            return outcome;
        };

        RestoreReport first = units.restore().run(RestoreRequest.LATEST, ID, stop);

        TableResult stopped = first.results().get(0);
        assertThat(first.restoreId()).isEqualTo(ID);
        assertThat(stopped.status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(stopped.itemsWritten()).isBetween(26L, 130L);
        List<String> again = new ArrayList<>();
        RestoreReport last = world.run(RestoreRequest.goOnWith(ID), ID, batch -> {
            synchronized (again) {
                again.addAll(texts(batch));
            }
            return world.writer.write(batch);
        });
        assertCompleted(last.results().get(0));
        assertThat(again).hasSize((int) (131 - stopped.itemsWritten()));
    }

    @Test
    void unitsGoOnWithWhatOneProcessBegan() {
        world.backUp("orders");
        RestoreReport first = world.runAndStopAfter(3, RestoreRequest.LATEST, ID);
        long before = first.results().get(0).itemsWritten();
        AtomicInteger written = new AtomicInteger();
        units.writer = batch -> {
            written.addAndGet(batch.size());
            return world.writer.write(batch);
        };

        RestoreReport last = units.run(RestoreRequest.goOnWith(ID), ID);

        assertCompleted(last.results().get(0));
        assertThat(written.get()).isEqualTo((int) (131 - before));
    }

    @Test
    void aLineThatIsNoItemIsNamedByWhoeverReadItAndTheOthersAreWritten() {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        world.tables.create("orders", new KeySchema(List.of(new KeyAttribute("id", "S"))));
        backup.table(
                "orders",
                List.of(
                        List.of("{\"Item\":" + InMemoryRestore.item("a") + "}", "{\"no\":1}"),
                        List.of("{\"Item\":" + InMemoryRestore.item("b") + "}")));
        backup.objects().forEach(world.store::put);

        TableResult result = units.run(RestoreRequest.LATEST, ID).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(2);
        assertThat(result.itemsFailed()).isEqualTo(1);
        assertThat(result.failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.place().line()).isEqualTo(2));
        assertThat(world.tables.texts("orders"))
                .containsExactlyInAnyOrder(InMemoryRestore.item("a"), InMemoryRestore.item("b"));
    }

    @Test
    void whatDynamoDbRefusesIsInOneRejectsObjectWhoeverMetIt() {
        world.backUp("orders");
        units.writer = refusing("item-3\"", "item-110\"");

        TableResult result = units.run(RestoreRequest.LATEST, ID).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(129);
        assertThat(result.itemsFailed()).isEqualTo(2);
        assertThat(new String(
                                world.store.bytes(
                                        "native-exports/_state/restores/%s/rejects-orders.jsonl".formatted(ID)),
                                StandardCharsets.UTF_8)
                        .lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("item-3\""))
                .anySatisfy(line -> assertThat(line).contains("item-110\""));
    }

    @Test
    void onlyMissingCountsWhatIsKeptOverAllUnits() {
        world.backUp("orders");
        IntStream.range(0, 20).forEach(i -> world.tables.put("orders", InMemoryRestore.item("item-" + i)));

        TableResult result = units.run(
                        RestoreRequest.LATEST.toBuilder()
                                .writeMode(WriteMode.MISSING)
                                .build(),
                        ID)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(111);
        assertThat(result.itemsKept()).isEqualTo(20);
    }

    @Test
    void theCeilingIsSharedOutOverTheUnitsThatAreDoneAtATime() {
        world.backUp("orders");

        assertCompleted(
                units.run(RestoreRequest.LATEST.toBuilder().maxWriteUnits(100).build(), ID)
                        .results()
                        .get(0));

        assertThat(units.begun).extracting(Unit::maxWriteUnits).containsOnly(33);
        assertThatThrownBy(() -> units.run(
                        RestoreRequest.LATEST.toBuilder().maxWriteUnits(2).build(), OTHER))
                .isInstanceOf(DdbvaultException.class)
                .hasMessage(
                        "max_write_units of 2 cannot be shared out over 3 units at a time: each needs 1. Give more write units, or let fewer work at a time. Nothing was read or written.");
    }

    @Test
    void inStepsEachStepWaitsForTheOneBefore() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        Restore steps = steps();
        Prepared prepared = steps.prepare(CLEARING, ID, stop);

        PreparedTable table = prepared.tables().get(0);
        assertThat(prepared.attempt()).isEqualTo(1);
        assertThat(table.phase()).isEqualTo(TablePhase.CLEARING);
        assertThat(table.segments()).isEqualTo(3);
        assertThat(table.dataFiles()).isEqualTo(4);
        assertThat(table.manifestFilesKey()).endsWith("/manifest-files.json");
        assertThat(world.store.keys()).contains(table.manifestFilesKey());
        List<String> files = world.store.keys().stream()
                .filter(key -> key.contains("/data/"))
                .sorted()
                .toList();
        AtomicInteger puts = new AtomicInteger();
        DoUnit worker = units.doUnit(world.store, batch -> {
            puts.addAndGet(batch.size());
            return world.writer.write(batch);
        });
        Unit early = new Unit(ID, 1, "orders", Unit.Kind.WRITE, 1, 1, 100, null);
        assertThat(worker.run(early, stop).error()).contains("is not at this step of orders: it is CLEARING");
        assertThatThrownBy(() -> steps().cleared(ID, 1, "orders", 3, stop))
                .hasMessage("0 of 3 segments of orders are cleared; the others come first. Nothing was written.");

        for (int segment = 0; segment < 3; segment++) {
            UnitResult cleared = units.once(new Unit(ID, 1, "orders", Unit.Kind.CLEAR, segment, 0, 3, null), stop);
            assertThat(cleared.status()).isEqualTo(Status.DONE);
        }
        assertThat(world.tables.texts("orders")).isEmpty();
        assertThat(world.status(ID).open().get(0).itemsCleared()).isEqualTo(40);
        assertThat(steps().cleared(ID, 1, "orders", 3, stop)).isEqualTo(40);
        assertThat(steps().cleared(ID, 1, "orders", 3, stop)).isEqualTo(40);

        for (String file : files) {
            Unit unit = worker.ofFile(ID, 1, "orders", file, null);
            assertThat(worker.run(unit, stop).status()).isEqualTo(Status.DONE);
            assertThat(worker.run(unit, stop).status()).isEqualTo(Status.DONE);
        }
        RestoreReport report = steps().report(ID, 1, stop);
        assertCompleted(report.results().get(0));
        assertThat(report.results().get(0).itemsCleared()).isEqualTo(40);
        assertThat(puts.get()).isEqualTo(131);

        UnitResult late = units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 1, 1, 100, null), stop);
        assertThat(late.status()).isEqualTo(Status.BROKEN_OFF);
        assertThat(late.error()).contains("has no attempt 1 at orders that is open: the table has ended");
    }

    @Test
    void partsOfAFileAreWrittenByDifferentUnitsAndEachWritesItsLinesAlone() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        steps().prepare(RestoreRequest.LATEST, ID, stop);
        List<String> written = new CopyOnWriteArrayList<>();
        units.writer = batch -> {
            written.addAll(texts(batch));
            return world.writer.write(batch);
        };

        // The last one dies in its middle, and goes on.
        units.deaths.addAll(List.of(99, 99, 1));
        assertThat(units.once(part(1, 40), stop).status()).isEqualTo(Status.DONE);
        assertThat(written).containsExactlyInAnyOrderElementsOf(items(0, 40));
        assertThat(units.once(part(71, 100), stop).status()).isEqualTo(Status.DONE);
        assertThat(units.once(part(41, 70), stop).status()).isEqualTo(Status.BROKEN_OFF);
        assertThat(units.once(part(41, 70), stop).status()).isEqualTo(Status.DONE);
        units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 2, 1, 30, null), stop);
        units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 3, 1, 1, null), stop);
        units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 4, 1, 0, null), stop);

        assertCompleted(steps().report(ID, 1, stop).results().get(0));
        assertThat(Set.copyOf(written)).hasSize(131);
    }

    private static Unit part(long first, long last) {
        return new Unit(ID, 1, "orders", Unit.Kind.WRITE, 1, first, last, null);
    }

    private static List<String> items(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> InMemoryRestore.item("item-" + i))
                .toList();
    }

    @Test
    void aReportBeforeAllUnitsHaveEndedSaysHowManyAndTheRestoreCanGoOn() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        steps().prepare(RestoreRequest.LATEST, ID, stop);
        units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 1, 1, 100, null), stop);

        // Whoever watches need not wait for the report.
        assertThat(world.status(ID).open().get(0).itemsWritten()).isEqualTo(100);
        TableResult result = steps().report(ID, 1, stop).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(100);
        assertThat(world.status(ID).open().get(0).itemsWritten()).isEqualTo(100);
        assertThat(result.error())
                .isEqualTo(
                        "100 of 131 items were written. 3 of the backup's 4 files are not written to their end. Mend the cause. Go on with the same restore_id, or restore the table again.");
        UnitResult late = units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 2, 1, 30, null), stop);
        assertThat(late.status()).isEqualTo(Status.BROKEN_OFF);
        assertThat(late.error()).contains("The lock on orders was taken over or removed");
        assertCompleted(units.run(RestoreRequest.goOnWith(ID), ID).results().get(0));
    }

    @Test
    void whoDiedWhileClearingMayDeleteLateSoNothingIsWrittenUntilItsLockHasExpired() {
        world.backUp("orders");
        units.deaths.add(0);

        RestoreReport first = units.run(CLEARING, ID);

        TableResult result = first.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error())
                .contains("has not said that it ended, so it may still delete. Go on with the restore " + ID);
        assertThat(world.tables.texts("orders")).noneMatch(text -> text.contains("item-"));
        Duration before = world.clock.slept();
        assertCompleted(units.run(RestoreRequest.goOnWith(ID), ID).results().get(0));
        assertThat(world.clock.slept().minus(before)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(130));
        assertThat(world.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
    }

    @Test
    void aClearThatStoppedInGoodOrderGoesOnAtOnce() {
        world.backUp("orders");
        steps().prepare(CLEARING, ID, Stop.onRequest(world.clock));
        Stop stop = Stop.onRequest(world.clock);
        units.writer = batch -> {
            stop.request("the test's stop");
            return world.writer.write(batch);
        };
        Unit whole = new Unit(ID, 1, "orders", Unit.Kind.CLEAR, 0, 0, 1, null);
        assertThat(units.once(whole, stop).status()).isEqualTo(Status.STOPPED);

        UnitResult on = units.once(whole, Stop.onRequest(world.clock));

        assertThat(on.status()).isEqualTo(Status.DONE);
        assertThat(on.itemsCleared()).isEqualTo(40);
    }

    @Test
    void aUnitStopsOnceAnotherRestoreHasTheTable() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        steps().prepare(new RestoreRequest(null, null, false, false, 1), ID, stop);
        AtomicInteger batches = new AtomicInteger();
        units.writer = batch -> {
            if (batches.incrementAndGet() == 2) {
                world.clock.advance(Duration.ofMinutes(3));
                units.writer = world.writer;
                assertCompleted(
                        world.run(RestoreRequest.LATEST, OTHER).results().get(0));
            }
            return world.writer.write(batch);
        };

        UnitResult result = units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, 1, 1, 100, null), stop);

        assertThat(result.status()).isEqualTo(Status.BROKEN_OFF);
        assertThat(result.error()).contains("The lock on orders was taken over or removed");
        assertThat(batches.get()).isEqualTo(2);
    }

    @Test
    void manyUnitsRenewOneLockAndItLivesAsLongAsOneOfThem() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        steps().prepare(RestoreRequest.LATEST, ID, stop);
        units.writer = batch -> {
            world.clock.advance(Duration.ofSeconds(25));
            return world.writer.write(batch);
        };

        for (int file = 1; file <= 3; file++) {
            int lines = List.of(100, 30, 1).get(file - 1);
            assertThat(units.once(new Unit(ID, 1, "orders", Unit.Kind.WRITE, file, 1, lines, null), stop)
                            .status())
                    .isEqualTo(Status.DONE);
        }
        assertThat(world.run(RestoreRequest.LATEST, OTHER).results().get(0).error())
                .contains("orders is being restored by");
    }

    @Test
    void aDryRunAndARefusedTableNeedNoUnits() {
        world.backUp("orders");
        Stop stop = Stop.onRequest(world.clock);
        RestoreRequest dry = RestoreRequest.LATEST.toBuilder().dryRun(true).build();

        Prepared prepared = steps().prepare(dry, ID, stop);

        assertThat(prepared.tables()).isEmpty();
        RestoreReport report = prepared.report();
        assertThat(report).isNotNull();
        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.READY);
        assertThat(world.store.keys()).noneMatch(key -> key.contains("_state/"));
    }

    private Restore steps() {
        return Restore.inSteps(
                3,
                Settings.forRestore(
                        Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", "")),
                world.store,
                world.tables,
                world.clock,
                world.clock,
                "a step",
                ProgressListener.NONE);
    }

    private ItemWriter refusing(String... texts) {
        return batch ->
                texts(batch).stream().anyMatch(item -> Set.of(texts).stream().anyMatch(item::contains))
                        ? new ItemWriter.Refused("ValidationException: no")
                        : world.writer.write(batch);
    }

    private static List<String> texts(WriteBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i ->
                        new String(batch.body(), batch.start(i), batch.end(i) - batch.start(i), StandardCharsets.UTF_8))
                .toList();
    }

    private void assertCompleted(TableResult result) {
        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(131);
        assertThat(result.filesProcessed()).isEqualTo(4);
        assertThat(world.tables.texts(result.table())).containsAll(InMemoryRestore.items());
    }
}
