package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A clear on a terminal with the embedded AWS: what is shown is what is there, and only the name deletes it. */
@Timeout(120)
class ConfirmClearOnAwsTest {
    private static final String TABLE = "mfa-api_production_user_global";
    private static final Map<String, AttributeValue> KEPT = Map.of("id", AttributeValue.fromS("kept"));
    private static final Map<String, AttributeValue> NEW = Map.of("id", AttributeValue.fromS("new"));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void onlyTheTablesNameLetsTheTableBeCleared() throws IOException {
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            Map<String, String> environment = environment(aws);
            try (AwsClients clients = AwsClients.create(environment)) {
                prepare(clients);
                assertThat(run(environment, "", "backup", "--table", TABLE)).isZero();
                clients.dynamoDb().putItem(put -> put.tableName(TABLE).item(NEW));

                assertThat(run(environment, "yes\n", "restore", "--clear-existing-data"))
                        .isEqualTo(1);
                assertThat(items(clients)).containsExactlyInAnyOrder(KEPT, NEW);
                assertThat(err.toString(StandardCharsets.UTF_8))
                        .contains(
                                "holds about 2 items; the backup has 1",
                                "account 000000000000, Region ddblocal, arn:aws:dynamodb:ddblocal:000000000000:table/"
                                        + TABLE,
                                "error: Not confirmed: 'yes' is not " + TABLE);

                assertThat(run(environment, TABLE + "\n", "restore", "--clear-existing-data"))
                        .isZero();
                assertThat(items(clients)).containsExactly(KEPT);
            }
        }
    }

    private int run(Map<String, String> environment, String typed, String... arguments) {
        err.reset();
        Terminal terminal = new Terminal(
                environment,
                RunCli.print(new ByteArrayOutputStream()),
                RunCli.print(err),
                false,
                new BufferedReader(new StringReader(typed)),
                false);
        return new Cli(terminal, AwsVault::open, new Interrupts(RunCli.print(err))).run(arguments);
    }

    private static Map<String, String> environment(EmbeddedAws aws) {
        return new HashMap<>(Map.of(
                "AWS_REGION", aws.region(),
                "AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "BACKUP_BUCKET", "my-backup-bucket",
                "ENVIRONMENT", "production"));
    }

    private static void prepare(AwsClients clients) {
        clients.s3().createBucket(create -> create.bucket("my-backup-bucket"));
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
        clients.dynamoDb()
                .updateContinuousBackups(update -> update.tableName(TABLE)
                        .pointInTimeRecoverySpecification(recovery -> recovery.pointInTimeRecoveryEnabled(true)));
        clients.dynamoDb().putItem(put -> put.tableName(TABLE).item(KEPT));
    }

    private static List<Map<String, AttributeValue>> items(AwsClients clients) {
        return clients.dynamoDb().scan(scan -> scan.tableName(TABLE)).items();
    }
}
