package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.item.CanonicalItem;
import io.ddbvault.core.item.ItemFingerprint;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.SpellLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random items, some of them missing, some the same in another spelling, some changed; random throttles, lost answers and
 * stops: in the end the table holds, to the byte, what the mode promises.
 */
class RestoreOnlyRandomTest {
    private static final String ID = "20250722T030000Z-00000001";

    private final InMemoryRestore restore = new InMemoryRestore();
    private final List<String> before = new ArrayList<>();
    /** Spelled as the backup has them. */
    private final List<String> same = new ArrayList<>();

    private final List<String> missing = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    /** The table's spelling of what is the same, and of what was changed. */
    private final List<String> tablesOwn = new ArrayList<>();

    private final Set<String> sent = new HashSet<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onlyMissingLeavesEveryItemOfTheTableAsItWas(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        make(seed, random);

        TableResult result = run(WriteMode.MISSING, random);

        List<String> expected = new ArrayList<>(before);
        expected.addAll(missing);
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten() + kept(result)).isEqualTo(missing.size() + tablesOwn.size());
        assertThat(kept(result)).isGreaterThanOrEqualTo(tablesOwn.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onlyChangedWritesExactlyWhatDiffers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        make(seed, random);

        TableResult result = run(WriteMode.CHANGED, random);

        Set<String> differing = new HashSet<>(missing);
        differing.addAll(changed);
        assertThat(sent).as("no equal item is sent").doesNotContainAnyElementsOf(same);
        differing.removeAll(sent);
        assertThat(differing.size()).as("all others are").isZero();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten() + kept(result)).isEqualTo(missing.size() + tablesOwn.size());
        List<ItemFingerprint> contents = new ArrayList<>();
        restore.tables.texts("orders").forEach(item -> contents.add(fingerprint(item)));
        List<ItemFingerprint> expected = new ArrayList<>();
        before.stream().filter(item -> !tablesOwn.contains(item)).forEach(item -> expected.add(fingerprint(item)));
        for (List<String> items : List.of(same, missing, changed)) {
            items.forEach(item -> expected.add(fingerprint(item)));
        }
        assertThat(contents).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static long kept(TableResult result) {
        return result.itemsKept() == null ? -1 : result.itemsKept();
    }

    private void make(long seed, SplittableRandom random) {
        KeyAttribute partition = new KeyAttribute("pk", type(random));
        KeySchema schema = new KeySchema(
                random.nextBoolean() ? List.of(partition) : List.of(partition, new KeyAttribute("sk", type(random))));
        restore.tables.create("orders", schema);
        GenerateItems generate = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        List<List<String>> files = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int items = random.nextInt(100, 250);
        for (int i = 0; i < items; i++) {
            Map<String, Object> item = generate.item(schema, i);
            SpellLine.Line line = spell.spell(item);
            files.get(i % 3).add(new String(line.bytes(), StandardCharsets.UTF_8));
            String ofBackup = new String(line.item(), StandardCharsets.UTF_8);
            switch (random.nextInt(3)) {
                case 0 -> missing.add(ofBackup);
                case 1 -> {
                    same.add(ofBackup);
                    put(new String(spell.spell(item).item(), StandardCharsets.UTF_8));
                }
                default -> {
                    changed.add(ofBackup);
                    Map<String, Object> other = new LinkedHashMap<>(item);
                    other.put("changed since", Map.of("N", Integer.toString(i)));
                    put(Json.compact(other));
                }
            }
        }
        tablesOwn.addAll(before);
        for (int i = 0; i < 20; i++) {
            put(Json.compact(generate.item(schema, 1_000_000 + i)));
        }
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        backup.table("orders", files);
        backup.objects().forEach(restore.store::put);
    }

    private void put(String item) {
        before.add(item);
        restore.tables.put("orders", item);
    }

    private static String type(SplittableRandom random) {
        return List.of("S", "N", "B").get(random.nextInt(3));
    }

    /** Through random faults, and with random stops. */
    private TableResult run(WriteMode mode, SplittableRandom random) {
        RestoreRequest request = new RestoreRequest(null, null, false, false, random.nextInt(1, 8))
                .toBuilder().writeMode(mode).build();
        for (int run = 0; run < 100; run++) {
            Stop stop = Stop.onRequest(restore.clock);
            Faults faults = new Faults(random.split(), stop, mode == WriteMode.MISSING ? 80 : 12);
            restore.looks = faults;
            RestoreReport report = restore.run(request, ID, faults::write, stop);
            if (report.results().get(0).status() == TableStatus.COMPLETED) {
                return report.results().get(0);
            }
            assertThat(report.results().get(0).error()).contains("because of the test's stop");
            request = RestoreRequest.goOnWith(ID);
        }
        throw new AssertionError("no end after 100 runs");
    }

    /** One call in three goes wrong in one of many ways. Calls come one at a time. */
    private final class Faults implements ExistingItems {
        private final SplittableRandom random;
        private final Stop stop;
        private int callsLeft;

        Faults(SplittableRandom random, Stop stop, int calls) {
            this.random = random;
            this.stop = stop;
            this.callsLeft = calls;
        }

        private void count() {
            callsLeft--;
            if (callsLeft == 0) {
                stop.request("the test's stop");
            }
        }

        @Override
        public synchronized Outcome putIfAbsent(WriteBatch one, KeySchema keySchema) {
            count();
            return switch (random.nextInt(9)) {
                case 0 -> new Throttled("ThrottlingException");
                case 1 -> new Unavailable("500");
                case 2 -> {
                    var unused = restore.existing.putIfAbsent(one, keySchema);
                    yield new Unavailable("SocketException: Connection reset");
                }
                default -> restore.existing.putIfAbsent(one, keySchema);
            };
        }

        @Override
        public synchronized Look look(WriteBatch batch, KeySchema keySchema) {
            count();
            restore.existing.lookForAtMost(random.nextInt(1, 40));
            return switch (random.nextInt(9)) {
                case 0 -> new NotLooked(new Throttled("ThrottlingException"));
                case 1 -> new NotLooked(new Unavailable("500"));
                default -> restore.existing.look(batch, keySchema);
            };
        }

        synchronized Outcome write(WriteBatch batch) {
            restore.writer.takeAtMost(random.nextInt(1, 40));
            for (int index = 0; index < batch.size(); index++) {
                sent.add(new String(
                        batch.body(),
                        batch.start(index),
                        batch.end(index) - batch.start(index),
                        StandardCharsets.UTF_8));
            }
            return switch (random.nextInt(9)) {
                case 0 -> new Throttled("ThrottlingException");
                case 1 -> new Unavailable("500");
                case 2 -> {
                    var unused = restore.writer.write(batch);
                    yield new Unavailable("SocketException: Connection reset");
                }
                default -> restore.writer.write(batch);
            };
        }
    }

    private static ItemFingerprint fingerprint(String item) {
        byte[] bytes = item.getBytes(StandardCharsets.UTF_8);
        try {
            return new CanonicalItem().fingerprint(bytes, 0, bytes.length);
        } catch (Exception e) {
            throw new AssertionError(item, e);
        }
    }
}
