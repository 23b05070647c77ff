package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data file whose ETag says that it is the one that DynamoDB wrote is looked at, and not read. */
@Timeout(60)
class ValidateWithoutReadingTest {
    private static final byte[] CONTENT = MakeBackup.gzip(List.of("{\"Item\":{}}"));

    private final InMemoryRestore memory = new InMemoryRestore();

    @Test
    void thousandsOfFilesAreEachLookedAtOnceSixteenAtATime() {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 16 * 200; i++) {
            files.add(new DataFile("file-" + i, 1, "md5", "etag-" + i));
            memory.store.put("file-" + i, CONTENT, "etag-" + i);
        }
        CyclicBarrier together = new CyclicBarrier(16);
        Queue<String> looked = new ConcurrentLinkedQueue<>();
        AtomicInteger opened = new AtomicInteger();
        BackupReader reader = new BackupReader() {
            @Override
            public Optional<SmallObject> read(String key, int maxBytes) {
                return memory.store.read(key, maxBytes);
            }

            @Override
            public Optional<ObjectStart> peek(String key, int bytes) {
                await(together);
                looked.add(key + ", " + bytes + " bytes");
                return memory.store.peek(key, bytes);
            }

            @Override
            public InputStream open(String key, String etag) {
                opened.incrementAndGet();
                return memory.store.open(key, etag);
            }

            @Override
            public List<String> folders(String prefix) {
                return memory.store.folders(prefix);
            }

            @Override
            public String uri(String key) {
                return memory.store.uri(key);
            }
        };

        List<CheckedFile> checked = new CheckDataFiles(reader).check(files, Stop.onRequest(memory.clock));

        assertThat(checked).extracting(CheckedFile::file).isEqualTo(files);
        assertThat(looked)
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(file -> file.key() + ", 2 bytes").toList());
        assertThat(opened).hasValue(0);
    }

    @Test
    void aDryRunOfSeveralTablesOpensNoDataFile() {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        List<String> files = new ArrayList<>();
        for (int table = 0; table < 3; table++) {
            String name = "table-" + table;
            memory.tables.create(name, InMemoryRestore.ID);
            MakeBackup.Export export = backup.table(
                    name,
                    IntStream.range(0, 50)
                            .mapToObj(i -> List.of("{\"Item\":" + InMemoryRestore.item("item-" + i) + "}"))
                            .toList());
            backup.entry(table).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
            IntStream.range(0, 50).forEach(i -> files.add(export.dataFile(i)));
        }
        backup.objects().forEach(memory.store::put);
        AtomicInteger peeks = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        files.forEach(file -> {
            memory.store
                    .faults()
                    .on(Call.PEEK, file)
                    .running(peeks::incrementAndGet)
                    .times(100);
            memory.store
                    .faults()
                    .on(Call.OPEN, file)
                    .running(opened::incrementAndGet)
                    .times(100);
        });

        RestoreReport report = memory.run(new RestoreRequest(null, null, true, false, 5), "20250722T030000Z-00000001");

        assertThat(report.results()).hasSize(3).extracting(TableResult::status).containsOnly(TableStatus.READY);
        assertThat(peeks).hasValue(150);
        assertThat(opened).hasValue(0);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            int unused = barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
