package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackupMetricsTest {
    private static final Instant NOW = Instant.parse("2025-07-22T03:00:00Z");
    private static final String TONIGHT = "2025-07-22T02:00:04Z";

    @Test
    void aDateWhoseTablesAreAllThereIsOneSuccessfulBackup() {
        assertThat(of(List.of(completed("users", TONIGHT), completed("orders", TONIGHT)), "users", "orders"))
                .isEqualTo(figures(1, 0, 0, 0, 20));
    }

    @Test
    void aTableThatHasOnlyAFailureIsWithoutExportAndOneThatStillRunsIsNot() {
        List<TableExport> exports = List.of(
                export("users", ExportStatus.FAILED, null),
                export("orders", ExportStatus.IN_PROGRESS, TONIGHT),
                completed("keys", TONIGHT));

        assertThat(of(exports, "users", "orders", "keys", "never-tried")).isEqualTo(figures(0, 2, 1, 1, 10));
    }

    @Test
    void aRunningExportIsNoSuccessYet() {
        assertThat(of(List.of(export("users", ExportStatus.IN_PROGRESS, TONIGHT)), "users"))
                .isEqualTo(figures(0, 0, 1, 0, 0));
    }

    @Test
    void aCallForSomeTablesCountsByWhatTheWholeDateHolds() {
        BackupSummary some = summary(
                List.of(completed("users", TONIGHT)),
                List.of(completed("users", TONIGHT), completed("orders", TONIGHT)));

        assertThat(BackupMetrics.of(some, List.of("users", "orders"), NOW)).isEqualTo(figures(1, 0, 0, 0, 10));
        assertThat(BackupMetrics.of(some, List.of("users", "orders", "keys"), NOW))
                .isEqualTo(figures(0, 1, 0, 0, 10));
    }

    @Test
    void tonightsFailureBesideAnEarlierGoodExportOfTheDateIsCountedAndTheTableIsNotWithoutExport() {
        BackupSummary failed =
                summary(List.of(export("users", ExportStatus.FAILED, null)), List.of(completed("users", TONIGHT)));

        assertThat(BackupMetrics.of(failed, List.of("users"), NOW)).isEqualTo(figures(1, 0, 0, 1, 0));
    }

    @Test
    void aTableThatIsNoLongerConfiguredNeitherHelpsNorHarms() {
        assertThat(of(List.of(completed("users", TONIGHT), export("dropped", ExportStatus.FAILED, null)), "users"))
                .isEqualTo(figures(1, 0, 0, 1, 10));
    }

    @Test
    void anOldBackupThatIsFinishedLateIsNoSuccessOfNow() {
        String dayAgo = NOW.minus(Duration.ofHours(24)).toString();
        String more = NOW.minus(Duration.ofHours(24)).minusSeconds(1).toString();

        assertThat(of(List.of(completed("users", dayAgo)), "users")).isEqualTo(figures(1, 0, 0, 0, 10));
        assertThat(of(List.of(completed("users", more)), "users"))
                .as("complete, but too old")
                .isEqualTo(figures(0, 0, 0, 0, 10));
        assertThat(of(List.of(completed("users", TONIGHT), completed("orders", more)), "users", "orders"))
                .as("as old as its oldest table")
                .isEqualTo(figures(0, 0, 0, 0, 20));
    }

    @Test
    void anExportOfUnknownAgeIsNoSuccess() {
        assertThat(of(List.of(completed("users", null)), "users")).isEqualTo(figures(0, 0, 0, 0, 10));
        assertThat(of(List.of(completed("users", "yesterday")), "users")).isEqualTo(figures(0, 0, 0, 0, 10));
    }

    @Test
    void aCallThatFailedAsAWholeLeavesEveryTableWithoutExport() {
        assertThat(BackupMetrics.ofFailure(Map.of("DYNAMODB_TABLES", "[\"users\",\"orders\"]")))
                .isEqualTo(figures(0, 2, 0, 0, 0));
    }

    @Test
    void whereTheTablesAreNotKnownOneIsCountedSoThatTheAlarmGoesOff() {
        for (String tables : List.of("", "users", "[]", "{}", "[\"users\"")) {
            assertThat(BackupMetrics.ofFailure(Map.of("DYNAMODB_TABLES", tables)))
                    .as(tables)
                    .isEqualTo(figures(0, 1, 0, 0, 0));
        }
        assertThat(BackupMetrics.ofFailure(Map.of())).isEqualTo(figures(0, 1, 0, 0, 0));
    }

    private static List<Metric> of(List<TableExport> exports, String... tables) {
        return BackupMetrics.of(summary(exports, exports), List.of(tables), NOW);
    }

    private static BackupSummary summary(List<TableExport> exports, List<TableExport> ofDate) {
        return new BackupSummary(
                LocalDate.of(2025, 7, 22),
                "production",
                "bucket",
                "native-exports/2025-07-22/manifest.json",
                exports,
                ofDate,
                List.of());
    }

    private static TableExport completed(String table, @Nullable String exportTime) {
        return export(table, ExportStatus.COMPLETED, exportTime);
    }

    private static TableExport export(String table, ExportStatus status, @Nullable String exportTime) {
        return new TableExport(
                table, status, null, null, exportTime, null, null, null, null, 10, 0, null, null, null, null);
    }

    private static List<Metric> figures(long whole, long without, long inProgress, long failed, long items) {
        return List.of(
                Metric.count("SuccessfulBackups", whole),
                Metric.count("TablesWithoutExport", without),
                Metric.count("ExportsInProgress", inProgress),
                Metric.count("FailedExports", failed),
                Metric.count("ItemsExported", items));
    }
}
