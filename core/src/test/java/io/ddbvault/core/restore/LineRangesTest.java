package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineRangesTest {
    @Test
    void stretchesThatTouchBecomeOne() {
        LineRanges lines = new LineRanges();
        lines.add(1, 10);
        lines.add(21, 30);
        assertThat(lines.text()).isEqualTo("1-10,21-30");
        lines.add(11, 20);
        lines.add(32, 32);
        assertThat(lines.text()).isEqualTo("1-30,32");
        assertThat(lines.count()).isEqualTo(31);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void includedLinesAreHereOnceWhateverWasHere(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            LineRanges lines = new LineRanges();
            BitSet expected = new BitSet();
            LineRanges others = new LineRanges();
            BitSet otherLines = new BitSet();
            for (int i = 0; i < 6; i++) {
                int first = 1 + random.nextInt(40);
                int last = first - 1 + random.nextInt(12);
                boolean ofThese = random.nextBoolean();
                (ofThese ? lines : others).include(first, last);
                (ofThese ? expected : otherLines).set(first, last + 1);
            }
            assertThat(lines.count()).isEqualTo(expected.cardinality());

            int from = 1 + random.nextInt(30);
            int to = from + random.nextInt(30);
            lines.include(others, from, to);

            otherLines.clear(0, from);
            otherLines.clear(to + 1, 100);
            expected.or(otherLines);
            BitSet got = new BitSet();
            for (int line = 1; line < 100; line++) {
                got.set(line, lines.coveredUntil(line) >= line);
            }
            assertThat(got).isEqualTo(expected);
            assertThat(lines.count()).isEqualTo(expected.cardinality());
        }
    }

    @Test
    void theSameLinesAreEqualAndOthersAreNot() {
        LineRanges lines = LineRanges.parse("1-3,7");
        assertThat(lines)
                .isEqualTo(LineRanges.parse("1-3,7"))
                .hasSameHashCodeAs(LineRanges.parse("1-3,7"))
                .isNotEqualTo(LineRanges.parse("1-3"))
                .hasToString("1-3,7");
        assertThat(lines.hashCode()).isNotZero();
    }

    @Test
    void aLineThatIsHereAlreadyIsADefect() {
        LineRanges lines = LineRanges.parse("5-9");
        assertThatIllegalArgumentException().isThrownBy(() -> lines.add(9, 12));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.add(1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.add(6, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.add(1, 20));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.add(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> lines.add(3, 2));
        assertThat(lines.text()).isEqualTo("5-9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "1-", "a", "1-2-3", "3-2", "1,1", "1-5,5-6", ",", "1,,3", "0", "99999999999999999999"})
    void whatIsNoListOfStretchesIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> LineRanges.parse(text));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inWhateverOrderLinesComeTheyAreKnown(long seed) {
        Random random = new Random(seed);
        List<long[]> stretches = new ArrayList<>();
        for (long line = 1; line < 2000; ) {
            long last = line + random.nextInt(30);
            stretches.add(new long[] {line, last});
            line = last + 1 + (random.nextInt(4) == 0 ? random.nextInt(20) : 0);
        }
        Collections.shuffle(stretches, random);
        LineRanges lines = new LineRanges();
        BitSet known = new BitSet();
        for (long[] stretch : stretches) {
            lines.add(stretch[0], stretch[1]);
            known.set((int) stretch[0], (int) stretch[1] + 1);
            assertThat(lines.count()).isEqualTo(known.cardinality());
        }
        for (int line = 1; line < 2100; line++) {
            assertThat(lines.coveredUntil(line)).isEqualTo(known.get(line) ? known.nextClearBit(line) - 1 : line - 1);
        }
        assertThat(LineRanges.parse(lines.text())).isEqualTo(lines).isEqualTo(lines.copy());
    }
}
