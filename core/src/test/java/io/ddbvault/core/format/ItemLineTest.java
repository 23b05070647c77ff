package io.ddbvault.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.json.Json;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemLineTest {
    private static final String ALL_TYPES =
            "{\"Item\":{\"id\":{\"S\":\"a \\\"q\\\" \\u00e9 é 😀\"},\"n\":{\"N\":\"-12.5E-7\"},"
                    + "\"b\":{\"B\":\"aGVsbG8=\"},\"t\":{\"BOOL\":true},\"f\":{\"BOOL\":false},\"z\":{\"NULL\":true},"
                    + "\"ss\":{\"SS\":[\"a\",\"\"]},\"ns\":{\"NS\":[\"3\",\"2\"]},\"bs\":{\"BS\":[\"\",\"aXM=\"]},"
                    + "\"l\":{\"L\":[{\"N\":\"1\"},{\"L\":[]},{\"M\":{}}]},\"m\":{\"M\":{\"\":{\"S\":\"\"},\"x\":{\"L\":[{\"M\":{\"y\":{\"B\":\"\"}}}]}}}}}";

    private final ItemLine line = new ItemLine();

    @Test
    void findsTheItemOfALineWithEveryType() throws Exception {
        byte[] bytes = ALL_TYPES.getBytes(UTF_8);

        line.parse(bytes, 0, bytes.length);

        assertThat(new String(Arrays.copyOfRange(bytes, line.itemStart(), line.itemEnd()), UTF_8))
                .isEqualTo(ALL_TYPES.substring("{\"Item\":".length(), ALL_TYPES.length() - 1));
    }

    @Test
    void findsTheItemInTheMiddleOfABuffer() throws Exception {
        byte[] bytes = "xx{\"Item\":{\"a\":{\"S\":\"b\"}}}yy".getBytes(UTF_8);

        line.parse(bytes, 2, bytes.length - 2);

        assertThat(new String(bytes, line.itemStart(), line.itemEnd() - line.itemStart(), UTF_8))
                .isEqualTo("{\"a\":{\"S\":\"b\"}}");
    }

    @Test
    void acceptsWhiteSpaceBetweenTokens() {
        assertThatCode(() ->
                        parse(" { \"Item\" : { \"a\" : { \"L\" : [ { \"NULL\" : true } , { \"N\" : \"1\" } ] } } } \r"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "{\"Item\":{}",
                "{\"Item\":{}} x",
                "{\"Item\":{}}{\"Item\":{}}",
                "{\"item\":{}}",
                "{\"Item\":{},\"More\":1}",
                "{\"Keys\":{\"a\":{\"S\":\"b\"}}}",
                "{\"Item\":[]}",
                "{\"Item\":{\"a\"}}",
                "{\"Item\":{\"a\":1}}",
                "{\"Item\":{\"a\":\"b\"}}",
                "{\"Item\":{\"a\":{}}}",
                "{\"Item\":{\"a\":{\"X\":\"b\"}}}",
                "{\"Item\":{\"a\":{\"S\":1}}}",
                "{\"Item\":{\"a\":{\"S\":\"b\",\"N\":\"1\"}}}",
                "{\"Item\":{\"a\":{\"S\":\"b\"},}}",
                "{\"Item\":{\"a\":{\"N\":1}}}",
                "{\"Item\":{\"a\":{\"N\":\"\"}}}",
                "{\"Item\":{\"a\":{\"N\":\"one\"}}}",
                "{\"Item\":{\"a\":{\"BOOL\":\"true\"}}}",
                "{\"Item\":{\"a\":{\"BOOL\":tru}}}",
                "{\"Item\":{\"a\":{\"NULL\":false}}}",
                "{\"Item\":{\"a\":{\"B\":\"abc\"}}}",
                "{\"Item\":{\"a\":{\"B\":\"a c=\"}}}",
                "{\"Item\":{\"a\":{\"B\":\"====\"}}}",
                "{\"Item\":{\"a\":{\"SS\":[]}}}",
                "{\"Item\":{\"a\":{\"SS\":[1]}}}",
                "{\"Item\":{\"a\":{\"NS\":[\"x\"]}}}",
                "{\"Item\":{\"a\":{\"BS\":[\"x\"]}}}",
                "{\"Item\":{\"a\":{\"L\":{}}}}",
                "{\"Item\":{\"a\":{\"L\":[1]}}}",
                "{\"Item\":{\"a\":{\"M\":[]}}}",
                "{\"Item\":{\"a\":{\"S\":\"b}}}",
                "{\"Item\":{\"a\":{\"S\":\"\\x\"}}}",
                "{\"Item\":{\"a\":{\"S\":\"\\u00g0\"}}}",
                "{\"Item\":{\"a\":{\"S\":\"\\",
                "{\"Item\":{\"a\":{\"S\":\"\t\"}}}",
            })
    void refusesWhatIsNoItem(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedLineException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "c0 80, an overlong form",
        "c1 bf, an overlong form",
        "e0 80 80, an overlong form",
        "f0 80 80 80, an overlong form",
        "ed a0 80, a surrogate",
        "f4 90 80 80, above U+10FFFF",
        "ff, no first byte",
        "80, a byte that continues nothing",
        "c3, cut off",
        "e2 82, cut off",
        "e2 28 a1, not continued"
    })
    void refusesInvalidUtf8(String hex, String why) {
        byte[] start = "{\"Item\":{\"a\":{\"S\":\"".getBytes(UTF_8);
        byte[] bad = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] rest = "\"}}}".getBytes(UTF_8);
        byte[] bytes = new byte[start.length + bad.length + rest.length];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(bad, 0, bytes, start.length, bad.length);
        System.arraycopy(rest, 0, bytes, start.length + bad.length, rest.length);

        assertThatThrownBy(() -> line.parse(bytes, 0, bytes.length))
                .as(why)
                .hasMessage("expected valid UTF-8 at byte 20");
    }

    @Test
    void saysWhatWasExpectedAndWhereButNeverWhatStandsThere() {
        assertThatThrownBy(() -> parse("{\"Item\":{\"secret\":{\"N\":\"hidden\"}}}"))
                .hasMessage("expected a number at byte 25");
    }

    @Test
    void acceptsThirtyTwoLevelsAndRefusesHundredsOfThousands() {
        assertThatCode(() -> parse(nested(32))).doesNotThrowAnyException();
        assertThatThrownBy(() -> parse(nested(300_000))).hasMessageContaining("levels of nesting");
    }

    static Stream<Long> seeds() {
        return new Random(20261123).longs(200).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverItAcceptsOfADamagedLineIsStillOneJsonObject(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = damage(ALL_TYPES.getBytes(UTF_8), random);
            try {
                line.parse(bytes, 0, bytes.length);
            } catch (MalformedLineException e) {
                continue;
            }
            // Two attributes may have got the same name by the damage; the JSON reader refuses that, the line checker
            // does not look for it.
            try {
                assertThat(Json.parse(bytes)).isInstanceOf(java.util.Map.class);
            } catch (java.io.IOException e) {
                assertThat(e).hasMessageContaining("Duplicate");
            }
        }
    }

    private static byte[] damage(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            default -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(random.nextInt(8), bytes.length - Math.max(at, from));
                System.arraycopy(bytes, from, bytes, at, length);
            }
        }
        return bytes;
    }

    private static String nested(int levels) {
        return "{\"Item\":{\"a\":" + "{\"L\":[".repeat(levels) + "{\"S\":\"x\"}" + "]}".repeat(levels) + "}}";
    }

    private void parse(String text) throws MalformedLineException {
        byte[] bytes = text.getBytes(UTF_8);
        line.parse(bytes, 0, bytes.length);
    }

    /** Text is looked through eight bytes at a time, so each length up to some of these, and each end of the line. */
    @Test
    void aStringOfAnyLengthEndsWhereItEnds() {
        for (int length = 0; length <= 40; length++) {
            String text = "x".repeat(length);
            assertThatCode(() -> parse("{\"Item\":{\"a\":{\"S\":\"%s\"}}}".formatted(text)))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> parse("{\"Item\":{\"a\":{\"S\":\"%s".formatted(text)))
                    .hasMessage("expected a closing quote at byte %d", 20 + length);
            assertThatThrownBy(() -> parse("{\"Item\":{\"a\":{\"S\":\"%s\u0001%s\"}}}".formatted(text, text)))
                    .hasMessage("expected no control character at byte %d", 20 + length);
        }
    }

    @Test
    void whatStandsBehindTheLineIsNotLookedAt() {
        byte[] bytes = "{\"Item\":{\"a\":{\"S\":\"x\"}}}".getBytes(UTF_8);

        for (int to = 0; to < bytes.length; to++) {
            int end = to;
            assertThatThrownBy(() -> line.parse(bytes, 0, end)).isInstanceOf(MalformedLineException.class);
        }
    }
}
