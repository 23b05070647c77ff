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
import io.ddbvault.core.manifest.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Backups as a shop might have them, up to the morning of 2025-07-22: most nights good, tables that grow, shrink and come
 * late, a night here and there that was left out. The same seed makes the same.
 */
final class GenerateSources {
    static final Instant NOW = Instant.parse("2025-07-22T08:00:00Z");
    private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
    private static final List<String> NAMES = List.of(
            "users",
            "orders",
            "order-lines",
            "carts",
            "products",
            "prices",
            "stock",
            "payments",
            "refunds",
            "sessions",
            "api-keys",
            "audit-log",
            "coupons",
            "reviews",
            "shipments",
            "suppliers");
    private static final List<String> FAILURES = List.of(
            "the export was cancelled by DynamoDB",
            "point-in-time recovery was disabled while the export ran",
            "LimitExceededException: Maximum number of concurrent exports exceeded");

    private final Random random;
    private final int days;
    private final List<Table> tables = new ArrayList<>();

    private record Table(String name, long items, double growth, int bytesPerItem, int bornOn) {}

    private GenerateSources(long seed, int days, int tables) {
        this.random = new Random(seed);
        this.days = days;
        for (int i = 0; i < tables; i++) {
            String name = i < NAMES.size()
                    ? NAMES.get(i)
                    : "%s-%02d".formatted(NAMES.get(i % NAMES.size()), i / NAMES.size());
            this.tables.add(new Table(
                    name,
                    (long) Math.pow(10, 3 + 4 * random.nextDouble()),
                    random.nextInt(5) == 0 ? -0.0008 : 0.004 * random.nextDouble(),
                    150 + random.nextInt(1500),
                    random.nextInt(4) == 0 ? random.nextInt(Math.max(1, days / 2)) : 0));
        }
    }

    static ReportSources generate(long seed, int days, int tables) {
        return new GenerateSources(seed, days, tables).sources();
    }

    private ReportSources sources() {
        List<CatalogedBackup> backups = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            LocalDate date = TODAY.minusDays(days - 1L - day);
            boolean last = day == days - 1;
            double fate = last ? 1 : random.nextDouble();
            if (fate < 0.012) {
                continue;
            }
            backups.add(
                    fate < 0.015
                            ? CatalogedBackup.unreadable(
                                    date,
                                    "s3://my-backup-bucket/native-exports/%s/manifest.json is not JSON".formatted(date))
                            : CatalogedBackup.of(manifest(date, day, fate)));
        }
        Map<String, TableVerifications> verifications = new HashMap<>();
        Map<String, DrillResult> drills = new HashMap<>();
        for (Table table : tables) {
            verifications.put(table.name(), verifications(table));
            if (random.nextInt(10) < 7) {
                drills.put(table.name(), drill(table));
            }
        }
        return new ReportSources(
                "production",
                "my-backup-bucket",
                "native-exports",
                NOW,
                TODAY.minusDays(days - 1L),
                backups,
                Set.of(),
                verifications,
                drills,
                List.of());
    }

    private BackupManifest manifest(LocalDate date, int day, double fate) {
        Instant begin = date.atTime(2, 0).toInstant(ZoneOffset.UTC).plusSeconds(random.nextInt(20));
        List<TableExport> exports = new ArrayList<>();
        boolean wholeNight = fate < 0.02;
        int bad = fate < 0.05 ? random.nextInt(tables.size()) : day == days - 1 ? 3 : -1;
        for (int i = 0; i < tables.size(); i++) {
            Table table = tables.get(i);
            if (table.bornOn() <= day) {
                exports.add(export(table, begin, day, wholeNight || i == bad));
            }
        }
        return new BackupManifest(date, "production", Timestamps.format(begin), "my-backup-bucket", exports, List.of());
    }

    private TableExport export(Table table, Instant begin, int day, boolean failed) {
        long items = items(table, day);
        long bytes = items * table.bytesPerItem();
        Instant end = begin.plusSeconds(240 + random.nextInt(90) + bytes / 40_000_000);
        return new TableExport(
                table.name(),
                failed ? ExportStatus.FAILED : ExportStatus.COMPLETED,
                null,
                null,
                Timestamps.format(begin),
                "my-backup-bucket",
                null,
                Timestamps.format(begin),
                failed ? null : Timestamps.format(end),
                failed ? 0 : items,
                failed ? 0 : bytes,
                failed ? FAILURES.get(random.nextInt(FAILURES.size())) : null,
                failed ? null : "manifest-summary.json",
                null,
                null);
    }

    private long items(Table table, int day) {
        double weekly = 1 + 0.02 * Math.sin(day * 2 * Math.PI / 7) + 0.004 * random.nextGaussian();
        double items = table.items() * Math.exp(table.growth() * day) * weekly;
        boolean dropped = table.name().equals("stock") && day >= days - 2;
        // Old sessions are cleared each quarter.
        double cleared = table.name().equals("sessions") ? 0.25 + 0.75 * (day % 91) / 91.0 : 1;
        return Math.max(1, Math.round(items * cleared * (dropped ? 0.31 : 1)));
    }

    private TableVerifications verifications(Table table) {
        Map<Depth, Verification> latest = new EnumMap<>(Depth.class);
        latest.put(Depth.QUICK, verification(1));
        if (random.nextInt(10) < 8) {
            latest.put(Depth.DEEP, verification(random.nextInt(12) == 0 ? 41 : random.nextInt(28)));
        }
        return new TableVerifications(table.name(), latest);
    }

    private static Verification verification(int daysAgo) {
        Instant when = NOW.minus(Duration.ofDays(daysAgo)).minusSeconds(3600);
        return new Verification(
                LocalDate.ofInstant(when, ZoneOffset.UTC), when, Verdict.GOOD, null, 4, 1000, 0, List.of());
    }

    private DrillResult drill(Table table) {
        Instant ended = NOW.minus(Duration.ofDays(random.nextInt(70)));
        Duration took = Duration.ofSeconds(60 + table.items() / 9000);
        return new DrillResult(
                table.name(),
                LocalDate.ofInstant(ended, ZoneOffset.UTC),
                ended.minus(took),
                ended,
                Verdict.GOOD,
                table.items(),
                took,
                took.multipliedBy(2));
    }
}
