package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.backup.Backup;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MarkedBackup;
import io.ddbvault.testkit.ScriptedExports;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What listeners hear they may log. */
class EventsHoldNoItemsTest {
    private static final String TABLE = "orders";
    private static final Map<String, String> VARIABLES = Map.of(
            "BACKUP_BUCKET", "backups",
            "ENVIRONMENT", "production",
            "TABLE_NAME_PATTERN", "",
            "DYNAMODB_TABLES", "[\"orders\",\"missing\"]");

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();

    EventsHoldNoItemsTest() {
        tables.create(TABLE, new KeySchema(List.of(new KeyAttribute("id", "S"))));
        for (int i = 0; i < 30; i++) {
            tables.put(TABLE, MarkedBackup.item(i));
        }
    }

    @Test
    void aBackupsEventsNameTablesAndCountsAlone() {
        ScriptedExports exports = new ScriptedExports(tables, store, "backups", clock);
        new Backup(Settings.forBackup(VARIABLES), store, tables, exports, clock, clock, events::add, new Random(1))
                .run(BackupRequest.ALL, Stop.onRequest(clock));

        assertThat(events).hasSizeGreaterThan(2);
        assertNoItemIn(events);
    }

    @Test
    void aRestoresEventsNameTablesAndCountsAlone() {
        MarkedBackup.of("backups", TABLE).objects().forEach(store::put);
        InMemoryItemWriter real = new InMemoryItemWriter(tables);
        real.faults()
                .on(InMemoryItemWriter.Call.WRITE)
                .passing(1)
                .returning(new ItemWriter.Throttled("slow down"))
                .times(3)
                .returning(new ItemWriter.Unavailable("no answer"));

        RestoreReport report = new Restore(
                        Settings.forRestore(VARIABLES),
                        store,
                        tables,
                        real,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        events::add)
                .run(
                        new RestoreRequest(null, List.of(TABLE), false, true, 3),
                        "20250722T030000Z-00000001",
                        Stop.onRequest(clock));

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsFailed()).isGreaterThan(MarkedBackup.MALFORMED_LINES);
        assertThat(events).hasSizeGreaterThan(5);
        assertNoItemIn(events);
        MarkedBackup.requireNoValue("the result", report.toString());
        real.faults().assertAllFired();
    }

    /** They are records, so their text is all that they hold. */
    private static void assertNoItemIn(List<ProgressEvent> events) {
        events.forEach(event -> MarkedBackup.requireNoItem("an event", event.toString()));
    }
}
