package io.ddbvault.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.verify.EncodeVerification;
import io.ddbvault.core.verify.Verify;
import io.ddbvault.core.verify.VerifyRequest;
import io.ddbvault.spark.SparkCluster.Application;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MakeBackup.Export;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shaded jar's verification, on clusters of processes, against the embedded AWS. */
class VerifyJobIT {
    private static final String DATE = "2025-07-22";
    private static final String JOB = "io.ddbvault.spark.VerifyJob";

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

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(VerifyJobIT::line).toList();
    }

    private static String line(int number) {
        return "{\"Item\":{\"id\":{\"S\":\"key-%d\"},\"secret\":{\"S\":\"value-%d\"}}}".formatted(number, number);
    }

    private static MakeBackup backup(String bucket) {
        return new MakeBackup(bucket, "native-exports", DATE, "production");
    }

    private static void idIsTheKey(MakeBackup backup, int entries) {
        for (int i = 0; i < entries; i++) {
            backup.entry(i).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        }
    }

    private static List<String> with(List<String> lines, String... more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void ofThreeTablesItSaysExactlyWhatIsWrongWithTwo(SparkRelease release, @TempDir Path folder) {
        SparkCluster cluster = clusters.of(release);
        String bucket = aws.newBucket();
        MakeBackup backup = backup(bucket);
        backup.table(
                "mfa-api_production_good_global",
                List.of(lines(0, 500), lines(500, 3000), List.of(), lines(3000, 3001)));
        Export corrupt = backup.table("mfa-api_production_corrupt_global", List.of(lines(0, 1000), lines(1000, 2000)));
        Export twice = backup.table(
                "mfa-api_production_twice_global",
                List.of(lines(0, 1000), with(lines(1000, 1500), line(7)), with(lines(1500, 1501), line(1200))));
        idIsTheKey(backup, 3);
        byte[] content = corrupt.content(corrupt.dataFile(1)).clone();
        content[content.length / 2] ^= 1;
        corrupt.replace(corrupt.dataFile(1), content);
        aws.put(bucket, backup.objects());

        Application job = cluster.submit(Clusters.JAR, JOB, aws.driver(bucket), "--date", DATE);

        assertThat(job.exitCode()).as(job.err()).isEqualTo(2);
        assertThat(withoutDuration(job.out())).isEqualTo(inOneProcess(bucket, folder));
        assertThat(job.out())
                .startsWith("{\"statusCode\":207,\"body\":{\"depth\":\"deep\"")
                .contains("\"tables_total\":3,\"tables_good\":1,\"tables_bad\":2")
                .contains("\"items_read\":")
                .contains("s3://%s/%s line 501 has the same key as another item.".formatted(bucket, twice.dataFile(1)))
                .contains("s3://%s/%s line 2 has the same key as another item.".formatted(bucket, twice.dataFile(2)))
                .contains("\"status\":\"BAD\"", "The data file s3://%s/%s ".formatted(bucket, corrupt.dataFile(1)));
        assertThat(aws.keys(bucket))
                .filteredOn(key -> key.startsWith("native-exports/_state/verifications/"))
                .hasSize(3);
    }

    @Test
    void aGoodBackupEndsWithZeroAndIsRecordedAsGood() {
        String bucket = aws.newBucket();
        MakeBackup backup = backup(bucket);
        backup.table("mfa-api_production_one_global", List.of(lines(0, 10), lines(10, 25)));
        backup.table("mfa-api_production_other_global", List.of(lines(0, 3)));
        idIsTheKey(backup, 2);
        aws.put(bucket, backup.objects());

        Application job = clusters.of(SparkRelease.SPARK_4)
                .submit(
                        Clusters.JAR,
                        JOB,
                        aws.driver(bucket),
                        "--date",
                        "latest",
                        "--table",
                        "mfa-api_production_one_global");

        assertThat(job.exitCode()).as(job.err()).isZero();
        assertThat(job.out())
                .startsWith("{\"statusCode\":200,")
                .contains("\"files_read\":2,\"items_read\":25,")
                .contains("\"problems_total\":0,\"problems\":[],\"remarks\":[]");
        assertThat(aws.keys(bucket))
                .filteredOn(key -> key.startsWith("native-exports/_state/verifications/"))
                .singleElement()
                .satisfies(key -> assertThat(aws.text(bucket, key)).contains("GOOD", DATE));
    }

    @Test
    void aDateWithoutABackupIsOneClearLine() {
        String bucket = aws.newBucket();

        Application job =
                clusters.of(SparkRelease.SPARK_4).submit(Clusters.JAR, JOB, aws.driver(bucket), "--date", "2020-01-01");

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.err().lines().filter(line -> line.startsWith("error: ")))
                .containsExactly(
                        "error: There is no backup of 2020-01-01: s3://%s/native-exports/2020-01-01/manifest.json does not exist. No backup was found there at all; check BACKUP_BUCKET and S3_EXPORTS_PREFIX."
                                .formatted(bucket));
        assertThat(job.err()).doesNotContain("DdbvaultException");
        assertThat(job.out()).startsWith("{\"statusCode\":500,").contains("\"error_code\":\"NO_BACKUP\"");
    }

    @Test
    void wrongUsageEndsWith64AndStartsNoApplication() {
        Application job = clusters.of(SparkRelease.SPARK_4).submit(Clusters.JAR, JOB, Map.of(), "--date", "yesterday");

        assertThat(job.exitCode()).isEqualTo(64);
        assertThat(job.err())
                .contains("'yesterday' is not 'latest' or a date of the form YYYY-MM-DD")
                .contains("'VerifyJob --help' lists what it takes.")
                .doesNotContain("Running Spark version");
    }

    @Test
    void theHelpHasAnExample() {
        Application job = clusters.of(SparkRelease.SPARK_4).submit(Clusters.JAR, JOB, Map.of(), "--help");

        assertThat(job.exitCode()).isZero();
        assertThat(job.out()).contains("spark-submit --class io.ddbvault.spark.VerifyJob", "--date=DATE", "--table");
    }

    /** What the command line prints of the same backup. */
    private static String inOneProcess(String bucket, Path folder) {
        Map<String, String> variables = aws.driver(bucket);
        Settings settings = Settings.forRestore(variables);
        Stop stop = Stop.onRequest(InstantSource.system());
        try (Vault vault = AwsVault.open(settings, variables, ProgressListener.NONE, stop)) {
            return withoutDuration(EncodeVerification.encode(new Verify(
                                            settings,
                                            vault.store(),
                                            vault.tables(),
                                            InstantSource.system(),
                                            Sleeper.SYSTEM,
                                            64 << 20,
                                            folder,
                                            ProgressListener.NONE)
                                    .run(
                                            new VerifyRequest(
                                                    LocalDate.parse(DATE),
                                                    false,
                                                    List.of(),
                                                    Depth.DEEP,
                                                    1,
                                                    LocalDate.parse(DATE),
                                                    1),
                                            false,
                                            estimate -> {},
                                            stop))
                            .toJson()
                    + "\n");
        }
    }

    private static String withoutDuration(String answer) {
        assertThat(answer.getBytes(UTF_8)).isNotEmpty();
        return answer.replaceFirst("\"duration_seconds\":[0-9.]+", "\"duration_seconds\":0");
    }
}
