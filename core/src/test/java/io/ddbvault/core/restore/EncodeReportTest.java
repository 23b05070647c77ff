package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodeReportTest {
    @Test
    void aRestoreIsToldInTheContractsFields() {
        Answer answer = EncodeReport.encode(report(
                false,
                new TableResult(
                        "mfa-api_production_u2f_global",
                        TableStatus.COMPLETED,
                        "arn:export",
                        4,
                        50000,
                        50000,
                        0,
                        1200,
                        null,
                        null)));

        assertThat(answer.toJson())
                .isEqualTo(
                        "{\"statusCode\":200,\"body\":{\"backup_date\":\"2025-07-20\",\"environment\":\"production\",\"s3_bucket\":\"my-backups\",\"s3_prefix\":\"native-exports\",\"restore_type\":\"BATCH_WRITE_FROM_S3_TO_EXISTING_TABLES\",\"dry_run\":false,\"duration_seconds\":12.3,\"tables_requested\":1,\"successful_restores\":1,\"partial_restores\":0,\"failed_restores\":0,\"skipped_restores\":0,\"in_progress_restores\":0,\"total_items_processed\":50000,\"total_items_written\":50000,\"configuration\":{\"clear_existing_data\":true,\"max_workers\":10},\"warnings\":[\"careful\"],\"restore_results\":[{\"table_name\":\"mfa-api_production_u2f_global\",\"status\":\"COMPLETED\",\"total_files_processed\":4,\"expected_items\":50000,\"items_processed\":50000,\"items_written\":50000,\"items_failed\":0,\"items_cleared\":1200,\"success_rate\":\"100.00%\",\"export_arn\":\"arn:export\"}],\"completed_at\":\"2025-07-22T03:00:00Z\"}}");
    }

    @Test
    void aWarningOfWhoeverRanTheRestoreComesLast() {
        RestoreReport report =
                report(false, new TableResult("orders", TableStatus.COMPLETED, null, 1, 2, 2, 0, 0, null, null));

        RestoreReport warned = report.withWarning("3 tasks were tried again.");

        assertThat(warned.warnings()).containsExactly("careful", "3 tasks were tried again.");
        assertThat(warned.results()).isEqualTo(report.results());
        assertThat(warned.dryRun()).isFalse();
        assertThat(EncodeReport.encode(warned).toJson())
                .contains("\"warnings\":[\"careful\",\"3 tasks were tried again.\"]");
    }

    @Test
    void aRestoreOfRejectsNamesThem() {
        RestoreReport backup =
                report(false, new TableResult("orders", TableStatus.COMPLETED, null, 1, 2, 2, 0, 0, null, null));
        RestoreReport rejects = new RestoreReport(
                null,
                backup.date(),
                backup.environment(),
                backup.bucket(),
                backup.prefix(),
                false,
                false,
                10,
                backup.duration(),
                backup.completedAt(),
                backup.results(),
                List.of(),
                List.of("one.jsonl", "two.jsonl"),
                0,
                WriteMode.ALL);

        assertThat(EncodeReport.encode(rejects).toJson())
                .contains(
                        "\"configuration\":{\"clear_existing_data\":false,\"max_workers\":10,\"rejects\":[\"one.jsonl\",\"two.jsonl\"]}");
        assertThat(rejects.with(false, List.of(), List.of()).rejects()).containsExactly("one.jsonl", "two.jsonl");
    }

    @Test
    void aRestoreOfItemsTellsHowManyKeysItHadAndNotWhich() {
        RestoreReport backup =
                report(false, new TableResult("orders", TableStatus.COMPLETED, null, 1, 2, 2, 0, 0, null, null));
        RestoreReport ofKeys = new RestoreReport(
                null,
                backup.date(),
                backup.environment(),
                backup.bucket(),
                backup.prefix(),
                false,
                false,
                10,
                backup.duration(),
                backup.completedAt(),
                backup.results(),
                List.of(),
                List.of(),
                3,
                WriteMode.ALL);

        assertThat(EncodeReport.encode(ofKeys).toJson())
                .contains("\"configuration\":{\"clear_existing_data\":false,\"max_workers\":10,\"keys\":3}");
        assertThat(ofKeys.with(false, List.of(), List.of()).keys()).isEqualTo(3);
    }

    @Test
    void aDryRunTellsEstimatesInPlaceOfCounts() {
        Answer answer = EncodeReport.encode(report(
                true,
                new TableResult(
                        "orders",
                        TableStatus.READY,
                        "arn:export",
                        0,
                        50000,
                        0,
                        0,
                        0,
                        new TableResult.Estimate(4, 3 << 20, 12, 60000, Duration.ofHours(2), "arn:table"),
                        null)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.toJson())
                .contains(
                        "{\"table_name\":\"orders\",\"status\":\"READY\",\"data_files_count\":4,\"estimated_size_mb\":3.00,\"expected_items\":50000,\"existing_items\":12,\"estimated_write_units\":60000,\"estimated_duration_seconds\":7200,\"estimated_cost_usd\":0.0375,\"target_arn\":\"arn:table\",\"export_arn\":\"arn:export\"}")
                .doesNotContain("items_written\":0,\"items_failed");
    }

    @Test
    void theTargetIsToldWhereItIsAnotherTable() {
        TableResult elsewhere = new TableResult(
                "orders", "orders-copy", TableStatus.COMPLETED, null, 1, 5, 5, 0, 0, null, List.of(), null, null);

        assertThat(EncodeReport.encode(report(false, elsewhere)).toJson())
                .contains("{\"table_name\":\"orders\",\"target_table\":\"orders-copy\",\"status\":\"COMPLETED\",");
        assertThat(EncodeReport.encode(report(false, of("orders", TableStatus.COMPLETED)))
                        .toJson())
                .doesNotContain("target_table");
    }

    @Test
    void almostAllIsNeverShownAsAll() {
        Answer answer = EncodeReport.encode(report(
                false,
                new TableResult(
                        "orders",
                        "orders",
                        TableStatus.PARTIAL_SUCCESS,
                        "arn",
                        4,
                        1_000_000,
                        999_999,
                        1,
                        0,
                        null,
                        List.of(new FailedItem(new Place("a.json.gz", 7), "{\"id\":{\"S\":\"a\"}}", "was refused")),
                        "native-exports/_state/restores/the-id/rejects-orders.jsonl",
                        "one failed")));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.toJson())
                .contains("\"success_rate\":\"99.99%\"")
                .contains(
                        "\"failed_items\":[{\"file\":\"a.json.gz\",\"line\":7,\"key\":\"{\\\"id\\\":{\\\"S\\\":\\\"a\\\"}}\",\"reason\":\"was refused\"}],\"rejects_key\":\"native-exports/_state/restores/the-id/rejects-orders.jsonl\",\"error\":\"one failed\"");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, COMPLETED, 200",
        "COMPLETED, FAILED, 207",
        "COMPLETED, SKIPPED, 207",
        "COMPLETED, IN_PROGRESS, 207",
        "IN_PROGRESS, SKIPPED, 207",
        "IN_PROGRESS, FAILED, 207",
        "COMPLETED, PARTIAL_SUCCESS, 207",
        "PARTIAL_SUCCESS, PARTIAL_SUCCESS, 207",
        "PARTIAL_SUCCESS, FAILED, 207",
        "FAILED, FAILED, 500",
        "FAILED, SKIPPED, 500",
        "SKIPPED, SKIPPED, 500",
        "READY, READY, 200",
        "READY, ERROR, 207",
        "READY, NO_EXPORT, 207",
        "ERROR, NO_EXPORT, 500"
    })
    void theStatusCodeFollowsFromTheTables(TableStatus one, TableStatus other, int code) {
        Answer answer = EncodeReport.encode(report(false, of("one", one), of("other", other)));

        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.exitCode()).isEqualTo(Map.of(200, 0, 207, 2, 500, 1).get(code));
        if (code == 500) {
            assertThat(answer.body().get("error")).asString().contains("one: why", "other: why");
        } else {
            assertThat(answer.body()).doesNotContainKey("error");
        }
    }

    @Test
    void whatIsSaidOfNothingTellsADryRunFromARestoreAndLeavesOutWhatHasNoReason() {
        TableResult silent = new TableResult("silent", TableStatus.FAILED, null, 0, 0, 0, 0, 0, null, null);

        assertThat(EncodeReport.encode(report(true, of("one", TableStatus.ERROR)))
                        .body()
                        .get("error"))
                .isEqualTo("No table could be restored. one: why");
        assertThat(EncodeReport.encode(report(false, silent, of("one", TableStatus.FAILED)))
                        .body()
                        .get("error"))
                .isEqualTo("No table got anything. one: why");
    }

    @Test
    void whatIsSaidOfNothingGivesFiveReasonsAndCountsTheOthers() {
        TableResult[] seven = IntStream.rangeClosed(1, 7)
                .mapToObj(i -> of("t" + i, TableStatus.FAILED))
                .toArray(TableResult[]::new);
        String five = "No table got anything. t1: why t2: why t3: why t4: why t5: why";

        assertThat(EncodeReport.encode(report(false, Arrays.copyOf(seven, 5))).body())
                .containsEntry("error", five);
        assertThat(EncodeReport.encode(report(false, seven)).body())
                .containsEntry("error", five + " And 2 more, each with its error in restore_results.");
    }

    @Test
    void aReportOfNoTableIsNoSuccess() {
        assertThat(EncodeReport.encode(report(false)).statusCode()).isEqualTo(500);
    }

    @Test
    void ofNothingExpectedAndNothingRestoredTheRateIsZero() {
        assertThat(EncodeReport.encode(report(false, of("one", TableStatus.FAILED)))
                        .toJson())
                .contains("\"success_rate\":\"0.00%\"");
    }

    private static TableResult of(String table, TableStatus status) {
        boolean good = status == TableStatus.COMPLETED || status == TableStatus.READY;
        return new TableResult(table, status, null, 0, 0, 0, 0, 0, null, good ? null : "why");
    }

    private static RestoreReport report(boolean dryRun, TableResult... results) {
        return new RestoreReport(
                null,
                LocalDate.of(2025, 7, 20),
                "production",
                "my-backups",
                "native-exports",
                dryRun,
                true,
                10,
                Duration.ofMillis(12_345),
                Instant.parse("2025-07-22T03:00:00.999Z"),
                List.of(results),
                List.of("careful"));
    }
}
