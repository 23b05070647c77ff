package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.restore.BuildTableResult.Judged;
import io.ddbvault.core.restore.WriteLedger.Sum;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildTableResultTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Stop running = Stop.onRequest(() -> NOW);

    @Test
    void everythingReadAndAcknowledgedIsCompleted() {
        Judged judged = BuildTableResult.written(new TableTally(table(100, 2), 7, sum(2, 100)), running);

        assertThat(judged.result())
                .isEqualTo(
                        new TableResult("orders", TableStatus.COMPLETED, "arn:export", 2, 100, 100, 0, 7, null, null));
        assertThat(judged.atItsEnd()).isTrue();
    }

    @Test
    void anEmptyBackupIsCompletedWithNothingWritten() {
        assertThat(written(table(0, 1), sum(1, 0)).result().status()).isEqualTo(TableStatus.COMPLETED);
    }

    @Test
    void oneItemFewerIsPartial() {
        TableResult result = written(table(100, 1), sum(1, 99)).result();

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).startsWith("99 of 100 items were written.");
    }

    @Test
    void aFileThatWasNotReadToItsEndIsPartialThoughTheCountsAgree() {
        assertThat(written(table(100, 2), new Sum(1, false, 100, 0, List.of(), List.of(), false))
                        .result()
                        .status())
                .isEqualTo(TableStatus.PARTIAL_SUCCESS);
    }

    @Test
    void aFaultOfTheDataIsPartialThoughTheCountsAgreeAndNoLaterRunMendsIt() {
        Judged judged = written(
                table(100, 1), new Sum(1, true, 100, 0, List.of(), List.of("a.json.gz has another MD5"), false));

        assertThat(judged.result().status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(judged.result().error())
                .isEqualTo(
                        "100 of 100 items were written. a.json.gz has another MD5. Restore another date, or bring back the data files' earlier versions.");
        assertThat(judged.atItsEnd()).isTrue();
    }

    @Test
    void aFaultInRejectsIsNothingThatAnotherBackupMends() {
        ValidatedTable backup = table(100, 1);
        ValidatedTable rejects =
                new ValidatedTable("orders", backup.table(), new Contents(null, "restores/", 100, 0), backup.files());

        TableResult result = written(
                        rejects, new Sum(1, true, 100, 0, List.of(), List.of("two have the same key"), false))
                .result();

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.exportArn()).isNull();
        assertThat(result.error())
                .isEqualTo(
                        "100 of 100 items were written. two have the same key. Look at the rejects objects, and write them again.");
    }

    @Test
    void moreItemsThanTheManifestCountsAreNoSuccess() {
        assertThat(written(table(100, 1), sum(1, 101)).result().status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
    }

    @Test
    void nothingWrittenIsFailedSaysThatTheTableWasClearedAndCanGoOn() {
        Sum nothing = new Sum(0, false, 0, 0, List.of(), List.of("dynamodb:BatchWriteItem is denied"), true);

        Judged judged = BuildTableResult.written(new TableTally(table(100, 1), 50, nothing), running);

        assertThat(judged.result().status()).isEqualTo(TableStatus.FAILED);
        assertThat(judged.result().itemsCleared()).isEqualTo(50);
        assertThat(judged.result().error())
                .isEqualTo(
                        "0 of 100 items were written. The table was cleared of 50 items before. dynamodb:BatchWriteItem is denied. Mend the cause. Go on with the same restore_id, or restore the table again.");
        assertThat(judged.atItsEnd()).isFalse();
    }

    @Test
    void failedItemsAreCountedAndTheFirstNamedByPlaceAndKey() {
        List<FailedItem> failures = List.of(
                new FailedItem(new Place("a.json.gz", 1), null, "is no item: expected '{' at byte 1"),
                new FailedItem(
                        new Place("a.json.gz", 2), "{\"id\":{\"S\":\"b\"}}", "was refused by DynamoDB: too large"));

        Judged judged = written(table(100, 1), new Sum(1, true, 88, 12, failures, List.of(), false));

        assertThat(judged.result().itemsFailed()).isEqualTo(12);
        assertThat(judged.result().itemsProcessed()).isEqualTo(100);
        assertThat(judged.result().failures()).isEqualTo(failures);
        assertThat(judged.result().error())
                .isEqualTo(
                        "88 of 100 items were written. 12 items failed: a.json.gz line 1 is no item: expected '{' at byte 1; a.json.gz line 2 (key {\"id\":{\"S\":\"b\"}}) was refused by DynamoDB: too large; and 10 more. Mend the cause, and write these items again with 'ddbvault restore --rejects' and the rejects_key.");
        assertThat(judged.atItsEnd()).isTrue();
    }

    @Test
    void aStopBeforeTheEndIsInProgressAndNamed() {
        running.request("the signal SIGTERM");

        Judged judged = written(table(100, 1), new Sum(0, false, 25, 0, List.of(), List.of(), false));

        assertThat(judged.result().status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(judged.result().error())
                .isEqualTo(
                        "25 of 100 items were written. The run stopped at a batch's end because of the signal SIGTERM. Go on with the same restore_id, or restore the table again.");
        assertThat(judged.atItsEnd()).isFalse();
    }

    @Test
    void aStopAfterTheLastItemChangesNothing() {
        running.request("the signal SIGTERM");

        assertThat(written(table(100, 1), sum(1, 100)).result().status()).isEqualTo(TableStatus.COMPLETED);
    }

    @Test
    void aClearThatWasStoppedIsInProgressWithItsCount() {
        running.request("the deadline");
        TableTally tally = new TableTally(table(100, 1), 25, Sum.NOTHING);

        Judged judged =
                BuildTableResult.notCleared(tally, WriteTally.lines(50).add(WriteTally.stored(25, 500)), running);

        assertThat(judged.result().status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(judged.result().itemsCleared()).isEqualTo(25);
        assertThat(judged.result().itemsWritten()).isZero();
        assertThat(judged.atItsEnd()).isFalse();
    }

    @Test
    void aClearThatFailedIsFailedWithItsCountAndReason() {
        TableTally tally = new TableTally(table(100, 1), 25, Sum.NOTHING);

        Judged judged = BuildTableResult.notCleared(
                tally,
                WriteTally.lines(50).add(WriteTally.stored(25, 500)).add(WriteTally.fault("dynamodb:Scan is denied")),
                running);

        assertThat(judged.result().status()).isEqualTo(TableStatus.FAILED);
        assertThat(judged.result().error())
                .isEqualTo(
                        "The clear did not reach its end: 25 of the table's items were deleted, and nothing was written. dynamodb:Scan is denied. Mend the cause. Go on with the same restore_id, or restore the table again.");
    }

    @Test
    void whereAllThatFailedIsNamedNoMoreAreSpokenOf() {
        List<FailedItem> failures = List.of(new FailedItem(new Place("a", 1), null, "is no item"));

        assertThat(written(table(100, 1), new Sum(1, true, 99, 1, failures, List.of(), false))
                        .result()
                        .error())
                .isEqualTo(
                        "99 of 100 items were written. 1 items failed: a line 1 is no item; Mend the cause, and write these items again with 'ddbvault restore --rejects' and the rejects_key.");
    }

    @Test
    void aRunThatBrokeOffNamesWhatFailedBeforeToo() {
        List<FailedItem> failures = List.of(new FailedItem(new Place("a", 1), null, "is no item"));

        Judged judged = written(table(100, 1), new Sum(0, false, 9, 1, failures, List.of("denied"), true));

        assertThat(judged.result().status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(judged.result().error())
                .isEqualTo(
                        "9 of 100 items were written. denied. 1 items failed: a line 1 is no item; Mend the cause. Go on with the same restore_id, or restore the table again.");
    }

    @Test
    void whatCouldNotBeNotedLeavesTheTableAloneAndCanGoOn() {
        TableTally tally = new TableTally(table(100, 1), 0, Sum.NOTHING);

        Judged failed = BuildTableResult.notNoted(tally, WriteTally.fault("dynamodb:Scan is denied"), running);
        assertThat(failed.result().status()).isEqualTo(TableStatus.FAILED);
        assertThat(failed.result().error())
                .isEqualTo(
                        "What the table held before could not all be noted; nothing was written or deleted. dynamodb:Scan is denied. Mend the cause. Go on with the same restore_id, or restore the table again.");
        assertThat(failed.atItsEnd()).isFalse();

        running.request("the deadline");
        Judged stopped = BuildTableResult.notNoted(tally, WriteTally.EMPTY, running);
        assertThat(stopped.result().status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(stopped.atItsEnd()).isFalse();
        assertThat(BuildTableResult.notNoted(tally, WriteTally.fault("denied"), running)
                        .result()
                        .status())
                .isEqualTo(TableStatus.FAILED);
    }

    @Test
    void whatWasThereBeforeAndIsNotAllDeletedIsNoSuccessThoughAllIsWritten() {
        TableTally tally = new TableTally(table(100, 1), 7, sum(1, 100));
        WriteTally deleted = WriteTally.lines(9)
                .add(WriteTally.stored(7, 70))
                .add(WriteTally.failed(new Place("orders", 3), "was refused"))
                .add(WriteTally.fault("dynamodb:Scan is denied"));

        Judged judged = BuildTableResult.notReplaced(tally, deleted, running);

        assertThat(judged.result().status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(judged.result().error())
                .isEqualTo(
                        "All 100 items were written, but not all is deleted that the table held before: 7 so far. dynamodb:Scan is denied. orders line 3 was refused; Mend the cause. Go on with the same restore_id, or restore the table again.");
        assertThat(judged.atItsEnd()).isFalse();

        running.request("the deadline");
        assertThat(BuildTableResult.notReplaced(tally, WriteTally.stored(7, 70), running)
                        .result()
                        .status())
                .isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(BuildTableResult.notReplaced(tally, WriteTally.fault("denied"), running)
                        .result()
                        .status())
                .isEqualTo(TableStatus.PARTIAL_SUCCESS);
    }

    @Test
    void aTableWhoseBackupChangedBeforeItsTurnIsFailedForGoodAndOneThatWasStoppedIsNot() {
        ValidatedTable table = table(100, 1);
        Judged changed =
                BuildTableResult.notTouched(table, new DdbvaultException(ErrorCode.OBJECT_CHANGED, "replaced."));
        assertThat(changed.result().status()).isEqualTo(TableStatus.FAILED);
        assertThat(changed.atItsEnd()).isTrue();

        Judged stopped = BuildTableResult.notTouched(table, new DdbvaultException(ErrorCode.STOPPED, "stopped."));
        assertThat(stopped.result().status()).isEqualTo(TableStatus.SKIPPED);
        assertThat(stopped.result().error()).isEqualTo("stopped.");
        assertThat(stopped.atItsEnd()).isFalse();
    }

    @Test
    void aCallThatGotNoFurtherIsNotInProgress() {
        running.request("the deadline");
        TableResult inProgress = written(table(100, 1), new Sum(0, false, 25, 0, List.of(), List.of(), false))
                .result();

        TableResult stuck = BuildTableResult.stuck(inProgress);

        assertThat(stuck.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(stuck.error())
                .endsWith("This call got no further than the one before: give it more time, or more memory.");
        assertThat(BuildTableResult.stuck(BuildTableResult.notCleared(
                                        new TableTally(table(1, 1), 0, Sum.NOTHING), WriteTally.EMPTY, running)
                                .result())
                        .status())
                .isEqualTo(TableStatus.FAILED);
    }

    private Judged written(ValidatedTable table, Sum sum) {
        return BuildTableResult.written(new TableTally(table, 0, sum), running);
    }

    private static Sum sum(long files, long stored) {
        return new Sum(files, true, stored, 0, List.of(), List.of(), false);
    }

    @Test
    void aDryRunEstimatesWriteUnitsFromTheAverageItemAndNeverLessThanOneEach() {
        assertThat(BuildTableResult.ready(table(100, 3), RestoreRequest.LATEST).estimate())
                .isEqualTo(new TableResult.Estimate(
                        3,
                        30,
                        12,
                        200,
                        null,
                        "arn:table",
                        null,
                        // And a request for each file.
                        new RestoreCost(200, 0, false, new BigDecimal("0.000126200"), Duration.ZERO)));
    }

    private static ValidatedTable table(long items, int files) {
        List<CheckedFile> checked = new java.util.ArrayList<>();
        for (int i = 0; i < files; i++) {
            checked.add(new CheckedFile(new DataFile("f" + i, items / files, "md5", "etag"), "etag", 10));
        }
        return new ValidatedTable(
                new TableDescription(
                        "orders",
                        "arn:table",
                        null,
                        "ACTIVE",
                        new KeySchema(List.of(new KeyAttribute("id", "S"))),
                        12,
                        1200),
                new ExportContents("summary", "arn:export", items, items * 1500, List.of()),
                checked);
    }
}
