package io.ddbvault.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.Reports;
import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.core.restore.WriteMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescribeRestoreTest {
    @Test
    void aCompleteRestoreSaysSoAndAsksForNothing() {
        assertThat(DescribeRestore.text(Reports.restore()).lines())
                .containsExactly(
                        "Restore of the backup of 2025-07-22, test",
                        "  COMPLETED  users  50,000 of 50,000 items written, 1,200 deleted",
                        "1 table: 1 COMPLETED; 50,000 items written in 12.3 s.");
    }

    @Test
    void whatIsNotCompleteIsExplainedAndHasANextStep() {
        TableResult partly = new TableResult(
                "codes",
                "codes",
                TableStatus.PARTIAL_SUCCESS,
                null,
                4,
                100,
                98,
                2,
                0,
                null,
                List.of(),
                "native-exports/_state/restores/20250722T030000Z-00000001/rejects-codes.jsonl",
                "2 items were refused:\nfile a, line 7");
        assertThat(DescribeRestore.text(Reports.restore(
                                false,
                                Reports.completed("users"),
                                partly,
                                Reports.ended("keys", TableStatus.FAILED, "there is no such table"),
                                Reports.ended("rest", TableStatus.SKIPPED, "the deadline came first")))
                        .lines())
                .containsExactly(
                        "Restore of the backup of 2025-07-22, test",
                        "  COMPLETED        users  50,000 of 50,000 items written, 1,200 deleted",
                        "  PARTIAL_SUCCESS  codes  98 of 100 items written, 2 failed",
                        "      2 items were refused:",
                        "      file a, line 7",
                        "      all of the failed items: s3://bucket/native-exports/_state/restores/20250722T030000Z-00000001/rejects-codes.jsonl",
                        "  FAILED           keys",
                        "      there is no such table",
                        "  SKIPPED          rest",
                        "      the deadline came first",
                        "4 tables: 1 COMPLETED, 1 PARTIAL_SUCCESS, 1 FAILED, 1 SKIPPED; 50,098 items written in 12.3 s.",
                        "Next: mend why items failed, then write them again with 'ddbvault restore --rejects"
                                + " native-exports/_state/restores/20250722T030000Z-00000001/rejects-codes.jsonl'.",
                        "Next: mend what is named above, then run the same command with '--date 2025-07-22"
                                + " --table keys,rest'.",
                        "      Items that are restored a second time come to no harm.");
    }

    @Test
    void aRestoreOfRejectsIsCalledSo() {
        assertThat(DescribeRestore.text(Reports.rejects(
                                Reports.completed("users"),
                                Reports.ended("keys", TableStatus.FAILED, "keys is being restored by another")))
                        .lines())
                .containsExactly(
                        "Restore of the rejects of the backup of 2025-07-22, test",
                        "  COMPLETED  users  50,000 of 50,000 items written, 1,200 deleted",
                        "  FAILED     keys",
                        "      keys is being restored by another",
                        "2 tables: 1 COMPLETED, 1 FAILED; 50,000 items written in 12.3 s.",
                        "Next: mend what is named above, then run the same command again.",
                        "      Items that are restored a second time come to no harm.");
    }

    @Test
    void aTableRestoredElsewhereIsShownWithBothNames() {
        TableResult elsewhere = new TableResult(
                "users",
                "users-copy",
                TableStatus.COMPLETED,
                null,
                4,
                50_000,
                50_000,
                0,
                0,
                null,
                List.of(),
                null,
                null);
        assertThat(DescribeRestore.text(Reports.restore(false, elsewhere, Reports.completed("codes")))
                        .lines())
                .containsExactly(
                        "Restore of the backup of 2025-07-22, test",
                        "  COMPLETED  users -> users-copy  50,000 of 50,000 items written",
                        "  COMPLETED  codes                50,000 of 50,000 items written, 1,200 deleted",
                        "2 tables: 2 COMPLETED; 100,000 items written in 12.3 s.");
    }

    @Test
    void aDryRunSaysWhatWouldBeDone() {
        TableResult ready = ready(null);
        assertThat(DescribeRestore.text(Reports.restore(true, ready)).lines())
                .containsExactly(
                        "Dry run of the backup of 2025-07-22, test",
                        "  READY  users  50,000 items in 4 files, 5.0 MiB",
                        "      the table holds about 1,200 items, which give way to the backup's; writing takes about"
                                + " 60,000 write units",
                        "      costs $0.04 on demand in us-east-1; takes less than a minute",
                        "1 table: 1 READY; nothing written in 12.3 s.",
                        "Next: the same command without --dry-run restores.");
    }

    @Test
    void aDryRunSaysHowLongItWouldTakeWhereThereIsALimit() {
        assertThat(DescribeRestore.text(Reports.restore(true, ready(Duration.ofMinutes(200))))
                        .lines())
                .contains("      the table holds about 1,200 items, which give way to the backup's; writing takes about"
                        + " 60,000 write units, the restore 3:20:00 or longer")
                .contains("      costs $0.04 on demand in us-east-1");
    }

    @Test
    void aDryRunSaysInDollarsAndTimeWhatIsConsumedInAll() {
        RestoreCost all = RestoreCost.onDemand(1_800_000, 12_000);
        assertThat(DescribeRestore.text(Reports.restore(true, costing(all))).lines())
                .contains(
                        "      costs $1.13 on demand in us-east-1, for 1,800,000 write units and 12,000 read units in all; takes about 7:30");
        assertThat(DescribeRestore.text(Reports.restore(
                                true, costing(new RestoreCost(9, 0, true, BigDecimal.ZERO, Duration.ofHours(1)))))
                        .lines())
                .contains("      costs nothing on top, since the table's capacity is provisioned; takes about 1:00:00");
    }

    private static TableResult costing(RestoreCost cost) {
        Estimate estimate =
                new Estimate(4, 5_242_880, 1_200, 60_000, null, "arn:aws:dynamodb:::table/users", null, cost);
        return new TableResult("users", TableStatus.READY, null, 0, 50_000, 0, 0, 0, estimate, null);
    }

    @Test
    void aDryRunThatFindsErrorsSaysWhatToMend() {
        assertThat(DescribeRestore.text(Reports.restore(
                                true,
                                Reports.ended("users", TableStatus.ERROR, "the table is DELETING"),
                                Reports.ended("codes", TableStatus.NO_EXPORT, "the backup has no export of it")))
                        .lines())
                .containsExactly(
                        "Dry run of the backup of 2025-07-22, test",
                        "  ERROR      users",
                        "      the table is DELETING",
                        "  NO_EXPORT  codes",
                        "      the backup has no export of it",
                        "2 tables: 1 ERROR, 1 NO_EXPORT; nothing written in 12.3 s.",
                        "Next: mend what is named above, or leave these tables out, before restoring.");
    }

    @Test
    void whatWasKeptIsToldBesideWhatWasWritten() {
        TableResult completed =
                kept(new TableResult("users", TableStatus.COMPLETED, null, 4, 50_000, 20, 0, 0, null, null), 49_980);
        assertThat(DescribeRestore.text(only(WriteMode.MISSING, false, completed))
                        .lines())
                .containsExactly(
                        "Restore of what is missing of the backup of 2025-07-22, test",
                        "  COMPLETED  users  20 of 50,000 items written, 49,980 kept",
                        "1 table: 1 COMPLETED; 20 items written, 49,980 kept in 12.3 s.");
    }

    @Test
    void rejectsOfARestoreThatKeepsAreWrittenAgainSo() {
        TableResult partly = kept(
                new TableResult(
                        "codes",
                        "codes",
                        TableStatus.PARTIAL_SUCCESS,
                        null,
                        4,
                        100,
                        8,
                        2,
                        0,
                        null,
                        List.of(),
                        "rejects-codes.jsonl",
                        "2 items were refused"),
                90);
        assertThat(DescribeRestore.text(only(WriteMode.CHANGED, false, partly)).lines())
                .contains(
                        "Restore of what differs from the backup of 2025-07-22, test",
                        "  PARTIAL_SUCCESS  codes  8 of 100 items written, 90 kept, 2 failed",
                        "Next: mend why items failed, then write them again with 'ddbvault restore --rejects rejects-codes.jsonl --only-changed'.");
    }

    @Test
    void aDryRunSaysWhatEachModeCosts() {
        assertThat(DescribeRestore.text(only(WriteMode.MISSING, true, ready(Duration.ofMinutes(2))))
                        .lines())
                .contains(
                        "Dry run of what is missing of the backup of 2025-07-22, test",
                        "      the table holds about 1,200 items, which stay as they are; to try each item takes about 60,000 write units, also where it is not written, the restore 2:00 or longer");
        Estimate estimate = new Estimate(
                4,
                5_242_880,
                1_200,
                60_000,
                null,
                "arn:aws:dynamodb:::table/users",
                50_000L,
                RestoreCost.onDemand(60_000, 50_000));
        assertThat(DescribeRestore.text(only(
                                WriteMode.CHANGED,
                                true,
                                new TableResult("users", TableStatus.READY, null, 0, 50_000, 0, 0, 0, estimate, null)))
                        .lines())
                .contains(
                        "Dry run of what differs from the backup of 2025-07-22, test",
                        "      the table holds about 1,200 items; to compare takes about 50,000 read units, writing none to about 60,000 write units",
                        "      costs $0.04 at the most, on demand in us-east-1; takes less than a minute");
    }

    private static RestoreReport only(WriteMode mode, boolean dryRun, TableResult result) {
        RestoreReport all = Reports.restore(dryRun, result);
        return new RestoreReport(
                null,
                all.date(),
                all.environment(),
                all.bucket(),
                all.prefix(),
                dryRun,
                false,
                5,
                all.duration(),
                all.completedAt(),
                all.results(),
                List.of(),
                List.of(),
                0,
                mode);
    }

    private static TableResult kept(TableResult result, long kept) {
        return new TableResult(
                result.table(),
                result.target(),
                result.status(),
                null,
                result.filesProcessed(),
                result.expectedItems(),
                result.itemsWritten(),
                result.itemsFailed(),
                0,
                null,
                List.of(),
                result.rejectsKey(),
                result.error(),
                kept);
    }

    private static TableResult ready(@Nullable Duration duration) {
        Estimate estimate = new Estimate(4, 5_242_880, 1_200, 60_000, duration, "arn:aws:dynamodb:::table/users");
        return new TableResult("users", TableStatus.READY, null, 0, 50_000, 0, 0, 0, estimate, null);
    }

    @ParameterizedTest
    @EnumSource(TableStatus.class)
    void everyStatusHasALine(TableStatus status) {
        assertThat(DescribeRestore.text(Reports.restore(false, Reports.ended("users", status, "why")))
                        .lines())
                .anyMatch(line -> line.startsWith("  " + status + "  users"))
                .contains("      why");
    }
}
