package io.ddbvault.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.random.DamageBytes;
import io.ddbvault.testkit.random.Fuzz;
import io.ddbvault.testkit.random.GenerateItems;
import io.ddbvault.testkit.random.SpellLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data files with anything in them, damaged inside or outside the compression. */
class FuzzDataFilesTest {
    private static final KeySchema KEY = new KeySchema(List.of(new KeyAttribute("id", "S")));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDamagedFileIsReadToItsEndOrEndsWithAnIoException(long seed) {
        Fuzz.run(seed, 300, input -> {
            SplittableRandom random = new SplittableRandom(input);
            List<String> lines = lines(input, random.nextInt(5));
            byte[] whole = MakeBackup.gzip(lines);
            byte[] damaged = new DamageBytes(input).damage(whole);
            try {
                List<String> read = read(damaged, random);
                assertThat(Arrays.equals(damaged, whole) && !read.equals(lines)).isFalse();
            } catch (IOException e) {
                assertThat(damaged).isNotEqualTo(whole);
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aFileInManyPartsIsTheLinesOfAllOfThem(long seed) {
        Fuzz.run(seed, 100, input -> {
            SplittableRandom random = new SplittableRandom(input);
            List<String> all = new ArrayList<>();
            byte[] file = new byte[0];
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                List<String> part = lines(input + i, random.nextInt(4));
                byte[] member = MakeBackup.gzip(part);
                file = Arrays.copyOf(file, file.length + member.length);
                System.arraycopy(member, 0, file, file.length - member.length, member.length);
                all.addAll(part);
            }

            assertThat(read(file, random)).isEqualTo(all);
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverTheLinesAreEachIsAnItemOrMalformed(long seed) {
        ItemLine item = new ItemLine();
        Fuzz.run(seed, 300, input -> {
            byte[] text = String.join("\n", lines(input, 3)).getBytes(UTF_8);
            byte[] damaged = new DamageBytes(input).damage(text);
            ReadLines lines = new ReadLines(new ByteArrayInputStream(damaged));
            int items = 0;
            while (lines.next()) {
                try {
                    item.parse(lines.buffer(), lines.start(), lines.end());
                    assertThat(item.itemStart()).isBetween(lines.start(), item.itemEnd() - 2);
                    assertThat(item.itemEnd()).isLessThan(lines.end());
                    items++;
                } catch (MalformedLineException e) {
                    assertThat(e.reason()).startsWith("expected ");
                }
            }
            assertThat(lines.number()).isEqualTo(lineCount(damaged));
            assertThat(items).isLessThanOrEqualTo((int) lines.number());
        });
    }

    /** Line feeds, and a last line without one. */
    private static int lineCount(byte[] text) {
        int count = text.length > 0 && text[text.length - 1] != '\n' ? 1 : 0;
        for (byte b : text) {
            count += b == '\n' ? 1 : 0;
        }
        return count;
    }

    /** As a restore reads: through the counting stream, in pieces of any size. */
    private static List<String> read(byte[] file, SplittableRandom random) throws IOException {
        ByteArrayInputStream inPieces = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(64)));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        List<String> read = new ArrayList<>();
        try (MeasuredInputStream measured = new MeasuredInputStream(inPieces);
                GZIPInputStream gunzipped = new GZIPInputStream(measured)) {
            ReadLines lines = new ReadLines(gunzipped);
            while (lines.next()) {
                read.add(new String(lines.buffer(), lines.start(), lines.end() - lines.start(), UTF_8));
            }
            measured.drain();
            assertThat(measured.count()).isEqualTo(file.length);
            assertThat(HexFormat.of().parseHex(measured.md5())).hasSize(16);
        }
        return read;
    }

    private static List<String> lines(long seed, int count) {
        GenerateItems items = new GenerateItems(seed);
        SpellLine spell = new SpellLine(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(new String(spell.spell(items.item(KEY, i)).bytes(), UTF_8));
        }
        return lines;
    }
}
