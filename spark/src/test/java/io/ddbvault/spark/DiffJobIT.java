package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.spark.SparkCluster.Application;
import io.ddbvault.testkit.MakeBackup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The shaded jar's comparison, on clusters of processes, against the embedded AWS. */
class DiffJobIT {
    private static final String JOB = "io.ddbvault.spark.DiffJob";
    private static final String DATE = "2025-07-22";
    private static final String NEXT_DATE = "2025-07-23";
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

    private static String newTable() {
        String table = "mfa-api_production_d%d_global".formatted(NAMES.incrementAndGet());
        aws.createTable(table);
        return table;
    }

    private static String line(int number) {
        return line(number, "value-" + number);
    }

    private static String line(int number, String value) {
        return "{\"Item\":{\"id\":{\"S\":\"key-%04d\"},\"secret\":{\"S\":\"%s\"}}}".formatted(number, value);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(DiffJobIT::line).toList();
    }

    private static Map<String, AttributeValue> item(int number) {
        return item(number, "value-" + number);
    }

    private static Map<String, AttributeValue> item(int number, String value) {
        return Map.of("id", AttributeValue.fromS("key-%04d".formatted(number)), "secret", AttributeValue.fromS(value));
    }

    private static void store(String bucket, String date, String table, List<List<String>> files) {
        MakeBackup backup = new MakeBackup(bucket, "native-exports", date, "production");
        backup.table(table, files);
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        aws.put(bucket, backup.objects());
    }

    private static Application diff(SparkRelease release, String bucket, String table, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--date", DATE, "--table", table));
        arguments.addAll(List.of(more));
        return clusters.of(release).submit(Clusters.JAR, JOB, aws.driver(bucket), arguments.toArray(String[]::new));
    }

    private static String withoutMeasures(String out) {
        return out.replaceFirst("\"read_units\":[0-9]+,\"duration_seconds\":[0-9.]+", "\"measured\":true");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheTableHasOtherwiseIsToldItemByItem(SparkRelease release) {
        String bucket = aws.newBucket();
        String table = newTable();
        store(bucket, DATE, table, List.of(lines(0, 700), lines(700, 701), List.of(), lines(701, 1000)));
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        IntStream.range(2, 999).mapToObj(DiffJobIT::item).forEach(items::add);
        items.set(500, item(502, "another value"));
        items.add(item(5000));
        items.add(item(5001));
        aws.fill(table, items);

        Application job = diff(release, bucket, table, "--max-read-units", "1000");

        assertThat(job.exitCode()).as(job.err()).isEqualTo(2);
        assertThat(withoutMeasures(job.out())).isEqualTo("""
                        {"key":{"id":{"S":"key-0000"}},"difference":"ONLY_IN_BACKUP"}
                        {"key":{"id":{"S":"key-0001"}},"difference":"ONLY_IN_BACKUP"}
                        {"key":{"id":{"S":"key-0502"}},"difference":"CHANGED","attributes":{"secret":"CHANGED"}}
                        {"key":{"id":{"S":"key-0999"}},"difference":"ONLY_IN_BACKUP"}
                        {"key":{"id":{"S":"key-5000"}},"difference":"ONLY_IN_TABLE"}
                        {"key":{"id":{"S":"key-5001"}},"difference":"ONLY_IN_TABLE"}
                        {"summary":{"only_in_backup":3,"only_in_table":2,"changed":1,"same":996,"differences_shown":6,"measured":true}}
                        """);
    }

    @Test
    void twoBackupsAreComparedWithTheirValues() {
        String bucket = aws.newBucket();
        String table = newTable();
        store(bucket, DATE, table, List.of(lines(0, 300), lines(300, 400)));
        List<String> other = new ArrayList<>(lines(1, 400));
        other.set(41, line(42, "other"));
        store(bucket, NEXT_DATE, table, List.of(other, List.of(line(900))));

        Application job = diff(SparkRelease.SPARK_4, bucket, table, "--with", NEXT_DATE, "--values");

        assertThat(job.exitCode()).as(job.err()).isEqualTo(2);
        assertThat(withoutMeasures(job.out())).isEqualTo("""
                        {"key":{"id":{"S":"key-0000"}},"difference":"ONLY_IN_BACKUP","backup":{"id":{"S":"key-0000"},"secret":{"S":"value-0"}}}
                        {"key":{"id":{"S":"key-0042"}},"difference":"CHANGED","attributes":{"secret":"CHANGED"},"backup":{"id":{"S":"key-0042"},"secret":{"S":"value-42"}},"other_backup":{"id":{"S":"key-0042"},"secret":{"S":"other"}}}
                        {"key":{"id":{"S":"key-0900"}},"difference":"ONLY_IN_OTHER_BACKUP","other_backup":{"id":{"S":"key-0900"},"secret":{"S":"value-900"}}}
                        {"summary":{"only_in_backup":1,"only_in_other_backup":1,"changed":1,"same":398,"differences_shown":3,"measured":true}}
                        """);
    }

    @Test
    void aTableThatIsTheSameEndsWithZeroAndItsCounts() {
        String bucket = aws.newBucket();
        String table = newTable();
        store(bucket, DATE, table, List.of(lines(0, 30)));
        aws.fill(table, IntStream.range(0, 30).mapToObj(DiffJobIT::item).toList());

        Application job = diff(SparkRelease.SPARK_4, bucket, table, "--summary", "--tasks", "3");

        assertThat(job.exitCode()).as(job.err()).isZero();
        assertThat(withoutMeasures(job.out())).isEqualTo("""
                        {"summary":{"only_in_backup":0,"only_in_table":0,"changed":0,"same":30,"differences_shown":0,"measured":true}}
                        """);
    }

    @Test
    void aKeyThatTheBackupHasTwiceIsNamedAndEndsTheComparison() {
        String bucket = aws.newBucket();
        String table = newTable();
        store(bucket, DATE, table, List.of(lines(0, 10), lines(9, 12)));

        Application job = diff(SparkRelease.SPARK_4, bucket, table);

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.err().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .matches(
                                "error: s3://%s/.*/data/0*1\\.json\\.gz line 1 has the same key as s3://%s/.*/data/0*\\.json\\.gz line 10\\. So the backup cannot be compared.*"
                                        .formatted(bucket, bucket)));
        assertThat(job.out()).contains("\"error_code\":\"DATA_FILE_DAMAGED\"");
    }
}
