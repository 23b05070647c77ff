package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildTableResultTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Stop running = Stop.onRequest(() -> NOW);

    @Test
    void everythingReadAndAcknowledgedIsCompleted() {
        TableResult result = BuildTableResult.written(
                table(100, 2),
                WriteTally.stored(7, 70),
                WriteTally.file(60).add(WriteTally.file(40)).add(WriteTally.stored(100, 5000)),
                running);

        assertThat(result)
                .isEqualTo(
                        new TableResult("orders", TableStatus.COMPLETED, "arn:export", 2, 100, 100, 0, 7, null, null));
    }

    @Test
    void anEmptyBackupIsCompletedWithNothingWritten() {
        assertThat(BuildTableResult.written(table(0, 1), WriteTally.EMPTY, WriteTally.file(0), running)
                        .status())
                .isEqualTo(TableStatus.COMPLETED);
    }

    @Test
    void oneItemFewerIsPartial() {
        TableResult result = BuildTableResult.written(
                table(100, 1), WriteTally.EMPTY, WriteTally.file(100).add(WriteTally.stored(99, 5000)), running);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).startsWith("99 of 100 items were written.");
    }

    @Test
    void aFileThatWasNotReadToItsEndIsPartialThoughTheCountsAgree() {
        assertThat(BuildTableResult.written(
                                table(100, 2),
                                WriteTally.EMPTY,
                                WriteTally.file(100).add(WriteTally.stored(100, 5000)),
                                running)
                        .status())
                .isEqualTo(TableStatus.PARTIAL_SUCCESS);
    }

    @Test
    void aFaultIsPartialThoughTheCountsAgree() {
        TableResult result = BuildTableResult.written(
                table(100, 1),
                WriteTally.EMPTY,
                WriteTally.file(100)
                        .add(WriteTally.stored(100, 5000))
                        .add(WriteTally.fault("a.json.gz has another MD5")),
                running);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).contains("a.json.gz has another MD5.");
    }

    @Test
    void moreItemsThanTheManifestCountsAreNoSuccess() {
        assertThat(BuildTableResult.written(
                                table(100, 1),
                                WriteTally.EMPTY,
                                WriteTally.file(101).add(WriteTally.stored(101, 5000)),
                                running)
                        .status())
                .isEqualTo(TableStatus.PARTIAL_SUCCESS);
    }

    @Test
    void nothingWrittenIsFailedAndSaysThatTheTableWasCleared() {
        TableResult result = BuildTableResult.written(
                table(100, 1),
                WriteTally.stored(50, 500),
                WriteTally.fault("dynamodb:BatchWriteItem is denied"),
                running);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsCleared()).isEqualTo(50);
        assertThat(result.error())
                .isEqualTo(
                        "0 of 100 items were written. The table was cleared of 50 items before. dynamodb:BatchWriteItem is denied. Mend the cause and restore the table again: items already written are simply written once more.");
    }

    @Test
    void failedItemsAreCountedAndTheFirstTenNamedByTheirPlace() {
        WriteTally tally = WriteTally.file(100).add(WriteTally.stored(88, 5000));
        for (int line = 1; line <= 12; line++) {
            tally = tally.add(WriteTally.failed(new Place("a.json.gz", line), "is no item: expected '{' at byte 1"));
        }

        TableResult result = BuildTableResult.written(table(100, 1), WriteTally.EMPTY, tally, running);

        assertThat(result.itemsFailed()).isEqualTo(12);
        assertThat(result.itemsProcessed()).isEqualTo(100);
        assertThat(result.error())
                .contains("12 items failed: a.json.gz line 1 is no item: expected '{' at byte 1;")
                .contains("a.json.gz line 10 is no item")
                .doesNotContain("line 11")
                .contains("and 2 more.");
    }

    @Test
    void aStopIsNamed() {
        running.request("the signal SIGTERM");

        TableResult result = BuildTableResult.written(
                table(100, 1), WriteTally.EMPTY, WriteTally.lines(50).add(WriteTally.stored(25, 500)), running);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).contains("The run stopped at a batch's end because of the signal SIGTERM.");
    }

    @Test
    void anUnfinishedClearIsFailedWithItsCount() {
        TableResult result = BuildTableResult.notCleared(
                table(100, 1), WriteTally.lines(50).add(WriteTally.stored(25, 500)), running);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsCleared()).isEqualTo(25);
        assertThat(result.itemsWritten()).isZero();
    }

    @Test
    void aDryRunEstimatesWriteUnitsFromTheAverageItemAndNeverLessThanOneEach() {
        assertThat(BuildTableResult.ready(table(100, 3), RestoreRequest.LATEST).estimate())
                .isEqualTo(new TableResult.Estimate(3, 30, 12, 200, null, "arn:table"));
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
