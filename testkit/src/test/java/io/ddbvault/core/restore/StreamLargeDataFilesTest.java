package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** These tests run in a heap of 128 MiB, which the module's pom.xml sets. */
class StreamLargeDataFilesTest {
    private static final int ITEMS = 1_000_000;

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");

    @Test
    void aDataFileLargerThanTheHeapIsRestored() throws IOException {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(128L << 20);
        String line = "{\"Item\":{\"id\":{\"S\":\"item-%07d\"},\"v\":{\"S\":\"" + "x".repeat(250) + "\"}}}";
        long bytes = (long) line.formatted(0).length() * ITEMS;
        assertThat(bytes).isGreaterThan(2 * Runtime.getRuntime().maxMemory());
        backup(lines(line, ITEMS), ITEMS);
        LongAdder items = new LongAdder();
        LongAdder sum = new LongAdder();

        TableResult result = restore(batch -> {
            for (int i = 0; i < batch.size(); i++) {
                String id = new String(batch.body(), batch.start(i) + "{\"id\":{\"S\":\"item-".length(), 7, UTF_8);
                sum.add(Long.parseLong(id));
            }
            items.add(batch.size());
            return new ItemWriter.Answered(List.of());
        });

        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(ITEMS);
        assertThat(items.sum()).isEqualTo(ITEMS);
        assertThat(sum.sum()).isEqualTo((long) ITEMS * (ITEMS - 1) / 2);
    }

    @Test
    void manyItemsOfSeveralMebibytesOfJsonAreRestoredInTheSameHeap() throws IOException {
        // 400 KB stored can be megabytes of JSON: here a list of 100,000 nulls, each 13 bytes.
        String line = "{\"Item\":{\"id\":{\"S\":\"item-%07d\"},\"v\":{\"L\":["
                + "{\"NULL\":true},".repeat(200_000)
                + "{\"NULL\":true}]}}}";
        backup(lines(line, 60), 60);
        LongAdder bytes = new LongAdder();

        TableResult result = restore(batch -> {
            assertThat(batch.size()).isEqualTo(1);
            bytes.add(batch.byteCount());
            return new ItemWriter.Answered(List.of());
        });

        assertThat(result.error()).isNull();
        assertThat(result.itemsWritten()).isEqualTo(60);
        assertThat(bytes.sum()).isEqualTo(60L * (line.formatted(0).length() - "{\"Item\":}".length()));
    }

    private void backup(byte[] dataFile, int items) {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        MakeBackup.Export export = backup.table("orders", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"x\"}}}")));
        export.rewriteDataFile(0, dataFile);
        for (String key : List.of(export.filesKey(), export.summaryKey())) {
            export.rewrite(
                    key, new String(export.content(key), UTF_8).replace("\"itemCount\":1", "\"itemCount\":" + items));
        }
        backup.entry(0).put("item_count", items);
        // Known from the manifest, so that no sample of the items has to be parsed.
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        backup.objects().forEach(store::put);
        tables.create("orders", new KeySchema(List.of(new KeyAttribute("id", "S"))));
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

    private static byte[] lines(String pattern, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            String[] around = pattern.split("%07d", 2);
            byte[] before = around[0].getBytes(UTF_8);
            byte[] after = (around[1] + "\n").getBytes(UTF_8);
            for (int i = 0; i < count; i++) {
                out.write(before);
                out.write("%07d".formatted(i).getBytes(UTF_8));
                out.write(after);
            }
        }
        return bytes.toByteArray();
    }
}
