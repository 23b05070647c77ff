package io.ddbvault.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.ScriptedExports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Two tables, users with three items and visits with one, and an AWS in memory around them. */
final class BackupFixture {
    static final LocalDate TODAY = LocalDate.of(2025, 7, 22);
    static final Instant TRIGGERED = Instant.parse("2025-07-22T02:00:00Z");
    static final BackupRequest SCHEDULED = new BackupRequest(TRIGGERED, "event-1", null, null);
    static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));

    final FakeClock clock;
    final InMemoryBackupStore store;
    final InMemoryTables tables;
    final ScriptedExports exports;
    final List<ProgressEvent> events = new ArrayList<>();
    private final Random random = new Random(20250722);

    BackupFixture() {
        clock = FakeClock.at("2025-07-22T02:00:04Z");
        store = new InMemoryBackupStore();
        tables = new InMemoryTables();
        exports = new ScriptedExports(tables, store, "backups", clock);
        tables.create("prod-users", ID);
        tables.create("prod-visits", ID);
        for (String id : List.of("a", "b", "c")) {
            tables.put("prod-users", "{\"id\":{\"S\":\"%s\"}}".formatted(id));
        }
        tables.put("prod-visits", "{\"id\":{\"S\":\"1\"}}");
    }

    /** Another process that sees the same AWS. */
    BackupFixture(BackupFixture other) {
        clock = other.clock;
        store = other.store;
        tables = other.tables;
        exports = other.exports;
    }

    BackupSummary run(BackupRequest request) {
        return run(request, Stop.onRequest(clock));
    }

    BackupSummary run(BackupRequest request, Duration time) {
        return run(request, new Stop(clock, clock.instant().plus(time)));
    }

    BackupSummary run(BackupRequest request, Stop stop) {
        Settings settings = Settings.forBackup(Map.of(
                "BACKUP_BUCKET", "backups",
                "ENVIRONMENT", "prod",
                "DYNAMODB_TABLES", "[\"prod-users\",\"prod-visits\"]",
                "S3_BUCKET_OWNER", "111122223333",
                "S3_SSE_KMS_KEY_ID", "alias/backups",
                "TABLE_NAME_PATTERN", "{environment}-{type}"));
        return new Backup(settings, store, tables, exports, clock, clock, events::add, random).run(request, stop);
    }

    static String manifestKey(LocalDate date) {
        return "native-exports/" + date + "/manifest.json";
    }

    BackupManifest manifest() {
        return manifest(TODAY);
    }

    BackupManifest manifest(LocalDate date) {
        String key = manifestKey(date);
        return BackupManifestJson.read(store.bytes(key), date, store.uri(key));
    }

    /** The export that stands in today's manifest. */
    TableExport standing(String table) {
        return manifest().exports().stream()
                .filter(export -> export.tableName().equals(table))
                .findFirst()
                .orElseThrow();
    }

    List<String> tokens() {
        return exports.startCalls().stream().map(ExportRequest::clientToken).collect(Collectors.toList());
    }

    static TableExport exportOf(BackupSummary summary, String table) {
        return summary.exports().stream()
                .filter(export -> export.tableName().equals(table))
                .findFirst()
                .orElseThrow();
    }

    static void assertStatuses(BackupSummary summary, ExportStatus... statuses) {
        assertThat(summary.exports()).extracting(TableExport::status).containsExactly(statuses);
    }

    static DdbvaultException denied() {
        return new DdbvaultException(ErrorCode.ACCESS_DENIED, "s3://backups: s3:GetObject is denied.");
    }

    static DdbvaultException unavailable() {
        return new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "DynamoDB does not answer.");
    }
}
