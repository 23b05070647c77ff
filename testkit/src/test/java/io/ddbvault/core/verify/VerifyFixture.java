package io.ddbvault.core.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A bucket in memory with one night's backup of two tables, and its verification. */
final class VerifyFixture {
    static final String DATE = "2025-07-22";
    static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));

    final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    final InMemoryTables tables = new InMemoryTables();
    final FakeClock clock = FakeClock.at("2025-07-22T08:00:00Z");
    final Stop stop = Stop.onRequest(clock);
    final BackupLayout layout = new BackupLayout("exports");
    final List<ProgressEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<ReadEstimate> estimates = new ArrayList<>();
    final MakeBackup backup = new MakeBackup("backups", "exports", DATE, "production");
    /** 5 items in two files, and an empty file. */
    final MakeBackup.Export users = backup.table("users", List.of(lines("u", 0, 3), lines("u", 3, 5), List.of()));
    /** 4 items in one file. */
    final MakeBackup.Export orders = backup.table("orders", List.of(lines("o", 0, 4)));

    long heapBytes = 64 << 20;
    int threads = 3;

    final Path temporary;

    VerifyFixture(Path temporary) {
        this.temporary = temporary;
        backup.entry(0).put("key_schema", keySchema("id"));
        backup.entry(1).put("key_schema", keySchema("id"));
    }

    static List<Map<String, String>> keySchema(String attribute) {
        return List.of(Map.of("attribute_name", attribute, "attribute_type", "S"));
    }

    static List<String> lines(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> line(prefix + i)).toList();
    }

    static String line(String id) {
        return "{\"Item\":{\"id\":{\"S\":\"%s\"},\"secret\":{\"S\":\"value of %s\"}}}".formatted(id, id);
    }

    /** Puts the backup as it was made, and spoiled, into the bucket. */
    VerifyFixture stored() {
        backup.objects().forEach(store::put);
        return this;
    }

    VerificationReport quick() {
        return run(request(LocalDate.parse(DATE), false, List.of(), Depth.QUICK, 1));
    }

    VerificationReport deep() {
        return run(request(LocalDate.parse(DATE), false, List.of(), Depth.DEEP, 1));
    }

    VerifyRequest request(@Nullable LocalDate date, boolean all, List<String> named, Depth depth, double share) {
        return new VerifyRequest(date, all, named, depth, share, LocalDate.parse(DATE), threads);
    }

    VerificationReport run(VerifyRequest request) {
        return run(request, true);
    }

    VerificationReport run(VerifyRequest request, boolean record) {
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "S3_EXPORTS_PREFIX", "exports"));
        return new Verify(settings, store, tables, clock, clock, heapBytes, temporary, events::add)
                .run(request, record, estimates::add, stop);
    }

    /** Makes a data file of these lines, with the right checksums and the counts as they were. */
    void rewrite(MakeBackup.Export export, int file, List<String> lines) {
        export.rewriteDataFile(file, MakeBackup.gzip(lines));
    }

    /** Replaces text in one of the export's two manifests, and its checksum with it. */
    void rewrite(MakeBackup.Export export, String key, String from, String to) {
        String text = new String(export.content(key), UTF_8);
        if (!text.contains(from)) {
            throw new AssertionError(text);
        }
        export.rewrite(key, text.replace(from, to));
    }

    static VerifiedTable table(VerificationReport report, String name) {
        return report.tables().stream()
                .filter(table -> table.table().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<String> problems(VerifiedTable table) {
        return table.problems().stream().map(Problem::text).toList();
    }
}
