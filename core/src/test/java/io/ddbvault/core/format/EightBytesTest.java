package io.ddbvault.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EightBytesTest {
    static Stream<Long> seeds() {
        return new Random(3).longs(20).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theFirstMarkIsWhereThePlainTextEnds(long seed) {
        assertFirstMarks(seed, EightBytes::notPlain, b -> b >= 0x80 || b < ' ' || b == '"' || b == '\\');
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theFirstMarkIsWhereTheByteIs(long seed) {
        assertFirstMarks(seed, eight -> EightBytes.equal(eight, '\n'), b -> b == '\n');
    }

    /** Each value of a byte at each place, between others of every kind. */
    private static void assertFirstMarks(long seed, LongUnaryOperator marks, IntPredicate marked) {
        Random random = new Random(seed);
        byte[] bytes = new byte[Long.BYTES + 2];
        for (int value = 0; value < 256; value++) {
            for (int place = 0; place < Long.BYTES; place++) {
                random.nextBytes(bytes);
                for (int i = 0; i < place; i++) {
                    bytes[1 + i] = random.nextInt(20) == 0 ? bytes[1 + i] : (byte) ('a' + random.nextInt(26));
                }
                bytes[1 + place] = (byte) value;

                long found = marks.applyAsLong(EightBytes.at(bytes, 1));

                assertThat(found == 0 ? Long.BYTES : EightBytes.before(found))
                        .as("%s", HexFormat.of().formatHex(bytes, 1, 1 + Long.BYTES))
                        .isEqualTo(first(bytes, marked));
            }
        }
    }

    private static int first(byte[] bytes, IntPredicate marked) {
        int i = 0;
        while (i < Long.BYTES && !marked.test(bytes[1 + i] & 0xff)) {
            i++;
        }
        return i;
    }
}
