package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backups made to hang a restore, to fill its memory or to lead it astray. The heap is 128 MiB here. */
@Timeout(60)
class HostileInputTest {
    private static final String LIVE = "{\"id\":{\"S\":\"live\"}}";

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    private final MakeBackup.Export export =
            backup.table("orders", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"x\"}}}")));

    @Test
    void aFileOfOneEndlessLineEndsWithThePlaceAndNothingWritten() throws IOException {
        export.rewriteDataFile(0, bomb(new byte[1 << 20], 500));

        TableResult result = restore();

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error()).contains("line 1 is longer than 16777215 bytes");
        assertThat(tables.texts("orders")).containsExactly(LIVE);
    }

    @Test
    void aFileOfMillionsOfEmptyLinesIsNotReadBehindTheManifestsCount() throws IOException {
        byte[] lineFeeds = new byte[1 << 20];
        Arrays.fill(lineFeeds, (byte) '\n');
        export.rewriteDataFile(0, bomb(lineFeeds, 8));

        TableResult result = restore();

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsWritten()).isZero();
        assertThat(result.itemsFailed()).isEqualTo(1);
        assertThat(result.error())
                .contains("has more lines than the 1 items that the export's manifest counts")
                .contains("expected '{' at byte 1");
        assertThat(tables.texts("orders")).containsExactly(LIVE);
    }

    @Test
    void aCompressedFileInACompressedFileIsNoItem() throws IOException {
        export.rewriteDataFile(0, gzip(export.content(export.dataFile(0))));

        TableResult result = restore();

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(tables.texts("orders")).containsExactly(LIVE);
    }

    private TableResult restore() {
        // Known from the manifest, so that the items' keys are not looked at before.
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        backup.objects().forEach(store::put);
        tables.create("orders", new KeySchema(List.of(new KeyAttribute("id", "S"))));
        tables.put("orders", LIVE);
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        return new Restore(
                        settings,
                        store,
                        tables,
                        new InMemoryItemWriter(tables),
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        ProgressListener.NONE)
                .run(RestoreRequest.LATEST, "20250722T030000Z-00000001", Stop.onRequest(clock))
                .results()
                .get(0);
    }

    private static byte[] bomb(byte[] part, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                out.write(part);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        return bomb(content, 1);
    }
}
