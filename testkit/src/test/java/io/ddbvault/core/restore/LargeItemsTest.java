package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.random.LargeItems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items as large as DynamoDB takes them, 25 at a time, in a heap of 128 MiB. */
@Timeout(120)
class LargeItemsTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final int ITEMS = 25;
    private static final long SEED = 20250722;

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final Map<Long, Integer> expected = new ConcurrentHashMap<>();
    private long jsonBytes;

    @ParameterizedTest(name = "{0}, seed " + SEED)
    @EnumSource
    void allOfThemArriveWholeWhateverTheirJsonIs(LargeItems.Kind kind) throws IOException {
        makeBackup(kind, true);

        assertRestored();
    }

    /** The items' keys are compared before, which a backup of the Python original needs. */
    @Tag("slow")
    @ParameterizedTest(name = "{0}, seed " + SEED)
    @EnumSource
    void allOfThemArriveWholeWhereTheKeysHaveToBeReadFirst(LargeItems.Kind kind) throws IOException {
        makeBackup(kind, false);

        assertRestored();
    }

    private void assertRestored() {
        AtomicLong written = new AtomicLong();
        TableResult result = restore(batch -> {
            assertThat(batch.byteCount()).isLessThan(batch.size() == 1 ? 16 << 20 : WriteBatch.MAX_BYTES + 1);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(expected.remove(crc(batch.body(), batch.start(i), batch.end(i))))
                        .isEqualTo(batch.end(i) - batch.start(i));
            }
            written.addAndGet(batch.byteCount());
            return new ItemWriter.Answered(List.of());
        });

        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(ITEMS);
        assertThat(expected).isEmpty();
        assertThat(written.get()).isEqualTo(jsonBytes).isGreaterThan(500_000L * ITEMS);
    }

    private void makeBackup(LargeItems.Kind kind, boolean withKeySchema) throws IOException {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        MakeBackup.Export export = backup.table("orders", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"x\"}}}")));
        export.rewriteDataFile(0, dataFile(kind));
        for (String key : List.of(export.filesKey(), export.summaryKey())) {
            String text = new String(export.content(key), UTF_8);
            export.rewrite(key, text.replace("\"itemCount\":1", "\"itemCount\":" + ITEMS));
        }
        backup.entry(0).put("item_count", ITEMS);
        if (withKeySchema) {
            backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        }
        backup.objects().forEach(store::put);
        tables.create("orders", ID);
    }

    private byte[] dataFile(LargeItems.Kind kind) throws IOException {
        LargeItems items = new LargeItems(SEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < ITEMS; i++) {
                byte[] item = Json.compact(items.item(kind, "item-" + i)).getBytes(UTF_8);
                expected.put(crc(item, 0, item.length), item.length);
                jsonBytes += item.length;
                lines.write("{\"Item\":".getBytes(UTF_8));
                lines.write(item);
                lines.write("}\n".getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private TableResult restore(ItemWriter writer) {
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        return new Restore(
                        settings,
                        store,
                        tables,
                        writer,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        ProgressListener.NONE)
                .run(RestoreRequest.LATEST, "20250722T030000Z-00000001", Stop.onRequest(clock))
                .results()
                .get(0);
    }

    private static long crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }
}
