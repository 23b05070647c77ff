package io.ddbvault.core.drill;

import static io.ddbvault.core.drill.InMemoryDrill.ID;
import static io.ddbvault.core.drill.InMemoryDrill.LAYOUT;
import static io.ddbvault.core.drill.InMemoryDrill.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.drill.DrillRecord.State;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressEvent.ScratchTableCreated;
import io.ddbvault.core.event.ProgressEvent.ScratchTableDeleted;
import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.ReadDrills;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.Version;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ScratchTables.Deletion;
import io.ddbvault.core.restore.ListUnfinished;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryScratchTables.Call;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DrillTest {
    private static final String SCRATCH = "ddbvault-drill-orders-bb1ad573";
    private static final DrillRequest KEEPING =
            new DrillRequest(null, TABLE, 5, null, true, DrillRequest.USUAL_TEMPORARY);

    private final InMemoryDrill drill = new InMemoryDrill();

    @Test
    void aGoodDrillRestoresComparesAndLeavesNoTable() {
        AtomicReference<List<String>> compared = new AtomicReference<>(List.of());
        CompareScratch compare = drill.compare;
        drill.compare = (date, source, scratch, stop) -> {
            compared.set(drill.tables.texts(scratch.name()));
            return compare.compare(date, source, scratch, stop);
        };

        DrillReport report = drill.run();

        assertThat(compared.get()).containsExactlyInAnyOrderElementsOf(InMemoryDrill.items());
        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.items()).isEqualTo(100);
        assertThat(report.comparison()).isEqualTo(new Comparison(true, 100, 0, 0, 0, List.of()));
        assertThat(report.problems()).isEmpty();
        assertThat(report.leftToDo()).isEmpty();
        assertThat(drill.leftTables()).isEmpty();
        assertThat(drill.tables.texts(TABLE)).containsExactly(InMemoryDrill.item(7));
        assertThat(EncodeDrill.encode(report).exitCode()).isZero();
    }

    @Test
    void theTableIsNamedAfterItsSourceAndTaggedFromItsCreation() {
        AtomicReference<Map<String, String>> tags = new AtomicReference<>(Map.of());
        drill.writer = batch -> {
            tags.set(drill.scratchTables.tags(batch.table()).orElseThrow());
            return drill.itemWriter.write(batch);
        };

        DrillReport report = drill.run();

        assertThat(report.scratchTable()).isEqualTo(SCRATCH);
        assertThat(tags.get()).isEqualTo(Map.of("ddbvault:drill", ID, "ddbvault:source", TABLE));
    }

    @Test
    void theResultIsStoredAsEvidence() throws IOException {
        drill.run();

        Map<String, Object> stored = Map.copyOf(stored(LAYOUT.drillResult(ID)));

        assertThat(stored)
                .containsEntry("drill_id", ID)
                .containsEntry("table_name", TABLE)
                .containsEntry("backup_date", "2025-07-20")
                .containsEntry("environment", "production")
                .containsEntry("export_arn", drill.export.arn())
                .containsEntry("scratch_table", SCRATCH)
                .containsEntry("started_at", "2025-07-22T03:00:00Z")
                .containsEntry("verdict", "GOOD")
                .containsEntry("items", 100)
                .containsEntry("bytes", 10_000)
                .containsEntry("write_units", 100)
                .containsEntry(
                        "differences",
                        Map.of(
                                "compared_whole",
                                true,
                                "same",
                                100,
                                "only_in_backup",
                                0,
                                "only_in_table",
                                0,
                                "changed",
                                0))
                .containsEntry("problems", List.of())
                .containsEntry("ddbvault_version", Version.OF_THIS)
                .containsKeys(
                        "ended_at",
                        "duration_seconds",
                        "restore_seconds",
                        "estimated_restore_seconds",
                        "estimated_restore_cost_usd");
        assertThat(LAYOUT.drillResult(ID)).isEqualTo("native-exports/_state/drills/" + ID + "/result.json");
    }

    @Test
    void theEvidenceIsWhatAReportReads() {
        DrillReport report = drill.run(new DrillRequest(null, TABLE, 5, 20, false, DrillRequest.USUAL_TEMPORARY));

        ReadDrills.Drills read = new ReadDrills(drill.store, LAYOUT).read();

        assertThat(read.warnings()).isEmpty();
        assertThat(read.newest())
                .containsExactly(Map.entry(
                        TABLE,
                        new DrillResult(
                                TABLE,
                                InMemoryDrill.DATE,
                                report.startedAt(),
                                report.endedAt().truncatedTo(ChronoUnit.SECONDS),
                                Verdict.GOOD,
                                100,
                                report.restoring(),
                                Duration.ofSeconds(report.restoring()
                                        .plusNanos(999_999_999)
                                        .toSeconds()))));
    }

    @Test
    void whatItWillCostIsToldBeforeAnythingIsCreated() {
        drill.confirmation = estimate -> {
            assertThat(drill.leftTables()).isEmpty();
            assertThat(drill.store.keys()).noneMatch(key -> key.contains("_state"));
            drill.estimates.add(estimate);
        };

        drill.run(new DrillRequest(null, TABLE, 5, 10, false, DrillRequest.USUAL_TEMPORARY));

        DrillEstimate estimate = drill.estimates.get(0);
        assertThat(estimate)
                .isEqualTo(new DrillEstimate(
                        ID,
                        TABLE,
                        InMemoryDrill.DATE,
                        SCRATCH,
                        100,
                        10_000,
                        3,
                        100,
                        3,
                        // 100 write units, 3 read units, 9 requests.
                        new BigDecimal("0.000062500").add(new BigDecimal("0.000003975")),
                        Duration.ofSeconds(10),
                        List.of()));
    }

    @Test
    void theScratchTableMayHaveAProvisionedCapacity() {
        AtomicReference<TableSettings> settings = new AtomicReference<>(TableSettings.PLAIN);
        drill.writer = batch -> {
            settings.set(drill.tables.describe(batch.table()).orElseThrow().settings());
            return drill.itemWriter.write(batch);
        };
        drill.confirmation = drill.estimates::add;

        DrillReport report = drill.run(new DrillRequest(null, TABLE, 5, null, 2, false, DrillRequest.USUAL_TEMPORARY));

        assertThat(settings.get())
                .isEqualTo(new TableSettings(false, List.of(), 0, new WriteCapacity(true, 2), Map.of()));
        DrillEstimate estimate = drill.estimates.get(0);
        assertThat(estimate.provisionedUnits()).isEqualTo(2);
        // 100 write units and 3 read units, 2 of each a second; an hour of both, and 9 requests.
        assertThat(estimate.duration()).isEqualTo(Duration.ofSeconds(51));
        assertThat(estimate.cost()).isEqualByComparingTo("0.0015636");
        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.forecast().remarks())
                .containsExactly(
                        "The scratch table had 2 write units a second; a table that has more is restored faster.");
        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void notConfirmedItCreatesAndStoresNothing() {
        List<String> before = drill.store.keys();
        drill.confirmation = estimate -> {
            throw new DdbvaultException(ErrorCode.NOT_CONFIRMED, "no");
        };

        assertThatThrownBy(drill::run).hasMessage("no");

        assertThat(drill.leftTables()).isEmpty();
        assertThat(drill.store.keys()).isEqualTo(before);
        assertThat(drill.events).isEmpty();
    }

    @Test
    void itTellsOfItselfAndOfItsTableAndNotOfARestoreToGoOnWith() {
        drill.run();

        assertThat(drill.events)
                .contains(new DrillStarted(ID), new ScratchTableCreated(SCRATCH), new ScratchTableDeleted(SCRATCH))
                .noneMatch(event -> event instanceof RestoreStarted);
    }

    @Test
    void anItemThatGetsLostOnTheWayIsFoundByTheComparison() throws IOException {
        AtomicInteger batches = new AtomicInteger();
        drill.writer = batch -> {
            // Acknowledged, and not stored.
            return batches.incrementAndGet() == 2
                    ? new Answered(List.of(), (double) batch.size())
                    : drill.itemWriter.write(batch);
        };

        DrillReport report = drill.run();

        assertThat(report.verdict()).isEqualTo(Verdict.BAD);
        assertThat(report.comparison().onlyInBackup()).isBetween(1L, 25L);
        assertThat(report.problems())
                .containsExactly(report.comparison().onlyInBackup() + " items of the backup are not in the table.");
        assertThat(stored(LAYOUT.drillResult(ID))).containsEntry("verdict", "BAD");
        assertThat(EncodeDrill.encode(report).exitCode()).isEqualTo(2);
        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void aBackupThatIsDamagedInADataFileIsBadAndSaysWhere() {
        drill.export.rewriteDataFile(
                1, MakeBackup.gzip(List.of("{\"Item\":" + InMemoryDrill.item(60) + "}", "no item at all")));
        drill.storeBackup();

        DrillReport report = drill.run();

        assertThat(report.verdict()).isEqualTo(Verdict.BAD);
        assertThat(report.items()).isEqualTo(61);
        assertThat(report.problems().get(0)).startsWith("The restore was not whole: ");
        assertThat(report.problems()).anyMatch(problem -> problem.contains(drill.export.dataFile(1) + " line 2"));
        assertThat(report.comparison().onlyInBackup()).isEqualTo(39);
        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void aBackupWhoseDataFileWasReplacedIsRefusedBeforeAnythingIsCreated() {
        drill.export.replace(drill.export.dataFile(0), MakeBackup.gzip(List.of("another")));
        drill.storeBackup();

        DdbvaultException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.DRILL_FAILED);
        assertThat(refused.text())
                .startsWith(
                        "The backup of orders on 2025-07-20 cannot be restored, so there is nothing to rehearse, and nothing was created. The data file s3://backups/"
                                + drill.export.dataFile(0));
        assertThat(drill.leftTables()).isEmpty();
        assertThat(drill.estimates).isEmpty();
    }

    @Test
    void anEmptyBackupIsGood() {
        drill.backup.table("nothing", List.of(List.of()));
        drill.tables.create("nothing", InMemoryDrill.KEYS);
        drill.storeBackup();
        drill.compare = (date, source, scratch, stop) -> new Comparison(true, 0, 0, 0, 0, List.of());

        DrillReport report = drill.run(DrillRequest.ofLatest("nothing"));

        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.items()).isZero();
    }

    @Test
    void aComparisonOfTooFewItemsProvesNothing() {
        drill.compare = (date, source, scratch, stop) -> new Comparison(true, 99, 0, 0, 0, List.of());

        DrillReport report = drill.run();

        assertThat(report.verdict()).isEqualTo(Verdict.BAD);
        assertThat(report.problems()).containsExactly("99 items were compared, but the export counts 100.");
    }

    @Test
    void theTableIsAwaitedUntilItIsActive() {
        drill.scratchTables.createAs("CREATING");
        drill.tables
                .faults()
                .on(InMemoryTables.Call.DESCRIBE, SCRATCH)
                .passing(3)
                .running(() -> drill.tables.setStatus(SCRATCH, "ACTIVE"));

        assertThat(drill.run().verdict()).isEqualTo(Verdict.GOOD);

        assertThat(drill.clock.sleeps()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aTableThatDoesNotBecomeActiveEndsTheDrillAndIsNamed() {
        drill.scratchTables.createAs("CREATING");

        DdbvaultException failed = refused();

        assertThat(failed.code()).isEqualTo(ErrorCode.TABLE_NOT_ACTIVE);
        assertThat(failed.text())
                .isEqualTo(
                        "The scratch table %s is CREATING after 10 minutes, not ACTIVE. Start the drill again later. The scratch table %s could not be deleted (it is still being created). 'ddbvault drill --cleanup' deletes it.",
                        SCRATCH, SCRATCH);
        assertThat(drill.leftTables()).containsExactly(SCRATCH);
    }

    @Test
    void aTableThatIsThereAlreadyIsNotTouched() {
        drill.tables.create(SCRATCH, InMemoryDrill.KEYS);
        drill.tables.put(SCRATCH, InMemoryDrill.item(1));
        drill.scratchTables.setTags(SCRATCH, Map.of("ddbvault:drill", "20250101T000000Z-00000001"));

        DdbvaultException refused = refused();

        assertThat(refused.text())
                .startsWith("There is a table %s already, which is not of this drill".formatted(SCRATCH));
        assertThat(drill.tables.texts(SCRATCH)).containsExactly(InMemoryDrill.item(1));
    }

    @Test
    void aCreationWhoseAnswerGotLostAndWasRepeatedIsItsOwn() {
        drill.scratchTables.faults().on(Call.CREATE).returningAfter(false);

        assertThat(drill.run().verdict()).isEqualTo(Verdict.GOOD);

        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void aCreationThatGaveNoUsableAnswerIsDeletedAllTheSame() {
        drill.scratchTables
                .faults()
                .on(Call.CREATE)
                .throwingAfter(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "No answer."));

        DdbvaultException failed = refused();

        assertThat(failed.text()).isEqualTo("No answer.");
        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void aCreationThatIsDeniedLeavesNothing() {
        drill.scratchTables
                .faults()
                .on(Call.CREATE)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow dynamodb:CreateTable."));

        assertThat(refused().text()).isEqualTo("Allow dynamodb:CreateTable.");

        assertThat(drill.leftTables()).isEmpty();
        assertThat(drill.clock.slept()).isZero();
        assertThat(record().state()).isEqualTo(State.ENDED);
    }

    @Test
    void aRestoreThatComesToNothingIsToldAndTheTableDeleted() {
        drill.writer = batch -> {
            throw new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow dynamodb:BatchWriteItem.");
        };

        DdbvaultException failed = refused();

        assertThat(failed.code()).isEqualTo(ErrorCode.DRILL_FAILED);
        assertThat(failed.text())
                .startsWith("The restore into the scratch table %s came to nothing, so nothing was compared. It says: "
                        .formatted(SCRATCH))
                .contains("Allow dynamodb:BatchWriteItem.")
                .endsWith(" A drill does not go on: start it again.");
        assertThat(drill.leftTables()).isEmpty();
        assertThat(drill.store.keys()).doesNotContain(LAYOUT.drillResult(ID));
    }

    @Test
    void anyFailureOfTheComparisonDeletesTheTable() {
        drill.compare = (date, source, scratch, stop) -> {
            throw new IllegalStateException("a defect");
        };

        assertThatThrownBy(drill::run).isInstanceOf(IllegalStateException.class).hasMessage("a defect");

        assertThat(drill.leftTables()).isEmpty();
        assertThat(record().state()).isEqualTo(State.ENDED);
    }

    @Test
    void evenWithTooLittleMemoryTheTableIsDeleted() {
        drill.compare = (date, source, scratch, stop) -> {
            throw new OutOfMemoryError("too little");
        };

        assertThatThrownBy(drill::run).isInstanceOf(OutOfMemoryError.class);

        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void stoppedWhileItWritesItDeletesTheTableAndIsNoRestoreToGoOnWith() {
        ItemWriter writer = drill.itemWriter;
        drill.writer = batch -> {
            drill.stop.request("an interrupt");
            return writer.write(batch);
        };

        DdbvaultException stopped = refused();

        assertThat(stopped.code()).isEqualTo(ErrorCode.STOPPED);
        assertThat(stopped.text())
                .startsWith("The drill was stopped by an interrupt after ")
                .endsWith(" of 100 items; nothing was compared, and nothing is proven.");
        assertThat(drill.leftTables()).isEmpty();
        assertThat(new ListUnfinished(drill.store, LAYOUT, drill.clock).list().restores())
                .isEmpty();
    }

    @Test
    void stoppedWhileTheTableIsCreatedItDeletesIt() {
        drill.scratchTables.createAs("CREATING");
        drill.tables
                .faults()
                .on(InMemoryTables.Call.DESCRIBE, SCRATCH)
                .running(() -> drill.stop.request("an interrupt"));
        drill.scratchTables
                .faults()
                .on(Call.DELETE)
                .passing(2)
                .running(() -> drill.tables.setStatus(SCRATCH, "ACTIVE"));

        assertThat(refused().text())
                .isEqualTo("Stopped by an interrupt while the scratch table was created; nothing was compared.");

        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void stoppedAtTheQuestionItCreatesNothing() {
        drill.confirmation = estimate -> drill.stop.request("an interrupt");

        assertThat(refused().text()).isEqualTo("Stopped by an interrupt; no table was created.");

        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void aTableThatCannotBeDeletedIsNamedWithTheCommandThatDoes() throws IOException {
        drill.scratchTables
                .faults()
                .on(Call.DELETE)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow dynamodb:DeleteTable."));

        DrillReport report = drill.run();

        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.leftToDo())
                .containsExactly(
                        "The scratch table %s could not be deleted (Allow dynamodb:DeleteTable.). 'ddbvault drill --cleanup' deletes it."
                                .formatted(SCRATCH));
        assertThat(EncodeDrill.encode(report).exitCode()).isEqualTo(2);
        assertThat(stored(LAYOUT.drillResult(ID))).containsEntry("left_to_do", report.leftToDo());
        assertThat(drill.cleanUp(false).with(CleanedDrills.Outcome.DELETED))
                .extracting(CleanedDrills.Table::name)
                .containsExactly(SCRATCH);
    }

    @Test
    void tagsAndTablesThatAreSeenLateAreWaitedFor() {
        drill.scratchTables
                .faults()
                .on(Call.DELETE)
                .returning(Deletion.ABSENT)
                .then()
                .returning(Deletion.NOT_ITS_OWN)
                .then()
                .throwing(new DdbvaultException(ErrorCode.THROTTLED, "Slow down."));

        assertThat(drill.run().leftToDo()).isEmpty();

        assertThat(drill.leftTables()).isEmpty();
        drill.scratchTables.faults().assertAllFired();
    }

    @Test
    void aTableWhoseTagWasTakenAwayIsNotDeleted() {
        CompareScratch compare = drill.compare;
        drill.compare = (date, source, scratch, stop) -> {
            drill.scratchTables.setTags(scratch.name(), Map.of("ddbvault:source", TABLE));
            return compare.compare(date, source, scratch, stop);
        };

        DrillReport report = drill.run();

        assertThat(report.leftToDo().get(0)).contains("its tag ddbvault:drill does not name this drill");
        assertThat(drill.leftTables()).containsExactly(SCRATCH);
        assertThat(drill.clock.slept()).isGreaterThan(Duration.ofSeconds(19));
    }

    @Test
    void askedToItKeepsTheTableAndSaysSo() {
        DrillReport report = drill.run(KEEPING);

        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.leftToDo()).isEmpty();
        assertThat(report.notes())
                .containsExactly(
                        "The scratch table %s was kept, as asked. 'ddbvault drill --cleanup --kept' deletes it."
                                .formatted(SCRATCH));
        assertThat(drill.tables.texts(SCRATCH)).containsExactlyInAnyOrderElementsOf(InMemoryDrill.items());
        assertThat(drill.scratchTables.tags(SCRATCH).orElseThrow()).containsEntry("ddbvault:drill", ID);
        assertThat(record().state()).isEqualTo(State.KEPT);
    }

    @Test
    void aResultThatCannotBeStoredIsToldAllTheSame() {
        drill.store
                .faults()
                .on(InMemoryBackupStore.Call.REPLACE, LAYOUT.drillResult(ID))
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow s3:PutObject."));

        DrillReport report = drill.run();

        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.leftToDo())
                .containsExactly(
                        "The result could not be stored as s3://backups/%s (Allow s3:PutObject.). Keep this answer, or start the drill again."
                                .formatted(LAYOUT.drillResult(ID)));
        assertThat(EncodeDrill.encode(report).exitCode()).isEqualTo(2);
    }

    @Test
    void theRecordIsThereBeforeTheTableAndEndsAfterIt() {
        List<DrillRecord> seen = new ArrayList<>();
        drill.scratchTables.faults().on(Call.CREATE).running(() -> seen.add(record()));
        drill.scratchTables.faults().on(Call.DELETE).running(() -> seen.add(record()));

        drill.run();

        assertThat(seen).extracting(DrillRecord::state).containsExactly(State.RUNNING, State.RUNNING);
        assertThat(seen.get(0).scratch()).isEqualTo(SCRATCH);
        assertThat(seen.get(0).owner()).isEqualTo("a test");
        assertThat(record().state()).isEqualTo(State.ENDED);
    }

    @Test
    void withoutTheRecordThereIsNoTable() {
        drill.store
                .faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT, LAYOUT.drillRecord(ID))
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow s3:PutObject."));

        assertThat(refused().text()).isEqualTo("Allow s3:PutObject.");

        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void neitherTheListOfTablesNorTheNamingGuardStopsTheScratchTable() {
        drill.set("DYNAMODB_TABLES", "[\"mfa-api_production_user_global\"]");
        drill.set("TABLE_NAME_PATTERN", "{type}-{environment}");

        DrillReport report = drill.run();

        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.notes())
                .containsExactly(
                        "The environment of orders cannot be told from the name: TABLE_NAME_PATTERN is {type}-{environment}.");
    }

    @Test
    void aTableOrABackupOfAnotherEnvironmentIsRefused() {
        drill.set("TABLE_NAME_PATTERN", "{environment}rders");
        assertThat(refused().code()).isEqualTo(ErrorCode.ENVIRONMENT_MISMATCH);

        drill.set("TABLE_NAME_PATTERN", "");
        drill.backup.manifest().put("environment", "staging");
        drill.storeBackup();
        assertThat(refused().text()).contains("the backup of 2025-07-20 is of the environment staging");
        assertThat(drill.leftTables()).isEmpty();
    }

    @Test
    void whatIsNotInTheBackupIsNamed() {
        assertThatThrownBy(() -> drill.run(new DrillRequest(
                        LocalDate.parse("2025-07-19"), TABLE, 5, null, false, DrillRequest.USUAL_TEMPORARY)))
                .hasMessageStartingWith("There is no backup of 2025-07-19: ");
        assertThatThrownBy(() -> drill.run(
                        new DrillRequest(InMemoryDrill.DATE, "order", 5, null, false, DrillRequest.USUAL_TEMPORARY)))
                .hasMessage(
                        "order is not in the backup s3://backups/native-exports/2025-07-20/manifest.json. Check the name, or choose another date.");
        assertThatThrownBy(() -> drill.run(DrillRequest.ofLatest("order")))
                .hasMessageStartingWith("There is no backup with a completed export of order under ");
    }

    @Test
    void theScratchTableHasTheKeysThatTheBackupWasMadeWith() {
        KeySchema other = new KeySchema(List.of(new KeyAttribute("other", "N")));
        drill.tables.create(TABLE, other);
        drill.backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        drill.storeBackup();

        drill.run(KEEPING);

        assertThat(drill.tables.describe(SCRATCH).orElseThrow().keySchema()).isEqualTo(InMemoryDrill.KEYS);
    }

    @Test
    void aTableThatIsGoneIsRehearsedIfTheManifestSaysItsKeys() {
        drill.tables.delete(TABLE);

        assertThat(refused().text())
                .isEqualTo(
                        "What primary key the scratch table needs cannot be told: the manifest of 2025-07-20 does not say it, and the table orders does not exist in this account and Region. Check AWS_REGION, or drill a backup that ddbvault made.");

        drill.backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        drill.storeBackup();

        DrillReport report = drill.run();
        assertThat(report.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(report.forecast().remarks().get(0)).startsWith("The table does not exist now");
    }

    @Test
    void theForecastIsByTheRealTablesCapacityAndIndexes() {
        drill.tables.setSettings(
                TABLE,
                new TableSettings(
                        false,
                        List.of(),
                        0,
                        new WriteCapacity(true, 5),
                        Map.of("by-date", new WriteCapacity(true, 2))));

        RestoreForecast forecast = drill.run().forecast();

        assertThat(forecast)
                .isEqualTo(new RestoreForecast(
                        Duration.ofSeconds(50),
                        BigDecimal.ZERO,
                        List.of(
                                "Its index by-date has 2 write units a second, and the restore needs 100 of them.",
                                "orders has 1 index, the scratch table none: each takes up to as many write units again.",
                                "Its capacity is provisioned, so the restore costs nothing on top.")));
    }

    @Test
    void aRestoresLimitIsTheDrills() {
        DrillReport report = drill.run(new DrillRequest(null, TABLE, 3, 20, false, DrillRequest.USUAL_TEMPORARY));

        assertThat(report.workers()).isEqualTo(3);
        assertThat(report.restoring()).isGreaterThan(Duration.ofSeconds(3));
        assertThat(report.forecast().duration()).isEqualTo(report.restoring());
    }

    private Map<String, Object> stored(String key) throws IOException {
        Object parsed = Json.parse(drill.store.bytes(key));
        assertThat(parsed).isInstanceOf(Map.class);
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) parsed).forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    private DrillRecord record() {
        String key = LAYOUT.drillRecord(ID);
        return DrillRecord.parse(drill.store.bytes(key), key);
    }

    private DdbvaultException refused() {
        DdbvaultException thrown = catchThrowableOfType(DdbvaultException.class, drill::run);
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
