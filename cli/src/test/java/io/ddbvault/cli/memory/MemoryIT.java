package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.BuiltLauncher;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code ./ddbvault} with the finished jar, in a process of its own, restores one large data file. {@code
 * -Dddbvault.memory.gigabytes=4} makes it larger, and {@code -Dddbvault.memory.flags=-XX:+UseG1GC} gives the JVM other flags
 * besides, as JAVA_OPTS.
 */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
@Timeout(1200)
class MemoryIT {
    private static final long GIGABYTES = Long.getLong("ddbvault.memory.gigabytes", 1);
    private static final String FLAGS = System.getProperty("ddbvault.memory.flags", "");
    private static final long MOST_KIB = 220 << 10;
    private static final String BUCKET = "large-backups";
    private static final String DATE = "2026-11-23";

    @TempDir
    Path folder = Path.of("");

    @Test
    void oneLargeDataFileIsRestoredWholeWithAHeapOf128MegabytesAndLessThan220InAll() throws Exception {
        LargeDataFile file = LargeDataFile.write(folder.resolve("large.json.gz"), GIGABYTES << 30);
        BuiltLauncher launcher = BuiltLauncher.copyTo(Files.createDirectory(folder.resolve("tree")));
        // Leaves the archive of classes, as the first command of every installation does.
        assertThat(launcher.run("", "--version").exitCode()).isZero();
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
                SummingDynamoDb sink = SummingDynamoDb.start()) {
            store(file, aws.s3Endpoint());
            Path log = folder.resolve("log");
            long start = System.nanoTime();
            Process restore = restore(launcher, aws.s3Endpoint(), sink.endpoint(), log);
            long peak;
            try {
                PeakMemory memory = new PeakMemory(restore);
                while (!memory.ended()) {
                    // It looks each time.
                }
                peak = memory.kib();
            } finally {
                restore.destroyForcibly();
            }
            System.out.printf(
                    "MemoryIT: %,d items, %d GiB, %d s, peak RSS %d MiB%n",
                    sink.sum().items(),
                    GIGABYTES,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                    peak >> 10);
            assertThat(restore.exitValue()).as(Files.readString(log)).isZero();
            assertThat(sink.sum()).isEqualTo(file.sum());
            if (peak == 0) {
                SkipAloud.because("the peak of a process's memory is asked of /proc, which only Linux has");
            }
            assertThat(peak).isLessThan(MOST_KIB);
        }
    }

    private static void store(LargeDataFile file, URI endpoint) throws IOException {
        long items = file.sum().items();
        MakeBackup backup = new MakeBackup(BUCKET, "native-exports", DATE, "test");
        MakeBackup.Export export = backup.table("large", List.of(List.of()));
        // Compressed it is small: its contents repeat.
        export.rewriteDataFile(0, Files.readAllBytes(file.path()));
        for (String key : List.of(export.filesKey(), export.summaryKey())) {
            String text = new String(export.content(key), UTF_8);
            export.rewrite(key, text.replace("\"itemCount\":0", "\"itemCount\":" + items));
        }
        backup.entry(0).put("item_count", items);
        // As our own backups have it. Without, a restore reads all keys once before it writes.
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build()) {
            s3.createBucket(create -> create.bucket(BUCKET));
            backup.objects()
                    .forEach((key, content) ->
                            s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)));
        }
    }

    private static Process restore(BuiltLauncher launcher, URI s3, URI dynamoDb, Path log) throws IOException {
        ProcessBuilder builder = launcher.builder(
                        "-Xmx128m " + FLAGS,
                        List.of(
                                launcher.script().toString(),
                                "restore",
                                "--bucket=" + BUCKET,
                                "--environment=test",
                                "--name-pattern=",
                                "--date=" + DATE))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL_S3", s3.toString(),
                        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(),
                        "AWS_REGION", "eu-west-1"));
        // The script becomes the JVM.
        return builder.start();
    }
}
