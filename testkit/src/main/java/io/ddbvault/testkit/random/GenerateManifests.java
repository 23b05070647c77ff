package io.ddbvault.testkit.random;

import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.MergeManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes random manifests as runs of ddbvault leave them: any number of tables and attempts. Not thread-safe. */
public final class GenerateManifests {
    private static final List<ExportStatus> STATUSES = List.of(ExportStatus.values());
    private static final Instant FIRST = Instant.parse("2025-07-22T02:00:00Z");

    private final SplittableRandom random;

    public GenerateManifests(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public BackupManifest manifest() {
        BackupManifest empty = new BackupManifest(
                LocalDate.of(2025, 7, 22), "production", "2025-07-22T02:07:31Z", "backups", List.of(), List.of());
        List<TableExport> attempts = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            attempts.add(export("table-" + random.nextInt(4), i));
        }
        return MergeManifests.with(empty, attempts);
    }

    /** @param number tells exports apart */
    private TableExport export(String table, int number) {
        ExportStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
        boolean started = status != ExportStatus.FAILED || random.nextBoolean();
        Instant start = FIRST.plusSeconds(random.nextInt(3600));
        String tableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/" + table;
        String id = "%014d-%08x".formatted(start.toEpochMilli(), number);
        String prefix = "native-exports/2025-07-22/" + table;
        boolean completed = status == ExportStatus.COMPLETED;
        return new TableExport(
                table,
                status,
                started ? tableArn + "/export/" + id : null,
                perhaps(tableArn),
                perhaps(start.toString()),
                perhaps("backups"),
                perhaps(prefix + (random.nextBoolean() ? "/" : "")),
                start.toString(),
                completed ? perhaps(start.plusSeconds(300).toString()) : null,
                completed ? random.nextLong(1_000_000) : 0,
                completed ? random.nextLong(1L << 40) : 0,
                status == ExportStatus.FAILED ? perhaps("because\nof \"this\" \\ é 🔐") : null,
                completed ? perhaps(prefix + "/AWSDynamoDB/" + id + "/manifest-summary.json") : null,
                started ? perhaps("2025-07-22T02:00:00Z") : "run " + number,
                random.nextBoolean() ? keySchema() : null);
    }

    private KeySchema keySchema() {
        KeyAttribute partition = new KeyAttribute("pk", type());
        return new KeySchema(
                random.nextBoolean() ? List.of(partition) : List.of(partition, new KeyAttribute("sk", type())));
    }

    private String type() {
        return List.of("S", "N", "B").get(random.nextInt(3));
    }

    private @Nullable String perhaps(String text) {
        return random.nextInt(5) == 0 ? null : text;
    }
}
