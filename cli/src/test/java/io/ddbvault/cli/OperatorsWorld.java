package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The deployment that docs/cli.md tells of, on an embedded AWS: two tables with four nights of backups, on the morning of
 * 2025-07-22. Since the last backup users u-3 and u-7 were deleted, u-5 was changed and u-200 added.
 */
final class OperatorsWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2025-07-22T08:00:00Z");
    static final String BUCKET = "my-backup-bucket";
    static final String USERS = "users";
    static final String ORDERS = "orders";

    private final EmbeddedAws aws;
    private final Map<String, String> environment = new HashMap<>();
    private final AwsClients clients;

    /** What a command printed, and how it ended. */
    record Ran(int exitCode, String out, String err) {}

    OperatorsWorld() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        environment.putAll(Map.of(
                "BACKUP_BUCKET",
                BUCKET,
                "ENVIRONMENT",
                "production",
                "TABLE_NAME_PATTERN",
                "",
                "AWS_REGION",
                "eu-west-1",
                "AWS_ENDPOINT_URL_S3",
                aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test"));
        clients = AwsClients.create(environment);
        clients.s3().createBucket(create -> create.bucket(BUCKET));
        createTables();
        for (String date : List.of("2025-07-18", "2025-07-19", "2025-07-21", "2025-07-22")) {
            backUp(date);
        }
        for (int i = 0; i < 100; i++) {
            if (i != 3 && i != 7) {
                put(USERS, user(i, i == 5 ? "changed@example.com" : "u%d@example.com".formatted(i)));
            }
        }
        put(USERS, user(200, "new@example.com"));
        for (int i = 0; i < 40; i++) {
            put(ORDERS, order(i));
        }
    }

    EmbeddedAws aws() {
        return aws;
    }

    AwsClients clients() {
        return clients;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Runs {@code ddbvault} with these arguments, at {@link #NOW}, by a person whom nobody can ask. */
    Ran run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                environment, RunCli.print(out), RunCli.print(err), false, null, false, InstantSource.fixed(NOW));
        int exitCode = new Cli(terminal, AwsVault::open, new Interrupts(RunCli.print(err)))
                .run(arguments.toArray(String[]::new));
        return new Ran(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** A restore of the newest backup, by one worker, that is stopped after its first batch. */
    void stopRestore(String id) {
        Stop stop = Stop.onRequest(InstantSource.system());
        ProgressListener stopping = event -> {
            if (event instanceof Advanced) {
                stop.request("the test's stop");
            }
        };
        try (Vault vault = AwsVault.on(clients, Settings.forRestore(environment), stopping, stop)) {
            RestoreReport report = vault.restore(new RestoreRequest(null, null, false, false, 1), id);
            if (!id.equals(report.restoreId())) {
                throw new IllegalStateException("the restore came to its end");
            }
        }
    }

    private void createTables() {
        clients.dynamoDb()
                .createTable(create -> create.tableName(USERS)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(attribute("id", ScalarAttributeType.S))
                        .keySchema(key("id", KeyType.HASH)));
        clients.dynamoDb()
                .createTable(create -> create.tableName(ORDERS)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                attribute("customer", ScalarAttributeType.S),
                                attribute("number", ScalarAttributeType.N))
                        .keySchema(key("customer", KeyType.HASH), key("number", KeyType.RANGE)));
    }

    private void backUp(String date) {
        MakeBackup backup = new MakeBackup(BUCKET, "native-exports", date, "production");
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            users.add(line(json(user(i, "u%d@example.com".formatted(i)))));
        }
        backup.table(USERS, List.of(users.subList(0, 60), users.subList(60, 100)));
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            orders.add(line(json(order(i))));
        }
        backup.table(ORDERS, List.of(orders));
        if (date.equals("2025-07-21")) {
            backup.entry(1).put("status", "FAILED");
            backup.entry(1).put("failure_message", "the export was cancelled by DynamoDB");
        }
        backup.objects()
                .forEach((key, content) ->
                        clients.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)));
    }

    private static Map<String, AttributeValue> user(int number, String mail) {
        return Map.of(
                "id", AttributeValue.fromS("u-" + number),
                "mail", AttributeValue.fromS(mail),
                "logins", AttributeValue.fromN(Integer.toString(number * 3)));
    }

    private static Map<String, AttributeValue> order(int number) {
        return Map.of(
                "customer", AttributeValue.fromS("u-" + number % 10),
                "number", AttributeValue.fromN(Integer.toString(number)),
                "total", AttributeValue.fromN(number + ".50"));
    }

    private void put(String table, Map<String, AttributeValue> item) {
        clients.dynamoDb().putItem(put -> put.tableName(table).item(item));
    }

    private static String line(String item) {
        return "{\"Item\":" + item + "}";
    }

    /** In the order of the names, so that a backup's bytes are always the same. */
    private static String json(Map<String, AttributeValue> item) {
        List<String> attributes = new ArrayList<>();
        new TreeMap<>(item).forEach((name, value) -> attributes.add("\"%s\":%s".formatted(name, json(value))));
        return "{" + String.join(",", attributes) + "}";
    }

    private static String json(AttributeValue value) {
        return value.s() == null ? "{\"N\":\"%s\"}".formatted(value.n()) : "{\"S\":\"%s\"}".formatted(value.s());
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        aws.close();
    }
}
