package io.ddbvault.aws.endtoend;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsItemWriter;
import io.ddbvault.aws.DynamoDbExports;
import io.ddbvault.aws.DynamoDbTables;
import io.ddbvault.aws.S3BackupStore;
import io.ddbvault.aws.SdkExistingItems;
import io.ddbvault.core.backup.Backup;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.restore.Restore;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.FakeClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** The embedded AWS, started once for a test class, and what the tests do with it. */
final class TestAws implements AutoCloseable {
    private static final Random IDS = new Random();
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private final EmbeddedAws aws;
    private final AwsClients clients;
    private final AwsItemWriter writer;

    TestAws() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        clients = AwsClients.create(Map.of(
                "AWS_REGION", aws.region(),
                "AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test"));
        writer = AwsItemWriter.open(clients);
    }

    EmbeddedAws embedded() {
        return aws;
    }

    AwsClients clients() {
        return clients;
    }

    S3Client s3() {
        return clients.s3();
    }

    DynamoDbClient dynamoDb() {
        return clients.dynamoDb();
    }

    /** A new bucket, so that tests do not see each other's backups. */
    String newBucket() {
        String bucket = "backups-" + BUCKETS.incrementAndGet();
        s3().createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    /** Settings for tables of any name in the environment {@code production}. */
    static Settings settings(String bucket) {
        return settings(bucket, Map.of());
    }

    static Settings settings(String bucket, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>();
        variables.put("BACKUP_BUCKET", bucket);
        variables.put("ENVIRONMENT", "production");
        variables.put("TABLE_NAME_PATTERN", "");
        variables.putAll(more);
        return Settings.forRestore(variables);
    }

    void put(String bucket, Map<String, byte[]> objects) {
        objects.forEach((key, content) ->
                s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    BackupSummary backup(Settings settings) {
        return backup(clients, settings);
    }

    /** By other clients than the test's own. */
    BackupSummary backup(AwsClients clients, Settings settings) {
        return backup(clients, settings, BackupRequest.ALL, Clock.systemUTC());
    }

    BackupSummary backup(Settings settings, BackupRequest request, InstantSource clock) {
        return backup(clients, settings, request, clock);
    }

    /** The one place where a test's backup is put together. */
    static BackupSummary backup(AwsClients clients, Settings settings, BackupRequest request, InstantSource clock) {
        return new Backup(
                        settings,
                        store(clients, settings),
                        new DynamoDbTables(clients.dynamoDb()),
                        new DynamoDbExports(clients.dynamoDb()),
                        clock,
                        // The embedded AWS's exports end in no time; a pause of seconds between two looks is lost.
                        pause -> Sleeper.SYSTEM.sleep(pause.dividedBy(20)),
                        ProgressListener.NONE)
                .run(request, Stop.onRequest(clock));
    }

    RestoreReport restore(Settings settings, RestoreRequest request) {
        return restore(clients, settings, request, Clock.systemUTC(), Sleeper.SYSTEM);
    }

    RestoreReport restore(Settings settings, RestoreRequest request, Stop stop, ItemWriter writer) {
        return restore(clients, settings, request, stop, writer, Clock.systemUTC(), Sleeper.SYSTEM);
    }

    /** By other clients than the test's own, on the test's clock: a pause takes no time. */
    RestoreReport restore(AwsClients clients, Settings settings, RestoreRequest request, FakeClock clock) {
        return restore(clients, settings, request, clock, clock);
    }

    RestoreReport restore(
            AwsClients clients, Settings settings, RestoreRequest request, InstantSource clock, Sleeper sleeper) {
        try (AwsItemWriter writer = AwsItemWriter.open(clients)) {
            return restore(clients, settings, request, Stop.onRequest(clock), writer, clock, sleeper);
        }
    }

    static RestoreReport restore(
            AwsClients clients,
            Settings settings,
            RestoreRequest request,
            Stop stop,
            ItemWriter writer,
            InstantSource clock,
            Sleeper sleeper) {
        String id = RestoreId.create(Instant.now(), IDS);
        return restore(clients, settings, request, id, stop, writer, clock, sleeper, "a test");
    }

    /** The one place where a test's restore is put together. */
    static RestoreReport restore(
            AwsClients clients,
            Settings settings,
            RestoreRequest request,
            String newId,
            Stop stop,
            ItemWriter writer,
            InstantSource clock,
            Sleeper sleeper,
            String owner) {
        return new Restore(
                        settings,
                        store(clients, settings),
                        new DynamoDbTables(clients.dynamoDb()),
                        writer,
                        new SdkExistingItems(clients),
                        clock,
                        sleeper,
                        owner,
                        ProgressListener.NONE)
                .run(request, newId, stop);
    }

    /** As a user's restore has it. */
    AwsItemWriter itemWriter() {
        return writer;
    }

    private static S3BackupStore store(AwsClients clients, Settings settings) {
        return new S3BackupStore(clients.s3(), settings.bucket(), settings.bucketOwner(), settings.kmsKeyId());
    }

    /** @param key {@code "id:S"}, or {@code "id:S", "at:N"} */
    void createTable(String table, String... key) {
        dynamoDb()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(Arrays.stream(key)
                                .map(k -> k.split(":", 2))
                                .map(k -> AttributeDefinition.builder()
                                        .attributeName(k[0])
                                        .attributeType(k[1])
                                        .build())
                                .toList())
                        .keySchema(Arrays.stream(key)
                                .map(k -> KeySchemaElement.builder()
                                        .attributeName(k.split(":", 2)[0])
                                        .keyType(k.equals(key[0]) ? KeyType.HASH : KeyType.RANGE)
                                        .build())
                                .toList()));
    }

    void enablePointInTimeRecovery(String table) {
        dynamoDb()
                .updateContinuousBackups(request -> request.tableName(table)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
    }

    void fill(String table, Collection<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build())
                .toList();
        for (int from = 0; from < writes.size(); from += 25) {
            List<WriteRequest> batch = writes.subList(from, Math.min(from + 25, writes.size()));
            dynamoDb().batchWriteItem(request -> request.requestItems(Map.of(table, batch)));
        }
    }

    /** The table's whole content, by a plain scan, each item in a form that compares as DynamoDB does. */
    Set<Object> contents(String table) {
        return comparable(
                dynamoDb().scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                        .toList());
    }

    static Set<Object> comparable(Collection<Map<String, AttributeValue>> items) {
        Set<Object> set = items.stream().map(ComparableItem::of).collect(Collectors.toSet());
        if (set.size() != items.size()) {
            throw new AssertionError("two equal items");
        }
        return set;
    }

    @Override
    public void close() throws IOException {
        writer.close();
        clients.close();
        aws.close();
    }
}
