package io.ddbvault.report;

import io.ddbvault.core.catalog.CatalogedBackup;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.TableVerifications;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bucket's content as a test needs it, on the morning of 2025-07-22. */
final class Backups {
    static final Instant NOW = Instant.parse("2025-07-22T08:00:00Z");

    private final List<CatalogedBackup> backups = new ArrayList<>();
    private final Set<LocalDate> pruned = new HashSet<>();
    private final Map<String, TableVerifications> verifications = new HashMap<>();
    private final Map<String, DrillResult> drills = new HashMap<>();

    /** Nothing wrong: two tables, backed up on each of the last days, verified and rehearsed. */
    static Backups calm(int days) {
        Backups backups = new Backups();
        for (int ago = days - 1; ago >= 0; ago--) {
            String date = LocalDate.parse("2025-07-22").minusDays(ago).toString();
            backups.on(date, good(date, "orders", 4000), good(date, "users", 1000));
        }
        return backups.proven("orders").proven("users");
    }

    Backups on(String date, TableExport... exports) {
        backups.removeIf(backup -> backup.date().toString().equals(date));
        backups.add(CatalogedBackup.of(new BackupManifest(
                LocalDate.parse(date), "production", date + "T02:00:04Z", "my-bucket", List.of(exports), List.of())));
        return this;
    }

    Backups unreadable(String date, String problem) {
        backups.removeIf(backup -> backup.date().toString().equals(date));
        backups.add(CatalogedBackup.unreadable(LocalDate.parse(date), problem));
        return this;
    }

    Backups without(String date) {
        backups.removeIf(backup -> backup.date().toString().equals(date));
        return this;
    }

    Backups pruned(String date) {
        pruned.add(LocalDate.parse(date));
        return without(date);
    }

    Backups proven(String table) {
        return verified(table, Depth.DEEP, 3, Verdict.GOOD).drilled(table, 10, Verdict.GOOD);
    }

    Backups verified(String table, Depth depth, int daysAgo, Verdict verdict) {
        Map<Depth, Verification> latest = new HashMap<>(verifications
                .getOrDefault(table, TableVerifications.none(table))
                .latest());
        latest.put(
                depth,
                new Verification(
                        LocalDate.parse("2025-07-22").minusDays(daysAgo),
                        NOW.minus(Duration.ofDays(daysAgo)),
                        verdict,
                        null,
                        4,
                        1000,
                        0,
                        verdict == Verdict.GOOD ? List.of() : List.of("s3://my-bucket/a.gz has another MD5")));
        verifications.put(table, new TableVerifications(table, latest));
        return this;
    }

    Backups neverVerified(String table) {
        verifications.remove(table);
        return this;
    }

    Backups drilled(String table, int daysAgo, Verdict verdict) {
        Instant ended = NOW.minus(Duration.ofDays(daysAgo));
        drills.put(
                table,
                new DrillResult(
                        table,
                        LocalDate.parse("2025-07-22").minusDays(daysAgo),
                        ended.minusSeconds(90),
                        ended,
                        verdict,
                        1000,
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(4)));
        return this;
    }

    Backups neverDrilled(String table) {
        drills.remove(table);
        return this;
    }

    ReportPage page() {
        return page(NOW);
    }

    ReportPage page(Instant now) {
        return BuildReport.build(new ReportSources(
                "production",
                "my-bucket",
                "native-exports",
                now,
                LocalDate.parse("2024-06-18"),
                backups,
                pruned,
                verifications,
                drills,
                List.of()));
    }

    static TableExport good(String date, String table, long items) {
        return export(date, table, ExportStatus.COMPLETED, items, items * 100, null, "manifest-summary.json");
    }

    static TableExport failed(String date, String table, @Nullable String message) {
        return export(date, table, ExportStatus.FAILED, 0, 0, message, null);
    }

    static TableExport running(String date, String table) {
        return export(date, table, ExportStatus.IN_PROGRESS, 0, 0, null, null);
    }

    static TableExport export(
            String date,
            String table,
            ExportStatus status,
            long items,
            long bytes,
            @Nullable String message,
            @Nullable String exportManifest) {
        return new TableExport(
                table,
                status,
                null,
                null,
                date + "T02:00:04Z",
                "my-bucket",
                null,
                date + "T02:00:04Z",
                status == ExportStatus.COMPLETED ? date + "T02:06:04Z" : null,
                items,
                bytes,
                message,
                exportManifest,
                null,
                null);
    }
}
