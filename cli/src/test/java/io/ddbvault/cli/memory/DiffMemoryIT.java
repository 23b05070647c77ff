package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.BuiltLauncher;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code ./ddbvault diff} with the finished jar, in a process of its own, compares a million items with the table and with
 * another backup. {@code -Dddbvault.diff.items=50000000} makes it more.
 */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
@Timeout(3600)
class DiffMemoryIT {
    private static final long ITEMS = Long.getLong("ddbvault.diff.items", 1_000_000);
    private static final int FILES = 8;
    private static final long MOST_KIB = 256 << 10;
    private static final String BUCKET = "large-backups";

    @TempDir
    Path folder = Path.of("");

    /** Every thousandth is one of three kinds of difference. */
    private static @Nullable String now(long number) {
        return switch ((int) (number % 1000)) {
            case 7 -> null;
            case 77 -> item(number, "now");
            default -> item(number, "backup");
        };
    }

    private static @Nullable String backedUp(long number) {
        return number % 1000 == 777 ? null : item(number, "backup");
    }

    private static String item(long number, String value) {
        return "{\"id\":{\"S\":\"%016d\"},\"n\":{\"N\":\"%d\"},\"tags\":{\"SS\":[\"a\",\"b\"]},\"v\":{\"S\":\"%s%s\"}}"
                .formatted(number, number * 7, value, "x".repeat(200));
    }

    @ParameterizedTest(name = "with the {0}")
    @ValueSource(strings = {"table", "other backup"})
    void aMillionItemsAreComparedWithAHeapOf128MegabytesAndLessThan256InAll(String with) throws Exception {
        BuiltLauncher launcher = BuiltLauncher.copyTo(Files.createDirectory(folder.resolve("tree")));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
                ScannedDynamoDb table = ScannedDynamoDb.start(ITEMS, DiffMemoryIT::now)) {
            store("2026-11-22", DiffMemoryIT::backedUp, aws.s3Endpoint());
            store("2026-11-23", DiffMemoryIT::now, aws.s3Endpoint());
            Path log = folder.resolve("log");
            Path out = folder.resolve("out");
            List<String> arguments = new ArrayList<>(List.of(
                    launcher.script().toString(),
                    "diff",
                    "2026-11-22",
                    "large",
                    "--bucket=" + BUCKET,
                    "--environment=test",
                    "--temp-dir=" + temporary));
            if (!with.equals("table")) {
                arguments.add("--with=2026-11-23");
            }
            long start = System.nanoTime();
            Process diff = start(launcher, arguments, aws.s3Endpoint(), table.endpoint(), out, log);
            long peak;
            long disk = 0;
            try {
                PeakMemory memory = new PeakMemory(diff);
                while (!memory.ended()) {
                    disk = Math.max(disk, bytes(temporary));
                }
                peak = memory.kib();
            } finally {
                diff.destroyForcibly();
            }
            System.out.printf(
                    "DiffMemoryIT with the %s: %,d items, %d s, peak RSS %d MiB, temporary files %d MiB%n",
                    with, ITEMS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), peak >> 10, disk >> 20);
            assertThat(diff.exitValue()).as(Files.readString(log)).isEqualTo(2);
            long each = ITEMS / 1000;
            try (Stream<String> lines = Files.lines(out)) {
                assertThat(lines.reduce((one, other) -> other).orElseThrow())
                        .matches(".*: %,d only in .*, %,d only in .*, %,d changed, %,d the same\\."
                                .formatted(each, each, each, ITEMS - 3 * each));
            }
            try (Stream<String> lines = Files.lines(out)) {
                assertThat(lines.filter(line ->
                                line.equals("~ {\"id\":{\"S\":\"0000000000000077\"}}  attributes: v (changed)")))
                        .hasSize(1);
            }
            assertThat(bytes(temporary)).isZero();
            if (peak == 0) {
                SkipAloud.because("the peak of a process's memory is asked of /proc, which only Linux has");
            }
            assertThat(peak).isLessThan(MOST_KIB);
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // One of them has just been deleted.
            return 0;
        }
    }

    private interface Items {
        @Nullable
        String of(long number);
    }

    private static void store(String date, Items items, URI endpoint) throws IOException {
        MakeBackup backup = new MakeBackup(BUCKET, "native-exports", date, "test");
        List<List<String>> empty = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            empty.add(List.of());
        }
        MakeBackup.Export export = backup.table("large", empty);
        long count = 0;
        for (int i = 0; i < FILES; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long lines = 0;
            try (OutputStream gzip = new GZIPOutputStream(bytes)) {
                // Each file has items of everywhere, as a hash would have it.
                for (long number = i; number < ITEMS; number += FILES) {
                    String item = items.of(number);
                    if (item != null) {
                        gzip.write(("{\"Item\":" + item + "}\n").getBytes(UTF_8));
                        lines++;
                    }
                }
            }
            export.rewriteDataFile(i, bytes.toByteArray());
            String list = new String(export.content(export.filesKey()), UTF_8);
            String[] entries = list.split("\n", -1);
            entries[i] = entries[i].replace("\"itemCount\":0", "\"itemCount\":" + lines);
            export.rewrite(export.filesKey(), String.join("\n", entries));
            count += lines;
        }
        String summary = new String(export.content(export.summaryKey()), UTF_8);
        export.rewrite(export.summaryKey(), summary.replace("\"itemCount\":0", "\"itemCount\":" + count));
        backup.entry(0).put("item_count", count);
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build()) {
            if (s3.listBuckets().buckets().isEmpty()) {
                s3.createBucket(create -> create.bucket(BUCKET));
            }
            backup.objects()
                    .forEach((key, content) ->
                            s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)));
        }
    }

    private static Process start(
            BuiltLauncher launcher, List<String> arguments, URI s3, URI dynamoDb, Path out, Path log)
            throws IOException {
        ProcessBuilder builder = launcher.builder("-Xmx128m", arguments)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL_S3", s3.toString(),
                        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(),
                        "AWS_REGION", "eu-west-1"));
        // The script becomes the JVM.
        return builder.start();
    }
}
