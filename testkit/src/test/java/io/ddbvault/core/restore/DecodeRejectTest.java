package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import io.ddbvault.testkit.random.GenerateItems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of a rejects object gives back the item to the byte, and what is damaged is never taken for one. */
class DecodeRejectTest {
    private static final String REST = ",\"table\":\"orders\",\"file\":\"a/b.json.gz\",\"line\":7,\"reason\":\"no\"}";

    private final DecodeReject decode = new DecodeReject();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void whatIsEncodedIsReadBackToTheByte(long seed) throws MalformedLineException {
        GenerateItems items = new GenerateItems(seed);
        for (int i = 0; i < 200; i++) {
            byte[] item = bytes(Json.compact(items.item(InMemoryRestore.ID, i)));
            Place place = new Place("exports/\"ä\\.json.gz", 1 + i);
            byte[] line = EncodeReject.item("orders", place, "said \"no\"\n", item, 0, item.length);

            decode.parse(line, 0, line.length - 1);

            assertThat(decode.isItem()).isTrue();
            assertThat(Arrays.copyOfRange(line, decode.itemStart(), decode.itemEnd()))
                    .isEqualTo(item);
            assertThat(decode.table()).isEqualTo("orders");
            assertThat(decode.place()).isEqualTo(place);
            assertThat(decode.reason()).isEqualTo("said \"no\"\n");
        }
    }

    @Test
    void aLineThatIsNoItemIsReadWithoutItsText() throws MalformedLineException {
        byte[] line = EncodeReject.unreadable(
                "orders", new Portion.UnreadableLine(new Place("f", 3), "is no item: why", bytes("half an item")));

        decode.parse(line, 0, line.length - 1);

        assertThat(decode.isItem()).isFalse();
        assertThat(decode.place()).isEqualTo(new Place("f", 3));
        assertThat(decode.reason()).isEqualTo("is no item: why");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"Item\":{\"id\":{\"S\":\"secret\"}}}                    | expected table, file, line and reason behind byte 29",
                "{\"Item\":{\"id\":{\"S\":\"secret\"}},\"table\":\"orders\"}  | expected table, file, line and reason behind byte 29",
                "{\"Item\":{\"id\":{\"S\":\"secret\"}},secret}            | expected table, file, line and reason behind byte 29",
                "{\"Item\":{\"id\":{\"S\":\"secret\"}}                     | expected table, file, line and reason behind byte 29",
                "{\"Item\":{\"id\":\"secret\"}}                          | expected '{' at byte 15",
                "{\"line_base64\":\"secret                            | the text of line_base64 has no end",
                "{\"line_base64\":\"secret\"}                          | expected table, file, line and reason behind byte 23",
                "{\"line_base64\":7}                                 | expected \"Item\" at byte 2",
                "secret                                             | expected '{' at byte 1",
            })
    void whatIsMissingIsSaidAndNeverWhatStandsThere(String line, String reason) {
        assertThat(refusal(line)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"orders\" | \"or\"",
                "\"orders\" | 7",
                "\"orders\" | \"a b c\"",
                "a/b.json.gz\" | a\"x",
                ":7 | :0",
                ":7 | :-7",
                ":7 | :\"7\"",
                "\"no\" | null",
                "\"no\"} | \"no\"}}",
                "\"no\"} | \"no\"} {}",
                "\"no\"} | \"no\",\"table\":\"users\"}",
            })
    void aFieldThatIsNotAsItShouldBeIsRefused(String from, String to) throws MalformedLineException {
        byte[] good = bytes("{\"Item\":{}" + REST);
        decode.parse(good, 0, good.length);

        assertThat(refusal("{\"Item\":{}" + REST.replace(from, to)))
                .isEqualTo("expected table, file, line and reason behind byte 10");
    }

    @Test
    void fieldsThatFillMemoryAreRefused() {
        String much = "x".repeat(17 << 10);
        assertThat(refusal("{\"Item\":{},\"more\":\"%s\"%s".formatted(much, REST)))
                .isEqualTo("expected table, file, line and reason behind byte 10");
    }

    /** In base64 it is longer than any line of a data file may be. */
    @Test
    void theLongestLineOfADataFileIsReadAgain() throws IOException {
        int length = 4 * ((ReadLines.MAX_LINE_BYTES + 2) / 3);
        byte[] rest = bytes("\"" + REST + "\n");
        InputStream object = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(bytes("{\"line_base64\":\"")),
                same('A', length),
                new ByteArrayInputStream(rest))));
        RejectsForm form = new RejectsForm();
        ReadLines lines = form.lines(object);

        assertThat(lines.next()).isTrue();
        UnreadableLine line = form.parse(lines, new Place("here", 1));

        assertThat(line).isNotNull();
        assertThat(line.place()).isEqualTo(new Place("a/b.json.gz", 7));
        assertThat(line.rejectedBefore()).isTrue();
        assertThat(line.bytes()).hasSize(16 + length + rest.length - 1);
        assertThat(lines.next()).isFalse();
    }

    private static InputStream same(char character, int count) {
        return new InputStream() {
            private int left = count;

            @Override
            public int read() {
                return left-- > 0 ? character : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int read = Math.min(left, length);
                if (read <= 0) {
                    return -1;
                }
                Arrays.fill(buffer, offset, offset + read, (byte) character);
                left -= read;
                return read;
            }
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44})
    void whatIsDamagedIsReadOrRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        GenerateItems items = new GenerateItems(seed);
        for (int i = 0; i < 500; i++) {
            byte[] line = bytes("{\"Item\":" + Json.compact(items.item(InMemoryRestore.ID, i)) + REST);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            try {
                decode.parse(line, 0, line.length);
                assertThat(decode.table()).isNotEmpty();
            } catch (MalformedLineException e) {
                assertThat(e.reason()).hasSizeLessThan(200);
            }
        }
    }

    private String refusal(String line) {
        byte[] bytes = bytes(line);
        return catchThrowableOfType(MalformedLineException.class, () -> decode.parse(bytes, 0, bytes.length))
                .reason();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
