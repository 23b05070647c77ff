package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.random.DamageBytes;
import io.ddbvault.testkit.random.Fuzz;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.SpellLine;
import io.ddbvault.testkit.random.SpoilFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole restores of backups of which one object is not what it was. */
class FuzzRestoreTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final String LIVE = "{\"id\":{\"S\":\"live\"}}";

    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRestoreOfADamagedBackupNeverCallsItCompleteUnlessEveryItemIsThere(long seed) {
        Fuzz.run(seed, 60, input -> new Run(input).check());
    }

    private final class Run {
        final SplittableRandom random;
        final long seed;
        final InMemoryBackupStore store = new InMemoryBackupStore("backups");
        final InMemoryTables tables = new InMemoryTables();
        final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        final MakeBackup.Export export;
        final List<String> items = new ArrayList<>();

        Run(long seed) throws IOException {
            this.seed = seed;
            random = new SplittableRandom(seed);
            tables.create("orders", ID);
            tables.put("orders", LIVE);
            export = backup.table("orders", List.of(lines(0, 6), lines(6, 7), List.of(), lines(7, 40)));
            damage();
        }

        private List<String> lines(int from, int to) {
            GenerateItems generate = new GenerateItems(seed + from);
            SpellLine spell = new SpellLine(seed + from);
            List<String> lines = new ArrayList<>();
            for (int i = from; i < to; i++) {
                SpellLine.Line line = spell.spell(generate.item(ID, i));
                lines.add(new String(line.bytes(), UTF_8));
                items.add(new String(line.item(), UTF_8));
            }
            return lines;
        }

        /** One object, by someone who may or may not have thought of what depends on it. */
        private void damage() throws IOException {
            DamageBytes damage = new DamageBytes(seed);
            int file = random.nextInt(4);
            switch (random.nextInt(6)) {
                case 0 -> export.replace(export.dataFile(file), damage.damage(export.content(export.dataFile(file))));
                case 1 -> export.rewriteDataFile(file, damage.damage(export.content(export.dataFile(file))));
                case 2 -> export.replace(export.filesKey(), damage.damage(export.content(export.filesKey())));
                case 3 -> export.rewrite(export.summaryKey(), spoilt(export.content(export.summaryKey())));
                case 4 -> spoilEntry();
                default -> export.remove(random.nextBoolean() ? export.dataFile(file) : export.summaryKey());
            }
            backup.objects().forEach(store::put);
        }

        private String spoilt(byte[] json) throws IOException {
            return Json.compact(new SpoilFields(seed).spoil(Json.parse(json)));
        }

        private void spoilEntry() {
            if (new SpoilFields(seed).spoil(backup.entry(0)) instanceof Map<?, ?> fields) {
                backup.entry(0).clear();
                fields.forEach((name, value) -> backup.entry(0).put(String.valueOf(name), value));
            }
        }

        void check() {
            boolean clear = random.nextBoolean();
            RestoreReport report;
            try {
                report = restore(new RestoreRequest(null, List.of("orders"), false, clear, 3));
            } catch (DdbvaultException e) {
                assertThat(e.code().kind()).isIn(ErrorKind.CORRUPT_DATA, ErrorKind.USER);
                assertThat(tables.texts("orders")).containsExactly(LIVE);
                return;
            }
            TableResult result = report.results().get(0);
            List<String> left = new ArrayList<>(tables.texts("orders"));
            if (!clear || result.itemsCleared() == 0) {
                assertThat(left.remove(LIVE)).as(result.toString()).isTrue();
            }
            assertThat(left).as(result.toString()).hasSize((int) result.itemsWritten());
            if (result.status() == TableStatus.COMPLETED) {
                assertThat(left).containsExactlyInAnyOrderElementsOf(items);
                assertThat(result.error()).isNull();
            } else {
                assertThat(result.status())
                        .isEqualTo(result.itemsWritten() == 0 ? TableStatus.FAILED : TableStatus.PARTIAL_SUCCESS);
                assertThat(result.error()).isNotBlank();
            }
        }

        private RestoreReport restore(RestoreRequest request) {
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
                    .run(request, "20250722T030000Z-00000001", Stop.onRequest(clock));
        }
    }
}
