package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code ddbvault diff} in the deployment that docs/cli.md tells of. */
@Timeout(120)
class DiffCommandTest {
    @TempDir
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private OperatorsWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new OperatorsWorld();
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private Ran diff(String... arguments) {
        List<String> all = new ArrayList<>(List.of("diff", "--temp-dir", temporary.toString()));
        all.addAll(List.of(arguments));
        return world.run(all);
    }

    @Test
    void ofACompositeKeyBothAttributesAreShown() {
        world.clients()
                .dynamoDb()
                .deleteItem(delete -> delete.tableName(OperatorsWorld.ORDERS)
                        .key(Map.of("customer", AttributeValue.fromS("u-7"), "number", AttributeValue.fromN("17"))));

        Ran ran = diff("2025-07-22", "orders");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out().lines())
                .containsExactly(
                        "- {\"customer\":{\"S\":\"u-7\"},\"number\":{\"N\":\"17\"}}",
                        "orders of 2025-07-22 and the table orders: 1 only in the backup, 0 only in the table, 0 changed, 39 the same.");
    }

    @Test
    void aTableLikeItsBackupEndsWithZero() {
        Ran ran = diff("latest", "orders", "--quiet");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().strip())
                .isEqualTo(
                        "orders of 2025-07-22 and the table orders: 0 only in the backup, 0 only in the table, 0 changed, 40 the same.");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void theEstimateComesFirstAndThenTheProgressOfEachSide() {
        Ran ran = diff("2025-07-22", "users", "--summary");

        List<String> lines = ran.err().lines().toList();
        assertThat(lines.get(0))
                .startsWith(
                        "Comparing the backup users of 2025-07-22 (100 items) with the table users (about 99 items): about ")
                .contains(
                        "read unit",
                        "on demand in us-east-1), 2 requests of S3 for ",
                        " of temporary files in " + temporary + ", about 1.0 s.");
        assertThat(lines).anyMatch(line -> line.equals("users of 2025-07-22: reading 100 items"));
        assertThat(lines).anyMatch(line -> line.startsWith("users: read 99 items in "));
        assertThat(ran.err()).doesNotContain("u-3");
    }

    @Test
    void anotherTableCanBeComparedWith() {
        Ran ran = diff("2025-07-22", "users", "--target-table", "orders");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("error: ", "has not the key attributes customer (S) + number (N)");
    }

    @Test
    void twoBackupsAreComparedAttributeByAttribute() {
        Ran ran = diff("2025-07-18", "users", "--with", "2025-07-22", "--summary");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().strip())
                .isEqualTo(
                        "users of 2025-07-18 and users of 2025-07-22: 0 only in that of 2025-07-18, 0 only in that of 2025-07-22, 0 changed, 100 the same.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-07-20 users | There is no backup of 2025-07-20: s3://my-backup-bucket/native-exports/2025-07-20/manifest.json does not exist. The newest dates there are 2025-07-22, 2025-07-21, 2025-07-19, 2025-07-18; name one of them.",
                "2025-07-22 nobody | nobody is not in the backup of 2025-07-22, which has orders, users. Check the name, or choose another date.",
                "2025-07-21 orders | The export of orders on 2025-07-21 failed (the export was cancelled by DynamoDB), so there is nothing to restore. Choose another backup_date.",
                "latest nobody | There is no backup with a completed export of nobody under s3://my-backup-bucket/native-exports/. The newest dates there are 2025-07-22, 2025-07-21, 2025-07-19, 2025-07-18; name one of them.",
                "2025-07-22 users --target-table nobody | The table nobody does not exist in this account and Region, so the backup cannot be compared with it. Name another with --target-table, or check AWS_REGION.",
                "2025-07-22 users --with 2025-07-20 | There is no backup of 2025-07-20: s3://my-backup-bucket/native-exports/2025-07-20/manifest.json does not exist. The newest dates there are 2025-07-22, 2025-07-21, 2025-07-19, 2025-07-18; name one of them."
            })
    void whatIsNotThereIsSaidInOneLine(String arguments, String error) {
        Ran ran = diff(arguments.split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().strip()).isEqualTo("error: " + error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yesterday users | 'yesterday' is not 'latest' or a date of the form YYYY-MM-DD",
                "2025-07-22 u | 'u' is not a table's name",
                "2025-07-22 | Missing required parameter",
                "2025-07-22 users --limit 0 | '0' is not a whole number from 1 to 2147483647",
                "2025-07-22 users --max-read-units x | 'x' is not a whole number",
                "2025-07-22 users --with 2025-07-21 --target-table orders | --with compares two backups and reads no table: leave out --target-table, or --with.",
                "2025-07-22 users --with 2025-07-21 --max-read-units 5 | leave out --max-read-units, or --with."
            })
    void wrongUsageIsSaid(String arguments, String error) {
        Ran ran = diff(arguments.split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(64);
        assertThat(ran.err()).contains(error);
    }

    @Test
    void aMissingRightNamesTheActionAndTheTable() {
        world.environment().put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1");
        Ran ran = diff("2025-07-22", "users", "--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("\"error_code\":\"AWS_UNAVAILABLE\"", "dynamodb:DescribeTable", "table users");
    }

    @Test
    void aFolderThatIsNotThereTakesNoTemporaryFiles() {
        Ran ran = world.run(List.of(
                "diff",
                "2025-07-22",
                "users",
                "--temp-dir",
                temporary.resolve("no").toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("error: No temporary files can be made in ", "--temp-dir");
    }
}
