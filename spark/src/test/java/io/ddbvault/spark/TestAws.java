package io.ddbvault.spark;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The embedded AWS, in the test's own JVM: executors and drivers reach it over the network. */
final class TestAws implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EmbeddedAws aws;
    private final AwsClients clients;

    TestAws() {
        try {
            aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> variables = new HashMap<>(machine());
        variables.putAll(endpoints());
        clients = AwsClients.create(variables);
    }

    AwsClients clients() {
        return clients;
    }

    /** What a machine of the cluster has: its own credentials, and nothing of a deployment. */
    Map<String, String> machine() {
        return Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
    }

    private Map<String, String> endpoints() {
        return Map.of(
                "AWS_REGION",
                aws.region(),
                "AWS_ENDPOINT_URL_S3",
                aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                aws.dynamoDbEndpoint().toString());
    }

    /** A driver's variables. */
    Map<String, String> driver(String bucket) {
        Map<String, String> variables = new HashMap<>(machine());
        variables.putAll(endpoints());
        variables.put("BACKUP_BUCKET", bucket);
        variables.put("ENVIRONMENT", "production");
        return variables;
    }

    String newBucket() {
        String bucket = "my-backup-bucket-" + NAMES.incrementAndGet();
        clients.s3().createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    void put(String bucket, Map<String, byte[]> objects) {
        objects.forEach((key, content) ->
                clients.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    String text(String bucket, String key) {
        return clients.s3()
                .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asUtf8String();
    }

    List<String> keys(String bucket) {
        return clients.s3().listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** A new table with the key {@code id}, a string. */
    void createTable(String table) {
        clients.dynamoDb()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()));
    }

    void fill(String table, Collection<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build())
                .toList();
        for (int from = 0; from < writes.size(); from += 25) {
            List<WriteRequest> batch = writes.subList(from, Math.min(from + 25, writes.size()));
            clients.dynamoDb().batchWriteItem(request -> request.requestItems(Map.of(table, batch)));
        }
    }

    /** The table's whole content, by a plain scan: an attribute's value by the item's id. */
    Map<String, String> contents(String table, String attribute) {
        Map<String, String> contents = new HashMap<>();
        clients.dynamoDb()
                .scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(item ->
                        contents.put(text(item, "id"), text(item, attribute)));
        return contents;
    }

    private static String text(Map<String, AttributeValue> item, String attribute) {
        return Objects.requireNonNull(item.get(attribute)).s();
    }

    /** How many items are in it now. */
    long count(String table) {
        return clients
                .dynamoDb()
                .scanPaginator(
                        request -> request.tableName(table).select(Select.COUNT).consistentRead(true))
                .stream()
                .mapToLong(ScanResponse::count)
                .sum();
    }

    @Override
    public void close() {
        clients.close();
        try {
            aws.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
