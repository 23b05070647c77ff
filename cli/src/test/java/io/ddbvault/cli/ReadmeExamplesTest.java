package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Runs the README's {@code sh} blocks, line by line, as a reader would, with an embedded AWS in place of AWS. */
class ReadmeExamplesTest {
    private static final String TABLE = "mfa-api_production_user_global";
    private static final String CHECKED = "mfa-api_production_user-check_global";

    @Test
    void everyCommandOfTheReadmeWorks() throws IOException {
        List<String> lines = shellLines(Files.readString(Path.of("../README.md")));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("./ddbvault backup"))
                .isNotEmpty();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("./ddbvault restore"))
                .hasSizeGreaterThan(1);
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory())) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "AWS_ENDPOINT_URL_S3",
                    aws.s3Endpoint().toString(),
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    aws.dynamoDbEndpoint().toString(),
                    "AWS_ACCESS_KEY_ID",
                    "test",
                    "AWS_SECRET_ACCESS_KEY",
                    "test"));
            for (String line : lines) {
                if (line.startsWith("export ")) {
                    String[] assignment = line.substring("export ".length()).split("=", 2);
                    environment.put(assignment[0], assignment[1]);
                    if (assignment[0].equals("BACKUP_BUCKET")) {
                        prepare(environment);
                    }
                } else {
                    run(line, environment);
                }
            }
            try (AwsClients clients = AwsClients.create(environment)) {
                for (String table : List.of(TABLE, CHECKED)) {
                    assertThat(clients.dynamoDb()
                                    .scan(scan -> scan.tableName(table))
                                    .items())
                            .containsExactly(Map.of("id", AttributeValue.fromS("kept")));
                }
            }
        }
    }

    private static void prepare(Map<String, String> environment) {
        try (AwsClients clients = AwsClients.create(environment)) {
            clients.s3().createBucket(create -> create.bucket(environment.get("BACKUP_BUCKET")));
            for (String table : List.of(TABLE, CHECKED, "mfa-api_production_u2f_global")) {
                createTable(clients.dynamoDb(), table);
            }
            clients.dynamoDb().putItem(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS("kept"))));
        }
    }

    private static void createTable(DynamoDbClient dynamoDb, String table) {
        dynamoDb.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build()));
        dynamoDb.updateContinuousBackups(update -> update.tableName(table)
                .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
    }

    private static void run(String line, Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Cli cli = new Cli(
                new Terminal(environment, RunCli.print(out), RunCli.print(err), false),
                AwsVault::open,
                new Interrupts(RunCli.print(err)));
        String[] words = line.split(" ", -1);
        assertThat(words[0]).isEqualTo("./ddbvault");

        int exitCode = cli.run(java.util.Arrays.copyOfRange(words, 1, words.length));

        assertThat(exitCode).as("%s%n%s%n%s", line, text(out), text(err)).isZero();
    }

    private static List<String> shellLines(String markdown) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("```")) {
                inside = line.equals("```sh");
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
