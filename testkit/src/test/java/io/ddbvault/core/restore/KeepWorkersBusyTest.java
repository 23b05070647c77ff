package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.port.Tables;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.TogetherItemWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As many calls as {@code max_workers} are on their way all the time, and never more: the writer answers none before so
 * many are. So what a call takes costs no throughput as long as there are workers enough.
 */
@Timeout(60)
class KeepWorkersBusyTest {
    private static final int BATCH = 25;
    private static final String ID = "20250722T030000Z-00000001";

    private final InMemoryRestore memory = new InMemoryRestore();
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 5, 32, 256})
    void ofOneLargeFile(int workers) {
        table("orders", List.of(lines(0, 4 * workers * BATCH)));

        assertBusy(workers);
    }

    @ParameterizedTest(name = "{0} workers, {1} files")
    @CsvSource({"5, 20", "32, 128", "256, 512"})
    void ofManySmallFiles(int workers, int files) {
        table(
                "orders",
                IntStream.range(0, files)
                        .mapToObj(file -> lines(file * BATCH, file * BATCH + 1 + file % BATCH))
                        .toList());

        assertBusy(workers);
    }

    @ParameterizedTest(name = "{0} workers, {1} tables, {2} cores")
    @CsvSource({"8, 2, 1", "32, 4, 2", "32, 7, 4", "256, 4, 2"})
    void ofSeveralTablesTogether(int workers, int tables, int cores) {
        memory.cores = cores;
        for (int table = 0; table < tables; table++) {
            table("table-" + table, List.of(lines(0, workers * BATCH), lines(workers * BATCH, 2 * workers * BATCH)));
        }

        assertBusy(workers);
    }

    @Test
    void ofALargeTableBesideSmallOnes() {
        // With the small ones' batches a multiple of 32.
        table("large", List.of(lines(0, (32 * 20 - 8) * BATCH)));
        for (int table = 0; table < 8; table++) {
            table("small-" + table, List.of(lines(0, 1)));
        }

        assertBusy(32);
    }

    @Test
    void ofDeletesFromAParallelScan() {
        memory.heapBytes = 1L << 30;
        memory.cores = 4;
        table("orders", List.of(lines(0, 1)));
        for (int i = 0; i < 4000; i++) {
            memory.tables.put("orders", InMemoryRestore.item("live-" + i));
        }
        List<Tables.Segment> scanned = new CopyOnWriteArrayList<>();
        Tables tables = new Tables() {
            @Override
            public Optional<TableDescription> describe(String table) {
                return memory.tables.describe(table);
            }

            @Override
            public Optional<String> timeToLive(String table) {
                return memory.tables.timeToLive(table);
            }

            @Override
            public Iterator<KeyPage> keyPages(TableDescription table, Segment segment) {
                scanned.add(segment);
                return memory.tables.keyPages(table, segment);
            }

            @Override
            public Iterator<ItemPage> itemPages(TableDescription table, Segment segment) {
                return memory.tables.itemPages(table, segment);
            }

            @Override
            public FoundItems items(TableDescription table, List<byte[]> keys) {
                return memory.tables.items(table, keys);
            }
        };
        long deletes = Tables.Segment.of(8).stream()
                .mapToLong(segment -> batches(memory.tables, segment))
                .sum();
        TogetherItemWriter together = new TogetherItemWriter(memory.writer, 16);
        long[] left = {deletes / 16 * 16};

        TableResult result = memory.run(new RestoreRequest(null, null, false, true, 16), ID, tables, batch -> {
                    boolean counted;
                    synchronized (left) {
                        counted = batch.operation() == Operation.DELETE && left[0]-- > 0;
                    }
                    return counted ? together.write(batch) : memory.writer.write(batch);
                })
                .results()
                .get(0);

        assertThat(result.error()).isNull();
        assertThat(result.itemsCleared()).isEqualTo(4000);
        assertThat(together.most()).isEqualTo(16);
        assertThat(scanned).containsExactlyInAnyOrderElementsOf(Tables.Segment.of(8));
        assertThat(memory.tables.texts("orders")).containsExactly(InMemoryRestore.item("item-0"));
    }

    private static long batches(Tables tables, Tables.Segment segment) {
        long keys = 0;
        Iterator<Tables.KeyPage> pages =
                tables.keyPages(tables.describe("orders").orElseThrow(), segment);
        while (pages.hasNext()) {
            keys += pages.next().keys().size();
        }
        return (keys + BATCH - 1) / BATCH;
    }

    private void assertBusy(int workers) {
        memory.heapBytes = 1L << 30;
        backup.objects().forEach(memory.store::put);
        TogetherItemWriter together = new TogetherItemWriter(memory.writer, workers);

        RestoreReport report = memory.run(new RestoreRequest(null, null, false, false, workers), ID, together);

        assertThat(report.maxWorkers()).isEqualTo(workers);
        assertThat(report.results()).extracting(TableResult::error).containsOnlyNulls();
        for (TableResult result : report.results()) {
            assertThat(result.itemsWritten()).isEqualTo(result.expectedItems());
            assertThat(memory.tables.items(result.table())).hasSize((int) result.expectedItems());
        }
        assertThat(together.most()).isEqualTo(workers);
    }

    private void table(String name, List<List<String>> files) {
        memory.tables.create(name, InMemoryRestore.ID);
        backup.table(name, files);
        backup.objects().forEach(memory.store::put);
    }

    private static List<String> lines(int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add("{\"Item\":" + InMemoryRestore.item("item-" + i) + "}");
        }
        return lines;
    }
}
