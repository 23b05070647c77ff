package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MarkedBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Runs the command line in a process of its own that logs everything, against an embedded AWS that throttles and refuses,
 * with keys and values that can be told from all else.
 */
@Timeout(180)
class LogsHoldNoItemsTest {
    private static final String TABLE = "mfa-api_production_user_global";
    private static final String BUCKET = "backups";

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedAws aws;

    @SuppressWarnings("NullAway.Init")
    private AwsClients clients;

    @BeforeEach
    void aTableOfMarkedItems() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        environment.putAll(Map.of(
                "AWS_REGION",
                aws.region(),
                "AWS_ENDPOINT_URL_S3",
                aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "BACKUP_BUCKET",
                BUCKET,
                "ENVIRONMENT",
                "production"));
        clients = AwsClients.create(environment);
        clients.s3().createBucket(create -> create.bucket(BUCKET));
        clients.dynamoDb()
                .createTable(create -> create.tableName(TABLE)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()));
        for (int i = 0; i < 30; i++) {
            AttributeValue id = AttributeValue.fromS(MarkedBackup.KEY + "-live-" + i);
            AttributeValue value = AttributeValue.fromS(MarkedBackup.VALUE);
            clients.dynamoDb().putItem(put -> put.tableName(TABLE).item(Map.of("id", id, "v", value)));
        }
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @Test
    void aBackupThatIsThrottledAndFailsInPartLogsNoItem() throws Exception {
        clients.dynamoDb()
                .updateContinuousBackups(update -> update.tableName(TABLE)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
        aws.faults().refuseNext("ExportTableToPointInTime", 1, "ThrottlingException", "Rate exceeded");

        Output output = run("backup", "--table", TABLE + ",mfa-api_production_missing_global");

        assertThat(output.exitCode).isEqualTo(2);
        assertThat(output.err).contains("INFO backup - Export of " + TABLE + " completed: 30 items");
        MarkedBackup.requireNoItem("standard error", output.err);
        MarkedBackup.requireNoItem("standard output", output.out);
    }

    @Test
    void aRestoreWithRefusedItemsMalformedLinesAndThrottlingLogsNoItem() throws Exception {
        MarkedBackup.of(BUCKET, TABLE)
                .objects()
                .forEach((key, content) ->
                        clients.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)));
        aws.faults().refuseNext("BatchWriteItem", 4, "ProvisionedThroughputExceededException", "slow down");
        aws.faults().slowDownS3("GetObject", "", 2);

        Output output = run("restore", "--date", MarkedBackup.DATE, "--clear-existing-data", "--debug");

        assertThat(output.exitCode).isEqualTo(2);
        assertThat(output.out)
                .contains(
                        "%d of %d items written"
                                .formatted(
                                        MarkedBackup.GOOD_ITEMS,
                                        MarkedBackup.GOOD_ITEMS
                                                + MarkedBackup.MALFORMED_LINES
                                                + MarkedBackup.REFUSED_ITEMS),
                        "30 deleted");
        assertThat(output.err).contains(TABLE);
        MarkedBackup.requireNoItem("standard error", output.err);
        MarkedBackup.requireNoValue("standard output", output.out);

        Matcher rejects = Pattern.compile("all of the failed items: (\\S+)").matcher(output.out);
        assertThat(rejects.find()).isTrue();
        Output again = run("restore", "--rejects", rejects.group(1), "--debug");

        assertThat(again.exitCode).isEqualTo(1);
        assertThat(again.out).contains("Restore of the rejects of the backup of " + MarkedBackup.DATE);
        assertThat(again.err).contains(TABLE);
        MarkedBackup.requireNoItem("standard error", again.err);
        MarkedBackup.requireNoValue("standard output", again.out);
    }

    private record Output(int exitCode, String out, String err) {}

    private Output run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.log.io.ddbvault=trace",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.ddbvault.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
