package io.ddbvault.core.backup;

import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static io.ddbvault.core.manifest.SampleExports.export;
import static io.ddbvault.core.manifest.SampleExports.notStarted;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Answer;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummarizeBackupTest {
    @Test
    void theBodyIsTheContracts() {
        TableExport users = export("users", 1, COMPLETED);
        TableExport orders = export("orders", 2, COMPLETED);

        Answer answer = SummarizeBackup.summarize(summary(List.of("mind this"), users, orders));

        assertThat(answer.toJson())
                .isEqualTo(
                        "{\"statusCode\":200,\"body\":{\"backup_date\":\"2025-07-22\",\"environment\":\"production\","
                                + "\"backup_type\":\"DYNAMODB_NATIVE_EXPORT\",\"total_tables_processed\":2,"
                                + "\"successful_exports\":2,\"failed_exports\":0,\"exports_in_progress\":0,"
                                + "\"total_items_exported\":100003,\"total_size_mb\":30.45,"
                                + "\"manifest_s3_key\":\"native-exports/2025-07-22/manifest.json\","
                                + "\"s3_bucket\":\"my-backup-bucket\",\"warnings\":[\"mind this\"],\"exports\":["
                                + Json.compact(BackupManifestJson.fields(users)) + ","
                                + Json.compact(BackupManifestJson.fields(orders)) + "]}}");
    }

    @Test
    void oneExportThatStillRunsMakesIt207() {
        Answer answer = SummarizeBackup.summarize(
                summary(List.of(), export("users", 1, COMPLETED), export("orders", 2, IN_PROGRESS)));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body())
                .containsEntry("successful_exports", 1L)
                .containsEntry("failed_exports", 0L)
                .containsEntry("exports_in_progress", 1L)
                .doesNotContainKey("error");
    }

    @Test
    void nothingButRunningExportsIs207() {
        assertThat(SummarizeBackup.summarize(summary(List.of(), export("users", 1, IN_PROGRESS)))
                        .statusCode())
                .isEqualTo(207);
    }

    @Test
    void oneFailureBesideASuccessIs207() {
        assertThat(SummarizeBackup.summarize(
                                summary(List.of(), export("users", 1, COMPLETED), export("orders", 2, FAILED)))
                        .statusCode())
                .isEqualTo(207);
    }

    @Test
    void nothingButFailuresIs500AndSaysWhyAndWhatToDo() {
        Answer answer = SummarizeBackup.summarize(
                summary(List.of(), export("users", 1, FAILED), notStarted("orders", "2025-07-22T02:00:04Z")));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).containsEntry("failed_exports", 2L).containsEntry("error", """
                        No table was backed up. Mend what follows, then run the backup again.
                        users: The specified bucket does not exist
                        orders: Point-in-time recovery is off""");
    }

    @Test
    void ofManyFailuresTheErrorNamesTheFirst() {
        TableExport[] failures = IntStream.range(0, 300)
                .mapToObj(number -> export("table" + number, number, FAILED))
                .toArray(TableExport[]::new);

        Answer answer = SummarizeBackup.summarize(summary(List.of(), failures));

        assertThat(String.valueOf(answer.body().get("error")))
                .contains("\ntable4: ")
                .doesNotContain("table5")
                .endsWith("\nand 295 more, each with its failure_message in exports");
    }

    @Test
    void whereTheErrorNamesAllFailuresItTellsOfNoMore() {
        TableExport[] failed = new TableExport[5];
        for (int i = 0; i < failed.length; i++) {
            failed[i] = export("table-" + i, i, FAILED);
        }

        assertThat(SummarizeBackup.summarize(summary(List.of(), failed)).body().get("error"))
                .asString()
                .endsWith("\ntable-4: The specified bucket does not exist");
    }

    @Test
    void noTableAtAllIsNoSuccess() {
        assertThat(SummarizeBackup.summarize(summary(List.of())).statusCode()).isEqualTo(500);
    }

    @Test
    void whatAFailedExportHoldsIsNotCounted() {
        TableExport untrusted = sized(FAILED, 1 << 20);

        BackupSummary summary = summary(List.of(), export("users", 1, COMPLETED), untrusted);

        assertThat(summary.items()).isEqualTo(50_001);
        assertThat(summary.bytes()).isEqualTo(15_962_821);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "1, 0.00",
        "5242, 0.00",
        "5243, 0.01",
        "1048576, 1.00",
        "1053818, 1.00",
        "1053819, 1.01",
        "47888465, 45.67",
        "109951162777600, 104857600.00"
    })
    void sizesAreMebibytesToTwoDecimals(long bytes, String size) {
        Answer answer = SummarizeBackup.summarize(summary(List.of(), sized(COMPLETED, bytes)));

        assertThat(answer.toJson()).contains("\"total_size_mb\":" + size + ",");
    }

    private static TableExport sized(ExportStatus status, long bytes) {
        return new TableExport(
                "sized", status, null, null, null, null, null, null, null, 7, bytes, null, null, null, null);
    }

    private static BackupSummary summary(List<String> warnings, TableExport... exports) {
        return new BackupSummary(
                LocalDate.of(2025, 7, 22),
                "production",
                "my-backup-bucket",
                "native-exports/2025-07-22/manifest.json",
                List.of(exports),
                List.of(),
                warnings);
    }
}
