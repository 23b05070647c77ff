package io.ddbvault.core.drill;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryScratchTables;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The table {@code orders} with its backup of 2025-07-20, and drills of it, in memory and on a clock of their own. */
final class InMemoryDrill {
    static final String ID = "20250722T030000Z-0000000a";
    static final String TABLE = "orders";
    static final LocalDate DATE = LocalDate.parse("2025-07-20");
    static final BackupLayout LAYOUT = new BackupLayout("native-exports");
    static final KeySchema KEYS = new KeySchema(List.of(new KeyAttribute("id", "S")));

    final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    final InMemoryTables tables = new InMemoryTables();
    final InMemoryScratchTables scratchTables = new InMemoryScratchTables(tables);
    final InMemoryItemWriter itemWriter = new InMemoryItemWriter(tables);
    final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    final MakeBackup.Export export = backup.table(TABLE, List.of(lines(0, 60), lines(60, 100), List.of()));
    final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    final List<DrillEstimate> estimates = new ArrayList<>();
    final Stop stop = Stop.onRequest(clock);

    /** What the next drill writes by. */
    ItemWriter writer = itemWriter;

    /** How the next drill compares. */
    CompareScratch compare = this::compare;

    /** Who is asked. */
    Confirmation confirmation = estimates::add;

    private final Map<String, String> variables =
            new HashMap<>(Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));

    InMemoryDrill() {
        tables.create(TABLE, KEYS);
        tables.put(TABLE, item(7));
        storeBackup();
    }

    void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** Puts the backup as it is now into the bucket. */
    void storeBackup() {
        backup.objects().forEach(store::put);
    }

    DrillReport run() {
        return run(DrillRequest.ofLatest(TABLE));
    }

    DrillReport run(DrillRequest request) {
        return new Drill(
                        Settings.forRestore(variables),
                        store,
                        tables,
                        scratchTables,
                        writer,
                        compare,
                        clock,
                        clock,
                        new Random(1),
                        "a test",
                        events::add)
                .run(request, ID, confirmation, stop);
    }

    CleanedDrills cleanUp(boolean alsoKept) {
        return new CleanUpDrills(store, LAYOUT, tables, scratchTables, clock).cleanUp(alsoKept);
    }

    /** By the texts of the items, which nothing here spells in two ways. */
    private Comparison compare(LocalDate date, String source, TableDescription scratch, Stop until) {
        List<String> backedUp = items();
        List<String> held = tables.texts(scratch.name());
        long same = held.stream().filter(backedUp::contains).count();
        long missing = backedUp.size() - same;
        List<String> problems =
                missing == 0 ? List.of() : List.of(missing + " items of the backup are not in the table.");
        return new Comparison(true, same, missing, held.size() - same, 0, problems);
    }

    /** The tables that a drill may have left. */
    List<String> leftTables() {
        return scratchTables.names();
    }

    static List<String> items() {
        return IntStream.range(0, 100).mapToObj(InMemoryDrill::item).toList();
    }

    private static List<String> lines(int from, int to) {
        return items().subList(from, to).stream()
                .map(item -> "{\"Item\":" + item + "}")
                .toList();
    }

    static String item(int number) {
        return "{\"id\":{\"S\":\"item-%d\"}}".formatted(number);
    }
}
