package io.ddbvault.core.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deep verification of a million items in a JVM of its own with a small heap; in the smaller one the keys go to disk. */
@Tag("slow")
@Timeout(180)
class VerifyInSmallHeapTest {
    private static final int FILES = 4;
    private static final int LINES = 250_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {256, 96})
    void aMillionItemsAreReadAndTheOneKeyThatOccursTwiceIsFound(int heapMebibytes) throws Exception {
        Path printed = temporary.resolve("printed");
        Path keys = Files.createDirectory(temporary.resolve("keys"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMebibytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        VerifyInSmallHeapTest.class.getName(),
                        keys.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readAllLines(printed))
                .containsExactly(
                        "BAD 1000000 items in 4 files, 1 problem, at line 250000: true",
                        // A quarter of the heap is for keys, 34 bytes each.
                        "keys on disk: " + (heapMebibytes == 96));
        try (Stream<Path> left = Files.list(keys)) {
            assertThat(left).isEmpty();
        }
    }

    /** @param arguments the folder for keys that memory does not hold */
    public static void main(String[] arguments) throws IOException {
        Path keys = Path.of(arguments[0]);
        VerifyFixture fixture = new VerifyFixture(keys);
        MakeBackup.Export large = fixture.backup.table(
                "large", Stream.generate(() -> List.of("")).limit(FILES).toList());
        for (int file = 0; file < FILES; file++) {
            large.rewriteDataFile(file, lines(file));
        }
        fixture.rewrite(large, large.filesKey(), "\"itemCount\":1,", "\"itemCount\":%d,".formatted(LINES));
        fixture.rewrite(large, large.summaryKey(), "\"itemCount\":" + FILES, "\"itemCount\":" + FILES * LINES);
        fixture.backup.entry(2).put("item_count", FILES * LINES);
        fixture.backup.entry(2).put("key_schema", VerifyFixture.keySchema("id"));
        fixture.heapBytes = Runtime.getRuntime().maxMemory();
        fixture.stored();

        VerificationReport report = fixture.run(fixture.request(null, false, List.of("large"), Depth.DEEP, 1));

        VerifiedTable table = report.tables().get(0);
        System.out.println("%s %d items in %d files, %d problem, at line %d: %s"
                .formatted(
                        table.state(),
                        table.counts().itemsRead(),
                        table.counts().filesRead(),
                        table.problemCount(),
                        LINES,
                        table.problems().get(0).text().endsWith("line 250000 has the same key as another item.")
                                || table.problems()
                                        .get(0)
                                        .text()
                                        .endsWith("line 1 has the same key as another item.")));
        System.out.println("keys on disk: " + (FILES * LINES > fixture.heapBytes / 4 / 34));
    }

    /** The very last item has the key of the very first. */
    private static byte[] lines(int file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < LINES; i++) {
                int number = file * LINES + i;
                int id = number == FILES * LINES - 1 ? 0 : number;
                out.write(
                        "{\"Item\":{\"id\":{\"S\":\"item-%07d\"},\"balance\":{\"N\":\"%d\"},\"tags\":{\"SS\":[\"a\",\"b\"]}}}\n"
                                .formatted(id, number % 97)
                                .getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
