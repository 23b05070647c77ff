package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.Vault;
import io.ddbvault.spark.SparkCluster.Application;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MakeBackup.Export;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The shaded jar's restore, on clusters of processes, against the embedded AWS. */
class RestoreJobIT {
    private static final String DATE = "2025-07-22";
    private static final String JOB = "io.ddbvault.spark.RestoreJob";
    private static final int FILES = 24;
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static TestAws aws;
    private static Clusters clusters;

    @BeforeAll
    static void start() {
        aws = new TestAws();
        clusters = new Clusters(aws.machine());
    }

    @AfterAll
    static void end() {
        clusters.close();
        aws.close();
    }

    /** A table, empty, and a bucket with a backup of it. */
    private record Scene(String bucket, String table, Export export, int items) {
        private static Scene of(int items) {
            String bucket = aws.newBucket();
            String table = "mfa-api_production_t%d_global".formatted(NAMES.incrementAndGet());
            aws.createTable(table);
            MakeBackup backup = new MakeBackup(bucket, "native-exports", DATE, "production");
            Export export = backup.table(table, files(items));
            backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
            aws.put(bucket, backup.objects());
            return new Scene(bucket, table, export, items);
        }

        /** Of several sizes; the last one is empty. */
        private static List<List<String>> files(int items) {
            List<List<String>> files = new ArrayList<>();
            int from = 0;
            for (int file = 1; file < FILES; file++) {
                int to = (int) ((long) items * file * (file + 1) / ((FILES - 1) * FILES));
                files.add(IntStream.range(from, to)
                        .mapToObj(number -> "{\"Item\":{\"id\":{\"S\":\"key-%d\"},\"secret\":{\"S\":\"value-%d\"}}}"
                                .formatted(number, number))
                        .toList());
                from = to;
            }
            files.add(List.of());
            return files;
        }

        Map<String, String> backedUp() {
            Map<String, String> all = new HashMap<>();
            IntStream.range(0, items).forEach(number -> all.put("key-" + number, "value-" + number));
            return all;
        }

        Map<String, String> contents() {
            return aws.contents(table, "secret");
        }
    }

    private static void awaitItems(Scene scene, long count, Application job) {
        while (aws.count(scene.table()) < count) {
            assertThat(job.driver().handle().isAlive()).as(job.err()).isTrue();
            LoggedProcess.pause();
        }
    }

    private static String idOf(Application job) {
        Matcher id = Pattern.compile("(?m)^restore (\\S+)$").matcher(job.err());
        assertThat(id.find()).as(job.err()).isTrue();
        return id.group(1);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void everyItemArrivesThoughAnExecutorAndThenAWorkerAreKilled(SparkRelease release) {
        Scene scene = Scene.of(50_000);
        try (SparkCluster cluster = SparkCluster.start(release.orSkip(), 3, 1, aws.machine())) {
            Application job = cluster.submit(
                    Clusters.JAR,
                    JOB,
                    aws.driver(scene.bucket()),
                    "--date",
                    DATE,
                    "--table",
                    scene.table(),
                    "--tasks",
                    "3",
                    "--max-write-units",
                    "4000");
            awaitItems(scene, 5_000, job);
            SparkCluster.kill(cluster.awaitExecutors(3).get(0));
            awaitItems(scene, 20_000, job);
            SparkCluster.kill(cluster.workers().get(2));

            assertThat(job.exitCode()).as(job.err()).isZero();
            assertThat(job.out())
                    .startsWith("{\"statusCode\":200,")
                    .contains("\"items_processed\":50000,\"items_written\":50000,\"items_failed\":0")
                    .containsPattern("\"warnings\":\\[\"[1-9] tasks were tried again, because an executor was lost");
            assertThat(aws.text(scene.bucket(), "native-exports/_state/restores/%s/report.json".formatted(idOf(job))))
                    .contains("tasks were tried again", scene.table());
        }
        assertThat(scene.contents()).isEqualTo(scene.backedUp());
        try (Vault vault = aws.vault(scene.bucket())) {
            assertThat(vault.lock(scene.table()).alive()).isFalse();
        }
    }

    @Test
    void aClearLeavesTheBackupsItemsAlone() {
        Scene scene = Scene.of(300);
        aws.fill(
                scene.table(),
                IntStream.range(0, 400)
                        .mapToObj(number -> Map.of(
                                "id", AttributeValue.fromS("other-" + number),
                                "secret", AttributeValue.fromS("old")))
                        .toList());

        Application job = clusters.of(SparkRelease.SPARK_4)
                .submit(Clusters.JAR, JOB, aws.driver(scene.bucket()), "--clear-existing-data", "--tasks", "4");

        assertThat(job.exitCode()).as(job.err()).isZero();
        assertThat(job.out())
                .contains("\"items_written\":300,\"items_failed\":0,\"items_cleared\":400", "\"warnings\":[]");
        assertThat(scene.contents()).isEqualTo(scene.backedUp());
    }

    @Test
    void toldToEndItStopsAtASafePointAndGoesOnLater() {
        Scene scene = Scene.of(3_000);
        SparkCluster cluster = clusters.of(SparkRelease.SPARK_4);
        Application first = cluster.submit(
                Clusters.JAR, JOB, aws.driver(scene.bucket()), "--tasks", "2", "--max-write-units", "300");
        awaitItems(scene, 400, first);
        first.driver().handle().destroy();

        assertThat(first.exitCode()).as(first.err()).isEqualTo(143);
        String id = idOf(first);
        assertThat(first.out()).contains("\"status\":\"IN_PROGRESS\"", "\"restore_id\":\"%s\"".formatted(id));
        assertThat(first.err())
                .contains("To go on: submit RestoreJob with --restore-id " + id)
                .doesNotContain("error: ");
        long told = told(first.out());
        assertThat(told).isBetween(400L, aws.count(scene.table())).isLessThan(3_000);

        Application second =
                cluster.submit(Clusters.JAR, JOB, aws.driver(scene.bucket()), "--restore-id", id, "--tasks", "2");

        assertThat(second.exitCode()).as(second.err()).isEqualTo(0);
        assertThat(second.out()).contains("\"items_processed\":3000,\"items_written\":3000,\"items_failed\":0");
        assertThat(scene.contents()).isEqualTo(scene.backedUp());
    }

    private static long told(String answer) {
        Matcher written = Pattern.compile("\"items_written\":(\\d+)").matcher(answer);
        assertThat(written.find()).as(answer).isTrue();
        return Long.parseLong(written.group(1));
    }

    @Test
    void aBackupWithAChangedFileTouchesNothing() {
        Scene scene = Scene.of(100);
        byte[] content = scene.export().content(scene.export().dataFile(20)).clone();
        content[content.length / 2] ^= 1;
        aws.put(scene.bucket(), Map.of(scene.export().dataFile(20), content));

        Application job = clusters.of(SparkRelease.SPARK_4)
                .submit(Clusters.JAR, JOB, aws.driver(scene.bucket()), "--table", scene.table());

        assertThat(job.exitCode()).as(job.err()).isEqualTo(1);
        assertThat(job.out())
                .startsWith("{\"statusCode\":500,")
                .contains("\"status\":\"FAILED\"", scene.export().dataFile(20));
        assertThat(scene.contents()).isEmpty();
    }

    @Test
    void optionsThatContradictEachOtherAreWrongUsage() {
        Application job = clusters.of(SparkRelease.SPARK_4)
                .submit(
                        Clusters.JAR,
                        JOB,
                        Map.of(),
                        "--restore-id",
                        "20250722T030000Z-1a2b3c4d",
                        "--clear-existing-data");

        assertThat(job.exitCode()).isEqualTo(64);
        assertThat(job.err()).contains("error: --restore-id goes without --clear-existing-data");
    }
}
