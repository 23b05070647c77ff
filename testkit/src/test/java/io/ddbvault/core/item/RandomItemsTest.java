package io.ddbvault.core.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.testkit.random.DamageBytes;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.SpellLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomItemsTest {
    private static final KeySchema KEY = new KeySchema(List.of(new KeyAttribute("id", "S")));

    private final CanonicalItem canonical = new CanonicalItem();
    private final CompareItems compare = new CompareItems();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anItemHasOneCanonicalFormHoweverItIsOrderedAndSpelled(long seed) throws Exception {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        VaryItem vary = new VaryItem(seed);
        for (int i = 0; i < 20; i++) {
            Map<String, Object> item = items.item(KEY, i);
            byte[] one = spell.spell(item).item();
            byte[] other = spell.spell(vary.sameItem(item)).item();
            assertThat(canonical.of(other)).as(new String(other, UTF_8)).isEqualTo(canonical.of(one));
            assertThat(canonical.fingerprint(other, 0, other.length))
                    .isEqualTo(canonical.fingerprint(one, 0, one.length));
            assertThat(compare.compare(one, other).isEmpty()).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoItemsShareACanonicalFormExactlyIfTheyAreOne(long seed) throws Exception {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        VaryItem vary = new VaryItem(seed);
        int same = 0;
        for (int i = 0; i < 50; i++) {
            Map<String, Object> item = items.item(KEY, i);
            Map<String, Object> other = vary.oneValueChanged(item);
            boolean equal = ComparableTree.of(item).equals(ComparableTree.of(other));
            same += equal ? 1 : 0;
            assertThat(Arrays.equals(
                            canonical.of(spell.spell(item).item()),
                            canonical.of(spell.spell(other).item())))
                    .as("%s and %s", item, other)
                    .isEqualTo(equal);
        }
        assertThat(same).isLessThan(50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void exactlyTheAttributesThatWereTakenAddedAndChangedAreNamed(long seed) throws Exception {
        Random random = new Random(seed);
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        VaryItem vary = new VaryItem(seed);
        for (int i = 0; i < 20; i++) {
            Map<String, Object> here = items.item(KEY, i);
            Map<String, Object> there = new LinkedHashMap<>(vary.sameItem(here));
            List<String> onlyHere = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            for (String name : here.keySet()) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        there.remove(name);
                        onlyHere.add(name);
                    }
                    case 1 -> {
                        there.put(name, Map.of("L", List.of(Map.of("BOOL", false), here.get(name))));
                        changed.add(name);
                    }
                    default -> {}
                }
            }
            Map<String, Object> added = new TreeMap<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                added.put("added" + random.nextInt(100), Map.of("S", "x"));
            }
            there.putAll(added);

            AttributeDifferences found =
                    compare.compare(spell.spell(here).item(), spell.spell(there).item());

            assertThat(found)
                    .isEqualTo(new AttributeDifferences(
                            onlyHere.stream().sorted().toList(),
                            List.copyOf(added.keySet()),
                            changed.stream().sorted().toList()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ofADamagedItemItReadsWhatTheReaderOfLinesAcceptsUnlessANameComesTwice(long seed) {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        DamageBytes damage = new DamageBytes(seed);
        ItemLine line = new ItemLine();
        for (int i = 0; i < 20; i++) {
            byte[] whole = spell.spell(items.item(KEY, i)).bytes();
            for (int j = 0; j < 20; j++) {
                byte[] damaged = damage.damage(whole);
                try {
                    line.parse(damaged, 0, damaged.length);
                } catch (MalformedLineException e) {
                    continue;
                }
                try {
                    byte[] unused = canonical.of(damaged, line.itemStart(), line.itemEnd());
                } catch (MalformedLineException e) {
                    assertThat(e.getMessage())
                            .as(new String(damaged, UTF_8))
                            .matches("expected (a map that has each name once, before here|a number) at byte \\d+");
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverTheBytesAreItEndsWithAFormOrASayingWhatIsWrong(long seed) {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        DamageBytes damage = new DamageBytes(seed);
        ItemLine line = new ItemLine();
        for (int i = 0; i < 20; i++) {
            byte[] whole = spell.spell(items.item(KEY, i)).item();
            for (int j = 0; j < 20; j++) {
                byte[] damaged = damage.damage(whole);
                try {
                    byte[] unused = canonical.of(damaged);
                } catch (MalformedLineException e) {
                    assertThat(e.getMessage()).matches("expected [ -~]+ at byte \\d+");
                    continue;
                }
                assertThat(isItem(line, damaged)).as(new String(damaged, UTF_8)).isTrue();
            }
        }
    }

    private static boolean isItem(ItemLine line, byte[] item) {
        byte[] before = "{\"Item\":".getBytes(UTF_8);
        byte[] bytes = Arrays.copyOf(before, before.length + item.length + 1);
        System.arraycopy(item, 0, bytes, before.length, item.length);
        bytes[bytes.length - 1] = '}';
        try {
            line.parse(bytes, 0, bytes.length);
            return true;
        } catch (MalformedLineException e) {
            return false;
        }
    }
}
