package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteBatch;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanRestoreTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest(name = "{0} MiB, {1} cores, {2} tables, {3} workers")
    @CsvSource(delimiter = '|', textBlock = """
            # heap, cores, tables, workers | at a time, readers, segments, workers, MiB a table, MiB together
              16 |  1 |  1 |   5 | 1 | 1 | 1 |   1 | 16 |   0
             100 |  2 |  1 |   5 | 1 | 1 | 1 |   1 | 16 |   0
             124 |  2 |  1 |   5 | 1 | 1 | 2 |   5 | 16 |  10
             124 |  2 |  1 |  32 | 1 | 1 | 2 |  32 | 16 |  10
             128 |  2 |  1 |  32 | 1 | 1 | 2 |  32 | 16 |  12
             128 |  2 |  4 |  32 | 1 | 1 | 2 |  32 | 16 |  12
             128 |  2 |  1 | 256 | 1 | 1 | 2 | 224 | 16 |   0
             256 |  2 |  1 |   1 | 1 | 2 | 1 |   1 | 16 |   2
             256 |  2 |  1 |  32 | 1 | 2 | 4 |  32 | 16 |  42
             256 |  2 |  4 |  32 | 2 | 1 | 2 |  32 | 16 |  26
             512 |  1 |  4 |  32 | 4 | 1 | 2 |  32 | 16 |  54
             512 |  8 |  1 |  32 | 1 | 4 | 8 |  32 | 16 |  64
             512 |  8 |  2 |  32 | 2 | 2 | 4 |  32 | 16 |  64
             512 |  8 |  3 |  32 | 3 | 1 | 2 |  32 | 16 |  64
            1024 |  2 | 99 |   5 | 4 | 1 | 2 |   5 | 16 |  10
            1024 |  2 | 99 |   3 | 3 | 1 | 2 |   3 | 16 |   6
            1024 |  2 | 99 |   1 | 1 | 2 | 1 |   1 | 16 |   2
            4096 |  8 |  0 | 256 | 1 | 4 | 8 | 256 | 16 | 512
            4096 | 64 | 99 | 256 | 4 | 1 | 2 | 256 | 16 | 512
            """)
    void theWorkFitsTheMemoryAndTheCores(
            long heap,
            int cores,
            int tables,
            int asked,
            int atATime,
            int readers,
            int segments,
            int workers,
            long tableMib,
            long togetherMib) {
        RestorePlan plan = plan(heap, cores, tables, asked, new ArrayList<>());

        assertThat(plan.tables()).hasSize(tables);
        assertThat(plan.tablesAtATime()).isEqualTo(atATime);
        assertThat(plan.readers()).isEqualTo(readers);
        assertThat(plan.scanSegments()).isEqualTo(segments);
        assertThat(plan.workers()).isEqualTo(workers);
        assertThat(plan.tableBytes() / MIB).isEqualTo(tableMib);
        assertThat(plan.sharedBytes() / MIB).isEqualTo(togetherMib);
    }

    @ParameterizedTest(name = "{0} MiB")
    @ValueSource(longs = {110, 124, 128, 192, 256, 300, 512, 777, 1024, 8192})
    void whateverTheLinesAreItStaysInHalfOfTheHeap(long heap) {
        for (int cores : List.of(1, 2, 4, 64)) {
            for (int tables : List.of(1, 2, 3, 4, 100)) {
                for (int workers : List.of(1, 5, 32, 256)) {
                    RestorePlan plan = plan(heap, cores, tables, workers, new ArrayList<>());

                    long lines = ReadLines.MAX_LINE_BYTES;
                    long reader = 2 * lines + 2 * WriteBatch.MAX_BYTES;
                    long held = plan.tablesAtATime() * (plan.readers() * reader + plan.tableBytes())
                            + plan.sharedBytes()
                            + plan.workers() * (64L << 10);
                    assertThat(held).as(plan.toString()).isLessThanOrEqualTo(heap * MIB / 2);
                    assertThat(plan.tableBytes()).isGreaterThanOrEqualTo(lines);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} MiB, {1} workers")
    @CsvSource({"124, 32", "128, 32", "256, 256", "4096, 256"})
    void workersThatFitAreNotWarnedOf(long heap, int workers) {
        List<String> warnings = new ArrayList<>();

        assertThat(plan(heap, 2, 4, workers, warnings).workers()).isEqualTo(workers);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest(name = "{0} MiB, {1} workers")
    @CsvSource({"128, 256, 224", "100, 5, 1"})
    void workersThatDoNotFitAreLoweredWithAWarning(long heap, int asked, int given) {
        List<String> warnings = new ArrayList<>();

        assertThat(plan(heap, 2, 1, asked, warnings).workers()).isEqualTo(given);
        assertThat(warnings)
                .containsExactly("max_workers is lowered from %d to %d: the heap of %d MiB holds no more."
                        .formatted(asked, given, heap));
    }

    @ParameterizedTest(name = "{0} MiB, {1} workers")
    @CsvSource({"128, 32, 3", "512, 32, 32", "1024, 256, 113"})
    void aWorkerThatComparesHoldsWhatTheTableHasToo(long heap, int asked, int given) {
        List<String> warnings = new ArrayList<>();

        RestorePlan plan = plan(heap, 2, 1, asked, WriteMode.CHANGED, warnings);

        assertThat(plan.workers()).isEqualTo(given);
        assertThat(plan.writeMode()).isEqualTo(WriteMode.CHANGED);
        assertThat(warnings).hasSize(given < asked ? 1 : 0);
        assertThat(plan(heap, 2, 1, 32, WriteMode.MISSING, warnings).workers()).isEqualTo(32);
    }

    private static RestorePlan plan(long heap, int cores, int tables, int workers, List<String> warnings) {
        return plan(heap, cores, tables, workers, WriteMode.ALL, warnings);
    }

    private static RestorePlan plan(
            long heap, int cores, int tables, int workers, WriteMode mode, List<String> warnings) {
        KeySchema key = new KeySchema(List.of(new KeyAttribute("id", "S")));
        Map<String, ValidatedTable> valid = new LinkedHashMap<>();
        for (int i = 0; i < tables; i++) {
            String name = "table-" + i;
            TableDescription table =
                    new TableDescription(name, "arn:" + name, null, "ACTIVE", key, 0, 0, TableSettings.PLAIN);
            valid.put(name, new ValidatedTable(name, table, new Contents("arn:export", "folder/", 0, 0), List.of()));
        }
        ValidatedBackup backup =
                new ValidatedBackup(LocalDate.of(2025, 7, 20), List.copyOf(valid.keySet()), valid, Map.of(), List.of());
        return new PlanRestore(heap * MIB, cores)
                .plan(
                        backup,
                        new RestoreRequest(null, null, false, false, workers)
                                .toBuilder().writeMode(mode).build(),
                        warnings);
    }
}
