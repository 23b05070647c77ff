package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code ddbvault doctor} in an operator's world, on an embedded AWS. */
@Timeout(120)
class DoctorCommandTest {
    @SuppressWarnings("NullAway.Init")
    private OperatorsWorld world;

    @BeforeEach
    void begin() throws IOException {
        world = new OperatorsWorld();
        for (String table : List.of(OperatorsWorld.USERS, OperatorsWorld.ORDERS)) {
            world.clients()
                    .dynamoDb()
                    .updateContinuousBackups(update -> update.tableName(table)
                            .pointInTimeRecoverySpecification(recovery -> recovery.pointInTimeRecoveryEnabled(true)));
        }
    }

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    private Ran doctor(String... options) {
        List<String> arguments = new ArrayList<>(List.of("doctor"));
        arguments.addAll(Arrays.asList(options));
        return world.run(arguments);
    }

    private List<String> bucket() {
        return world.clients().s3().listObjectsV2(list -> list.bucket(OperatorsWorld.BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void whereNothingFailsItEndsWithZeroAndHasWrittenNothing() {
        List<String> before = bucket();

        Ran ran = doctor();

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains(
                        "  OK    table users     ACTIVE, about 99 items; point-in-time recovery is on",
                        "  OK    table orders    ACTIVE, about 40 items; point-in-time recovery is on",
                        "17 checks: 11 OK, 6 SKIP.");
        assertThat(bucket()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PutObject|native-exports/_state/|FAIL  bucket write    S3 denies s3:PutObject on s3://my-backup-bucket/native-exports/_state/doctor.json",
                "GetObject|native-exports/2025-07-22/|FAIL  manifests       S3 denies s3:GetObject on s3://my-backup-bucket/native-exports/2025-07-22/manifest.json",
                "ListBucket|native-exports/|FAIL  bucket list     S3 denies s3:ListBucket on s3://my-backup-bucket/native-exports/"
            })
    void aRightThatIsMissingOnTheBucketIsNamed(String action, String prefix, String line) {
        world.aws().faults().denyS3(action, prefix);

        Ran ran = doctor("--table", "users");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out().replaceAll(" +", " ")).contains(line.replaceAll(" +", " "));
        assertThat(ran.out()).contains("OK    table users");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void aRightThatIsMissingOnATableIsNamed() {
        world.aws().faults().deny("DescribeTable", "users");
        world.aws().faults().deny("DescribeContinuousBackups", "orders");
        world.aws().faults().deny("DescribeExport");

        Ran ran = doctor();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out().lines().filter(line -> line.startsWith("  FAIL")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith(
                        "  FAIL  table users     DynamoDB denies dynamodb:DescribeTable on table users"))
                .anyMatch(
                        line -> line.startsWith("  FAIL  DescribeExport  DynamoDB denies dynamodb:DescribeExport on "));
        assertThat(ran.out().lines())
                .anyMatch(
                        line -> line.startsWith(
                                "  SKIP  table orders    ACTIVE, about 40 items; point-in-time recovery not looked at: DynamoDB denies dynamodb:DescribeContinuousBackups on table orders"));
    }

    @Test
    void aRestoreThatNobodyWorksOnIsAWarning() {
        world.stopRestore("20250722T030000Z-1a2b3c4d");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The restore wrote its lock by the machine's own clock.
        Terminal terminal = new Terminal(world.environment(), RunCli.print(out), RunCli.print(out), false);

        int unused = new Cli(terminal, AwsVault::open, new Interrupts(RunCli.print(out))).run("doctor");

        assertThat(out.toString(UTF_8).lines())
                .anyMatch(line ->
                        line.matches("  OK    table users     ACTIVE, about \\d+ items; point-in-time recovery is on"))
                .contains(
                        "  WARN  restores        20250722T030000Z-1a2b3c4d is unfinished and nobody works on it",
                        "      fix: 'ddbvault restore --restore-id 20250722T030000Z-1a2b3c4d' goes on with it; 'ddbvault restore --unfinished' shows all");
    }

    @Test
    void withoutCredentialsOneLineSaysSo() {
        world.environment().put("AWS_PROFILE", "no-such-profile");
        world.environment().remove("AWS_ACCESS_KEY_ID");
        world.environment().remove("AWS_SECRET_ACCESS_KEY");

        Ran ran = doctor();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out().lines()).hasSize(4).anyMatch(line -> line.startsWith("  FAIL  credentials "));
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void missingSettingsHaveALineEachAndTheRestIsLookedAt() {
        world.environment().remove("BACKUP_BUCKET");
        world.environment().remove("ENVIRONMENT");

        Ran ran = doctor("--table", "users");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out())
                .contains(
                        "  FAIL  settings      BACKUP_BUCKET is not set. Set it to the name of the S3 bucket of the backups",
                        "  FAIL  settings      ENVIRONMENT is not set. Set it to an environment identifier, e.g. production",
                        "  OK    table users   ACTIVE, about 99 items; point-in-time recovery is on",
                        "  SKIP  last backup   not looked at, nor unfinished restores: the bucket cannot be read")
                .doesNotContain("no-bucket-was-named");
    }

    @Test
    void aWrongEndpointIsNotReplacedByAwsItself() {
        world.environment().put("AWS_ENDPOINT_URL_S3", "nowhere");
        world.environment().remove("ENVIRONMENT");

        Ran ran = doctor();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("ENVIRONMENT is not set.", "AWS_ENDPOINT_URL_S3 is not a URL: nowhere.")
                .contains("SKIP  everything else  not looked at with these settings");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void anUnknownTableFails() {
        Ran ran = doctor("--table", "codes", "--json");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out())
                .startsWith("{\"statusCode\":207,\"body\":{\"checks_ok\":9,\"checks_warn\":0,\"checks_fail\":1,")
                .contains(
                        "{\"check\":\"table codes\",\"result\":\"FAIL\",\"found\":\"not there, in eu-west-1\",\"fix\":\"check the name, AWS_REGION and the account; a restore needs the table to exist\"}");
    }
}
