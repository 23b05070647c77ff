package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.KeyPage;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clear_mode: "after"}: the table is never empty, and ends up with the backup and with what came meanwhile. */
class ClearAfterTest {
    private static final KeySchema KEY =
            new KeySchema(List.of(new KeyAttribute("id", "N"), new KeyAttribute("at", "B")));
    private static final String ID = "20250722T030000Z-00000001";
    private static final RestoreRequest AFTER = new RestoreRequest(null, null, false, true, 2)
            .toBuilder().clearMode(ClearMode.AFTER).build();

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryItemWriter writer = new InMemoryItemWriter(tables);
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");

    /** Of the 60 rows that the table holds, 20 are in the backup, spelled otherwise. */
    @BeforeEach
    void aTableAndABackupThatOverlap() {
        tables.create("orders", KEY);
        IntStream.range(80, 140).forEach(i -> tables.put("orders", item(i + ".0", "live")));
        backup.table("orders", List.of(lines(0, 50), lines(50, 100), List.of()));
        backup.objects().forEach(store::put);
    }

    @Test
    void theTableIsNeverEmptyAndEndsWithTheBackupAndWhatTheApplicationAdded() {
        AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
        AtomicBoolean added = new AtomicBoolean();
        RestoreReport report = run(
                AFTER,
                batch -> {
                    if (added.compareAndSet(false, true)) {
                        tables.put("orders", item("777", "added"));
                    }
                    ItemWriter.Outcome outcome = writer.write(batch);
                    fewest.accumulateAndGet(tables.items("orders").size(), Math::min);
                    return outcome;
                },
                tables);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(100);
        assertThat(result.itemsCleared()).isEqualTo(40);
        assertThat(fewest.get()).isGreaterThanOrEqualTo(60);
        assertThat(report.warnings()).containsExactly("1 rows came into orders while the restore ran; they stay.");
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(backupAnd(item("777", "added")));
    }

    @ParameterizedTest(name = "stopped after every {0} batches")
    @ValueSource(ints = {1, 2, 3})
    void stoppedAgainAndAgainItEndsTheSame(int batches) {
        RestoreReport report = run(AFTER, batches);
        for (int call = 0; report.restoreId() != null && call < 100; call++) {
            clock.advance(Duration.ofMinutes(15));
            report = run(RestoreRequest.goOnWith(ID), batches);
        }

        assertThat(report.results()).extracting(TableResult::status).containsExactly(TableStatus.COMPLETED);
        assertThat(report.results().get(0).itemsCleared()).isEqualTo(40);
        assertThat(report.results().get(0).itemsWritten()).isEqualTo(100);
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(backupAnd());
    }

    @Test
    void nothingIsDeletedWhereNotEverythingCouldBeWritten() {
        List<String> lines = new ArrayList<>(lines(0, 100));
        lines.set(7, "{\"Item\":");
        MakeBackup broken = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        broken.table("orders", List.of(lines));
        broken.entry(0)
                .put(
                        "key_schema",
                        List.of(
                                Map.of("attribute_name", "id", "attribute_type", "N"),
                                Map.of("attribute_name", "at", "attribute_type", "B")));
        broken.objects().forEach(store::put);

        TableResult result = run(AFTER, writer, tables).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsCleared()).isZero();
        assertThat(result.error())
                .endsWith(
                        "What the table held before is still in it: that is deleted only where every item was written.");
        assertThat(tables.texts("orders")).contains(item("139.0", "live"));
    }

    @Test
    void keysThatDoNotFitIntoMemoryAreRefusedBeforeAnythingIsTouched() {
        List<String> before = tables.texts("orders");

        for (boolean dryRun : List.of(true, false)) {
            RestoreRequest request = new RestoreRequest(null, null, dryRun, true, 2)
                    .toBuilder().clearMode(ClearMode.AFTER).build();
            TableResult result =
                    run(request, writer, described(500_000_000L)).results().get(0);

            assertThat(result.status()).isEqualTo(dryRun ? TableStatus.ERROR : TableStatus.FAILED);
            assertThat(result.error())
                    .contains("the keys of orders and of its backup, 500,000,100 in all: they take up to 17,001 MB")
                    .contains("or use clear_mode \"before\"");
        }
        assertThat(tables.texts("orders")).isEqualTo(before);
        assertThat(writer.calls()).isZero();
    }

    private RestoreReport run(RestoreRequest request, int batches) {
        Stop stop = Stop.onRequest(clock);
        AtomicInteger left = new AtomicInteger(batches);
        ItemWriter stopping = (WriteBatch batch) -> {
            ItemWriter.Outcome outcome = writer.write(batch);
            if (left.decrementAndGet() <= 0) {
                stop.request("the deadline");
            }
            return outcome;
        };
        return run(request, stopping, tables, stop);
    }

    private RestoreReport run(RestoreRequest request, ItemWriter through, Tables described) {
        return run(request, through, described, Stop.onRequest(clock));
    }

    private RestoreReport run(RestoreRequest request, ItemWriter through, Tables described, Stop stop) {
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        return new Restore(
                        settings,
                        store,
                        described,
                        through,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        ProgressListener.NONE)
                .run(request, ID, stop);
    }

    /** The tables, with another count of their items. */
    private Tables described(long items) {
        return new Tables() {
            @Override
            public Optional<TableDescription> describe(String table) {
                return tables.describe(table)
                        .map(is -> new TableDescription(
                                is.name(),
                                is.arn(),
                                is.id(),
                                is.status(),
                                is.keySchema(),
                                items,
                                is.sizeBytes(),
                                is.settings()));
            }

            @Override
            public Optional<String> timeToLive(String table) {
                return tables.timeToLive(table);
            }

            @Override
            public Iterator<KeyPage> keyPages(TableDescription table, Segment segment) {
                return tables.keyPages(table, segment);
            }

            @Override
            public Iterator<ItemPage> itemPages(TableDescription table, Segment segment) {
                return tables.itemPages(table, segment);
            }

            @Override
            public FoundItems items(TableDescription table, List<byte[]> keys) {
                return tables.items(table, keys);
            }
        };
    }

    private static List<String> backupAnd(String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        IntStream.range(0, 100).forEach(i -> all.add(item(Integer.toString(i), "backup")));
        return all;
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"Item\":" + item(Integer.toString(i), "backup") + "}")
                .toList();
    }

    private static String item(String id, String of) {
        return "{\"of\":{\"S\":\"%s\"},\"id\":{\"N\":\"%s\"},\"at\":{\"B\":\"AQID\"}}".formatted(of, id);
    }
}
