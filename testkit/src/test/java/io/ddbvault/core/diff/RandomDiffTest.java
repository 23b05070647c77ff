package io.ddbvault.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.diff.Difference.Kind;
import io.ddbvault.core.diff.InMemoryDiff.Ran;
import io.ddbvault.core.item.AttributeDifferences;
import io.ddbvault.core.item.CompareItems;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.SpellLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random tables of all types, changed at random: exactly what was changed is found, whatever the partitions are and whoever reads. */
@Timeout(120)
class RandomDiffTest {
    private static final List<KeySchema> SCHEMAS = List.of(
            InMemoryDiff.ID,
            new KeySchema(List.of(new KeyAttribute("n", "N"))),
            new KeySchema(List.of(new KeyAttribute("b", "B"))),
            new KeySchema(List.of(new KeyAttribute("a.b", "S"), new KeyAttribute("name", "N"))),
            new KeySchema(List.of(new KeyAttribute("x", "B"), new KeyAttribute("y", "S"))));

    @TempDir
    Path temporary;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void exactlyWhatWasChangedIsFound(long seed) throws Exception {
        Random random = new Random(seed);
        KeySchema schema = SCHEMAS.get(random.nextInt(SCHEMAS.size()));
        GenerateItems generate = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        CompareItems compare = new CompareItems();
        List<String> backup = new ArrayList<>();
        List<String> now = new ArrayList<>();
        Map<Kind, Integer> expected = new LinkedHashMap<>();
        List<AttributeDifferences> changes = new ArrayList<>();
        int same = 0;
        int count = random.nextInt(200);
        for (int i = 0; i < count; i++) {
            Map<String, Object> item = generate.item(schema, i);
            String here = spelled(spell, item);
            switch (random.nextInt(6)) {
                case 0 -> {
                    backup.add(here);
                    expected.merge(Kind.ONLY_HERE, 1, Integer::sum);
                }
                case 1 -> {
                    now.add(Json.compact(item));
                    expected.merge(Kind.ONLY_THERE, 1, Integer::sum);
                }
                case 2 -> {
                    Map<String, Object> other = new LinkedHashMap<>(item);
                    other.put("added", Map.of("BOOL", true));
                    String changed = spelled(spell, other);
                    backup.add(here);
                    now.add(changed);
                    changes.add(compare.compare(bytes(here), bytes(changed)));
                    expected.merge(Kind.CHANGED, 1, Integer::sum);
                }
                default -> {
                    backup.add(here);
                    now.add(spelled(spell, item));
                    same++;
                }
            }
        }
        Collections.shuffle(now, random);
        InMemoryDiff memory = new InMemoryDiff(temporary);
        memory.share = new Share(
                1 + random.nextInt(100), random.nextInt(20_000) + 1, 1 << 24, 1 << 20, 1 + random.nextInt(4), 3);
        int half = backup.isEmpty() ? 0 : random.nextInt(backup.size());
        memory.backUp("2025-07-20", backup, half);
        memory.backUp("2025-07-21", now, now.size() / 3);
        memory.table(schema, now);
        Side there = random.nextBoolean() ? memory.live() : memory.open("2025-07-21");

        if (random.nextBoolean()) {
            memory.elsewhere = new FindInBuckets(memory, 1 + random.nextInt(5), 1 + random.nextInt(3));
        }

        Ran ran = memory.run(memory.open("2025-07-20"), there);

        assertThat(ran.counts())
                .containsExactly(
                        (long) expected.getOrDefault(Kind.ONLY_HERE, 0),
                        (long) expected.getOrDefault(Kind.ONLY_THERE, 0),
                        (long) expected.getOrDefault(Kind.CHANGED, 0),
                        (long) same);
        Map<Kind, Integer> told = new LinkedHashMap<>();
        ran.told().forEach(difference -> told.merge(difference.kind(), 1, Integer::sum));
        assertThat(told).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(ran.told().stream()
                        .filter(difference -> difference.kind() == Kind.CHANGED)
                        .map(Difference::attributes))
                .containsExactlyInAnyOrderElementsOf(changes);
        assertThat(ran.told()).extracting(Difference::key).isSorted().doesNotHaveDuplicates();
        assertThat(memory.left()).isEmpty();
    }

    private static String spelled(SpellLine spell, Map<String, Object> item) {
        return new String(spell.spell(item).item(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String item) {
        return item.getBytes(StandardCharsets.UTF_8);
    }
}
