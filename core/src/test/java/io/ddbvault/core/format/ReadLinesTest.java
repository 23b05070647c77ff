package io.ddbvault.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadLinesTest {
    @Test
    void givesEachLineWithoutItsLineFeed() throws IOException {
        assertThat(lines("a\n\nbc\n")).containsExactly("a", "", "bc");
    }

    @Test
    void aLastLineWithoutLineFeedCounts() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
    }

    @Test
    void anEmptyStreamHasNoLine() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    static Stream<Long> seeds() {
        return new Random(7).longs(50).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void linesOfAnyLengthInPiecesOfAnyLengthComeOutWhole(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(400_000) : random.nextInt(300);
            expected.add(String.valueOf((char) ('a' + i % 26)).repeat(length));
        }
        byte[] text = (String.join("\n", expected) + "\n").getBytes(UTF_8);

        assertThat(lines(new PieceByPiece(new ByteArrayInputStream(text), random)))
                .isEqualTo(expected);
    }

    @Test
    void aLineLongerThanAnyRequestIsRefusedBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                java.util.Arrays.fill(buffer, offset, offset + length, (byte) 'x');
                return length;
            }
        };

        assertThatThrownBy(() -> new ReadLines(endless).next())
                .isInstanceOf(IOException.class)
                .hasMessage("line 1 is longer than 16777215 bytes");
    }

    @Test
    void theLongestLineIsOneByteLessThanWhatIsRefused() throws IOException {
        byte[] longest = new byte[ReadLines.MAX_LINE_BYTES];
        longest[longest.length - 1] = '\n';
        ReadLines lines = new ReadLines(new ByteArrayInputStream(longest));
        assertThat(lines.next()).isTrue();
        assertThat(lines.end() - lines.start()).isEqualTo(longest.length - 1);
        assertThat(lines.next()).isFalse();

        longest[longest.length - 1] = 'x';
        assertThatThrownBy(() -> new ReadLines(new ByteArrayInputStream(longest)).next())
                .hasMessage("line 1 is longer than 16777215 bytes");
    }

    @Test
    void aReaderMayTakeLongerLines() throws IOException {
        byte[] longest = new byte[2 * ReadLines.MAX_LINE_BYTES];
        longest[longest.length - 1] = '\n';
        ReadLines lines = new ReadLines(new ByteArrayInputStream(longest), longest.length);
        assertThat(lines.next()).isTrue();
        assertThat(lines.end() - lines.start()).isEqualTo(longest.length - 1);

        longest[longest.length - 1] = 'x';
        assertThatThrownBy(() -> new ReadLines(new ByteArrayInputStream(longest), longest.length).next())
                .hasMessage("line 1 is longer than 33554431 bytes");
    }

    private static List<String> lines(String text) throws IOException {
        return lines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ReadLines reader = new ReadLines(in);
        while (reader.next()) {
            lines.add(new String(reader.buffer(), reader.start(), reader.end() - reader.start(), UTF_8));
            assertThat(reader.number()).isEqualTo(lines.size());
        }
        assertThat(reader.next()).isFalse();
        return lines;
    }

    /** Returns fewer bytes than asked for, as a network does. */
    static final class PieceByPiece extends java.io.FilterInputStream {
        private final Random random;

        PieceByPiece(InputStream in, Random random) {
            super(in);
            this.random = random;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(50_000)));
        }
    }
}
