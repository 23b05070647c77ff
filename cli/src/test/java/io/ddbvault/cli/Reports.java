package io.ddbvault.cli;

import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.core.restore.WriteMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results of backups and restores that never ran. */
public final class Reports {
    public static final LocalDate DATE = LocalDate.of(2025, 7, 22);

    private Reports() {}

    public static BackupSummary backup() {
        return backup(export("users", ExportStatus.COMPLETED, null));
    }

    public static BackupSummary backup(TableExport... exports) {
        return new BackupSummary(
                DATE,
                "test",
                "bucket",
                "native-exports/2025-07-22/manifest.json",
                List.of(exports),
                List.of(exports),
                List.of());
    }

    public static TableExport export(String table, ExportStatus status, @Nullable String failure) {
        long items = status == ExportStatus.COMPLETED ? 50_000 : 0;
        return new TableExport(
                table, status, null, null, null, null, null, null, null, items, items * 320, failure, null, null, null);
    }

    public static RestoreReport restore() {
        return restore(false, completed("users"));
    }

    public static RestoreReport restore(boolean dryRun, TableResult... results) {
        return report(dryRun, List.of(), results);
    }

    public static RestoreReport rejects(TableResult... results) {
        return report(false, List.of("key"), results);
    }

    private static RestoreReport report(boolean dryRun, List<String> rejects, TableResult... results) {
        return new RestoreReport(
                null,
                DATE,
                "test",
                "bucket",
                "native-exports",
                dryRun,
                true,
                5,
                Duration.ofMillis(12_340),
                Instant.parse("2025-07-22T03:00:00Z"),
                List.of(results),
                List.of(),
                rejects,
                0,
                WriteMode.ALL);
    }

    public static TableResult completed(String table) {
        return new TableResult(table, TableStatus.COMPLETED, null, 4, 50_000, 50_000, 0, 1_200, null, null);
    }

    public static TableResult ended(String table, TableStatus status, String error) {
        return new TableResult(table, status, null, 0, 50_000, 0, 0, 0, null, error);
    }
}
