package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.BuiltLauncher;
import io.ddbvault.core.json.Json;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./ddbvault drill} with the finished jar, in a process of its own, on a million items. {@code
 * -Dddbvault.drill.items=50000000} makes it more.
 */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
@Timeout(3600)
class DrillMemoryIT {
    private static final int ITEMS = Integer.getInteger("ddbvault.drill.items", 1_000_000);
    private static final long MOST_KIB = 256 << 10;
    private static final String BUCKET = "large-backups";
    /** Acknowledged, and not stored. */
    private static final int LOST = 777_777 % ITEMS;

    @TempDir
    Path folder = Path.of("");

    private static String item(long number) {
        return "{\"id\":{\"S\":\"%016d\"},\"n\":{\"N\":\"%d\"},\"tags\":{\"SS\":[\"a\",\"b\"]},\"v\":{\"S\":\"%s\"}}"
                .formatted(number, number * 7, "x".repeat(200));
    }

    @Test
    void aMillionItemsAreRehearsedWithAHeapOf128MegabytesAndLessThan256InAllAndTheLostOneIsFound() throws Exception {
        BuiltLauncher launcher = BuiltLauncher.copyTo(Files.createDirectory(folder.resolve("tree")));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        ScratchTable scratch = new ScratchTable();
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
                ScannedDynamoDb table = ScannedDynamoDb.start(ITEMS, scratch::item, scratch)) {
            LargeBackup.store(BUCKET, "2026-11-23", ITEMS, DrillMemoryIT::item, aws.s3Endpoint());
            Path log = folder.resolve("log");
            Path out = folder.resolve("out");
            long start = System.nanoTime();
            Process drill = start(launcher, temporary, aws.s3Endpoint(), table.endpoint(), out, log);
            long peak;
            try {
                PeakMemory memory = new PeakMemory(drill);
                while (!memory.ended()) {
                    // It looks each time.
                }
                peak = memory.kib();
            } finally {
                drill.destroyForcibly();
            }
            System.out.printf(
                    "DrillMemoryIT: %,d items, %d s, peak RSS %d MiB%n",
                    ITEMS, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), peak >> 10);
            assertThat(drill.exitValue()).as(Files.readString(log)).isEqualTo(2);
            assertThat(Files.readString(out))
                    .startsWith("BAD  large: ")
                    .contains(
                            "%,d items the same, 1 only in the backup, 0 only in the table, 0 changed"
                                    .formatted(ITEMS - 1),
                            "{\"id\":{\"S\":\"%016d\"}} is not in the table.".formatted(LOST));
            assertThat(scratch.deleted).hasSize(1).allMatch(name -> name.startsWith("ddbvault-drill-large-"));
            try (var left = Files.list(temporary)) {
                assertThat(left).isEmpty();
            }
            if (peak == 0) {
                SkipAloud.because("the peak of a process's memory is asked of /proc, which only Linux has");
            }
            assertThat(peak).isLessThan(MOST_KIB);
        }
    }

    /** Remembers which items were written, and gives these back. */
    private static final class ScratchTable implements ScannedDynamoDb.OtherCalls {
        private static final Pattern ID = Pattern.compile("\"id\":\\{\"S\":\"(\\d{16})\"");
        private static final Pattern TAG = Pattern.compile("\"Key\":\"ddbvault:drill\",\"Value\":\"([^\"]*)\"");

        final List<String> deleted = new CopyOnWriteArrayList<>();
        private final BitSet written = new BitSet(ITEMS);
        private volatile String drill = "";

        synchronized @Nullable String item(long number) {
            return written.get((int) number) ? DrillMemoryIT.item(number) : null;
        }

        @Override
        public String answer(String call, byte[] request) throws IOException {
            // Of the items nothing matters but the numbers.
            String body = new String(request, ISO_8859_1);
            return switch (call) {
                case "CreateTable" -> {
                    Matcher tag = TAG.matcher(body);
                    assertThat(tag.find()).isTrue();
                    drill = tag.group(1);
                    yield "{\"TableDescription\":{}}";
                }
                case "ListTagsOfResource" ->
                    "{\"Tags\":[{\"Key\":\"ddbvault:drill\",\"Value\":\"%s\"}]}".formatted(drill);
                case "DescribeTimeToLive" -> "{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}";
                case "BatchWriteItem" -> write(body);
                case "DeleteTable" -> {
                    deleted.add(String.valueOf(Json.parseObject(request).get("TableName")));
                    yield "{\"TableDescription\":{}}";
                }
                default -> throw new IOException("not served: " + call);
            };
        }

        private synchronized String write(String body) {
            Matcher id = ID.matcher(body);
            while (id.find()) {
                int number = Integer.parseInt(id.group(1));
                written.set(number, number != LOST);
            }
            return "{\"UnprocessedItems\":{}}";
        }
    }

    private static Process start(BuiltLauncher launcher, Path temporary, URI s3, URI dynamoDb, Path out, Path log)
            throws IOException {
        ProcessBuilder builder = launcher.builder(
                        "-Xmx128m",
                        List.of(
                                launcher.script().toString(),
                                "drill",
                                "--table=large",
                                "--yes",
                                "--bucket=" + BUCKET,
                                "--environment=test",
                                "--name-pattern=",
                                "--temp-dir=" + temporary))
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
