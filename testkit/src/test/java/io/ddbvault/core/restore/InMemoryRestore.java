package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Tables;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Tables, their backup of 2025-07-20, and restores of it, in memory and on a clock of their own. */
public final class InMemoryRestore {
    public static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    public static final BackupLayout LAYOUT = new BackupLayout("native-exports");

    public final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    public final InMemoryTables tables = new InMemoryTables();
    public final InMemoryItemWriter writer = new InMemoryItemWriter(tables);
    public final InMemoryExistingItems existing = new InMemoryExistingItems(tables);
    public final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");

    /** What the next restore has to work with; of the heap some 50 MiB for each table that is restored side by side. */
    public long heapBytes = Runtime.getRuntime().maxMemory();

    public int cores = Runtime.getRuntime().availableProcessors();

    /** Hears of the next restore. */
    public ProgressListener listener = ProgressListener.NONE;

    /** What the next restore looks at tables with. */
    public ExistingItems looks = existing;

    /** Who runs the next restore. */
    public String owner = "a test";

    private final Map<String, String> variables =
            new HashMap<>(Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));

    /** Sets a variable for the restores to come. */
    public void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** Each table has 40 items, and its backup 131 others in four files. */
    public void backUp(String... names) {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        for (String table : names) {
            tables.create(table, ID);
            IntStream.range(0, 40).forEach(i -> tables.put(table, item("live-" + i)));
            backup.table(table, List.of(lines(0, 100), lines(100, 130), lines(130, 131), List.of()));
        }
        backup.objects().forEach(store::put);
    }

    public RestoreReport run(RestoreRequest request, String id) {
        return run(request, id, writer);
    }

    public RestoreReport run(RestoreRequest request, String id, ItemWriter through) {
        return run(request, id, through, Stop.onRequest(clock));
    }

    /** The tables are described and scanned by this one. */
    public RestoreReport run(RestoreRequest request, String id, Tables described, ItemWriter through) {
        return run(request, id, described, through, Stop.onRequest(clock));
    }

    public RestoreReport run(RestoreRequest request, String id, ItemWriter through, Stop stop) {
        return run(request, id, tables, through, stop);
    }

    private RestoreReport run(RestoreRequest request, String id, Tables described, ItemWriter through, Stop stop) {
        return new Restore(
                        Settings.forRestore(variables),
                        store,
                        described,
                        through,
                        looks,
                        clock,
                        clock,
                        owner,
                        listener,
                        heapBytes,
                        cores)
                .run(request, id, stop);
    }

    /** Stops once it has written or deleted so many batches. */
    public RestoreReport runAndStopAfter(int batches, RestoreRequest request, String id) {
        Stop stop = Stop.onRequest(clock);
        AtomicInteger left = new AtomicInteger(batches);
        return run(
                request,
                id,
                batch -> {
                    ItemWriter.Outcome outcome = writer.write(batch);
                    if (left.decrementAndGet() <= 0) {
                        stop.request("the test's stop");
                    }
                    return outcome;
                },
                stop);
    }

    /** Runs something while the restore writes its n-th batch, from 1. */
    public RestoreReport runAndDuring(int batch, Runnable meanwhile, RestoreRequest request, String id) {
        AtomicInteger batches = new AtomicInteger();
        return run(request, id, (WriteBatch each) -> {
            if (batches.incrementAndGet() == batch) {
                meanwhile.run();
            }
            return writer.write(each);
        });
    }

    public RestoreStatus status(String id) {
        return new ReadRestoreStatus(store, LAYOUT, clock).read(id);
    }

    /** What the backup has of each table. */
    public static List<String> items() {
        return IntStream.range(0, 131).mapToObj(i -> item("item-" + i)).toList();
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"Item\":" + item("item-" + i) + "}")
                .toList();
    }

    public static String item(String id) {
        return "{\"id\":{\"S\":\"%s\"}}".formatted(id);
    }
}
