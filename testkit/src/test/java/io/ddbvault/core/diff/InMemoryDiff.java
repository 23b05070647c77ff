package io.ddbvault.core.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Backups, tables and their comparison, in memory and on a clock of their own. */
final class InMemoryDiff {
    static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    static final String TABLE = "users";

    final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    final InMemoryTables inMemoryTables = new InMemoryTables();
    final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    final Stop stop = Stop.onRequest(clock);
    final Path temporary;

    Tables tables = inMemoryTables;
    ProgressListener listener = ProgressListener.NONE;
    /** With room for hardly more than a dozen keys at a time, the smallest comparison needs several partitions. */
    Share share = new Share(16, 500, 1 << 20, 1 << 20, 2, 2);

    @Nullable
    Integer maxReadUnits;

    /** What reads both sides; null for the process itself. */
    @Nullable
    FindDifferences elsewhere;

    InMemoryDiff(Path temporary) {
        this.temporary = temporary;
    }

    /** The n-th item of a table with the key {@link #ID}. */
    static String item(int number, String value) {
        return "{\"id\":{\"S\":\"u-%d\"},\"v\":{\"S\":\"%s\"}}".formatted(number, value);
    }

    /** Stores a backup of one table, cut into files of these lengths, and what is left in one more. */
    MakeBackup.Export backUp(String date, List<String> items, int... files) {
        List<List<String>> lines = new ArrayList<>();
        int from = 0;
        for (int length : files) {
            lines.add(lines(items.subList(from, from + length)));
            from += length;
        }
        lines.add(lines(items.subList(from, items.size())));
        MakeBackup backup = new MakeBackup("backups", "native-exports", date, "production");
        MakeBackup.Export export = backup.table(TABLE, lines);
        backup.objects().forEach(store::put);
        return export;
    }

    private static List<String> lines(List<String> items) {
        return items.stream().map(item -> "{\"Item\":" + item + "}").toList();
    }

    /** The table as an application would leave it. */
    void table(KeySchema schema, List<String> items) {
        inMemoryTables.create(TABLE, schema);
        items.forEach(item -> inMemoryTables.put(TABLE, item));
    }

    Side.Backup open(String date) {
        return new OpenBackup("backups", new BackupLayout("native-exports"), store)
                .open(LocalDate.parse(date), TABLE, stop);
    }

    Side.Live live() {
        return new Side.Live(tables.describe(TABLE).orElseThrow());
    }

    /** The table as DynamoDB describes one that was made less than six hours ago. */
    Side.Live liveDescribedWithNothing() {
        TableDescription table = live().table();
        return new Side.Live(new TableDescription(
                table.name(), table.arn(), table.id(), table.status(), table.keySchema(), 0, 0, table.settings()));
    }

    /** What a comparison told and came to. */
    record Ran(DiffSummary summary, List<Difference> told) {
        List<String> lines() {
            return told.stream()
                    .map(difference -> difference.kind() + " " + difference.key() + attributes(difference))
                    .toList();
        }

        private static String attributes(Difference difference) {
            return difference.attributes().isEmpty()
                    ? ""
                    : " only here %s, only there %s, changed %s"
                            .formatted(
                                    difference.attributes().onlyHere(),
                                    difference.attributes().onlyThere(),
                                    difference.attributes().changed());
        }

        List<Long> counts() {
            return List.of(summary.onlyHere(), summary.onlyThere(), summary.changed(), summary.same());
        }
    }

    Ran run(Side.Backup here, Side there) {
        return run(here, there, DiffOptions.all(maxReadUnits, temporary), stop);
    }

    Ran run(Side.Backup here, Side there, DiffOptions options, Stop until) {
        List<Difference> told = new ArrayList<>();
        Consumer<Difference> to = told::add;
        FindDifferences others = elsewhere;
        DiffTable diff = others == null
                ? new DiffTable(store, tables, clock, clock, listener, share)
                : new DiffTable(store, tables, clock, clock, listener, others);
        return new Ran(diff.run(here, there, options, to, until), told);
    }

    /** What is left in the folder of temporary files. */
    List<Path> left() {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(path -> !path.equals(temporary)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable String text(byte @Nullable [] item) {
        return item == null ? null : new String(item, UTF_8);
    }
}
