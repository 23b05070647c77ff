package io.ddbvault.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.testkit.random.DamageBytes;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.SpellLine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RandomLinesTest {
    private static final KeySchema KEY = new KeySchema(List.of(new KeyAttribute("id", "S")));

    private static final Pattern LIKE_NOBODY = Pattern.compile("^\uFEFF|\n|\\\\u00[4-7]");

    private final ItemLine line = new ItemLine();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyItemIsFoundHoweverItIsSpelledAndItsBytesAreUntouched(long seed) throws Exception {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        for (int i = 0; i < 20; i++) {
            Map<String, Object> item = items.item(KEY, i);
            SpellLine.Line spelled = spell.spell(item);
            byte[] buffer = ("before" + new String(spelled.bytes(), UTF_8) + "behind").getBytes(UTF_8);

            line.parse(buffer, 6, buffer.length - 6);

            assertThat(Arrays.copyOfRange(buffer, line.itemStart(), line.itemEnd()))
                    .isEqualTo(spelled.item());
            assertThat(Json.parse(spelled.item())).isEqualTo(item);
            assertThat(JudgeLine.isItem(spelled.bytes())).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ofADamagedLineItAcceptsWhatAJsonReaderFindsToBeAnItemAndNothingElse(long seed) throws Exception {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        DamageBytes damage = new DamageBytes(seed);
        int accepted = 0;
        for (int i = 0; i < 20; i++) {
            byte[] whole = spell.spell(items.item(KEY, i)).bytes();
            for (int j = 0; j < 20; j++) {
                accepted += judge(damage.damage(whole)) ? 1 : 0;
            }
        }
        assertThat(accepted).isBetween(1, 399);
    }

    /** Numbers and base64 have a grammar of their own, which damage of whole lines seldom meets. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ofADamagedNumberOrBinaryItAcceptsWhatIsOneAndNothingElse(long seed) throws Exception {
        DamageBytes damage = new DamageBytes(seed);
        for (String text :
                List.of("-12.5E-7", "+.5e+3", "0", "\\u0031\\u002e5", "YQ==", "YWI=", "YWJjZGVm", "\\/\\u002b+/")) {
            for (int j = 0; j < 50; j++) {
                for (String type : List.of("N", "B", "NS", "BS")) {
                    String value = new String(damage.damage(text.getBytes(UTF_8)), UTF_8);
                    String typed =
                            type.endsWith("S") ? "[\"%s\",\"%s\"]".formatted(text, value) : "\"%s\"".formatted(value);
                    boolean unused = judge("{\"Item\":{\"a\":{\"%s\":%s}}}"
                            .formatted(type, typed)
                            .getBytes(UTF_8));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-0", "+1", "01", "1.", ".5", "1.5", "1e5", "1E+5", "-.5e-005", "1e99999999999"})
    void aNumberIsWhatADecimalReaderTakes(String number) throws Exception {
        assertThat(judge("{\"Item\":{\"a\":{\"N\":\"%s\"}}}".formatted(number).getBytes(UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "--1",
                "1-2",
                "1.2.3",
                "1e5.0",
                "1e5e5",
                "0x10",
                "1_000",
                " 1",
                "1 ",
                "NaN",
                "Infinity",
                "١",
                "1,5",
                "\\n1",
                "\\u0660"
            })
    void nothingElseIsANumber(String number) throws Exception {
        assertThat(judge("{\"Item\":{\"a\":{\"N\":\"%s\"}}}".formatted(number).getBytes(UTF_8)))
                .isFalse();
    }

    /** @return whether it is accepted, by both */
    private boolean judge(byte[] bytes) throws IOException {
        boolean isItem = JudgeLine.isItem(bytes);
        try {
            line.parse(bytes, 0, bytes.length);
        } catch (MalformedLineException e) {
            assertThat(isItem && !isSpelledLikeNobodyDoes(bytes))
                    .as("%s of %s", e.getMessage(), new String(bytes, UTF_8))
                    .isFalse();
            assertThat(e.getMessage()).matches("expected [ -~]+ at byte \\d+");
            return false;
        }
        assertThat(isItem).as(new String(bytes, UTF_8)).isTrue();
        byte[] item = Arrays.copyOfRange(bytes, line.itemStart(), line.itemEnd());
        byte[] wrapped = ("{\"Item\":" + new String(item, UTF_8) + "}").getBytes(UTF_8);
        assertThat(JudgeLine.isItem(wrapped))
                .as("the slice of " + new String(bytes, UTF_8))
                .isTrue();
        return true;
    }

    /** JSON that is no data file's: a byte order mark, a line feed between tokens, a letter of a type as an escape. */
    private static boolean isSpelledLikeNobodyDoes(byte[] bytes) {
        return LIKE_NOBODY.matcher(new String(bytes, UTF_8)).find();
    }
}
