package io.ddbvault.lambda;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The embedded AWS, in the test's own JVM, and what a deployment has in it: tables, a bucket, variables. */
final class TestAws implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EmbeddedAws aws;
    private final AwsClients clients;

    TestAws() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        clients = AwsClients.create(sdkVariables());
    }

    EmbeddedAws embedded() {
        return aws;
    }

    AwsClients clients() {
        return clients;
    }

    private Map<String, String> sdkVariables() {
        return Map.of(
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
                "AWS_SESSION_TOKEN",
                "a-secret-that-no-log-may-hold");
    }

    /** A function's variables, as a deployment sets them. */
    Map<String, String> variables(String bucket, String... tables) {
        Map<String, String> variables = new HashMap<>(sdkVariables());
        variables.put("BACKUP_BUCKET", bucket);
        variables.put("ENVIRONMENT", "production");
        variables.put(
                "DYNAMODB_TABLES",
                java.util.Arrays.stream(tables)
                        .map(name -> '"' + name + '"')
                        .collect(Collectors.joining(",", "[", "]")));
        return variables;
    }

    static Map<String, String> through(URI front, String variable, Map<String, String> variables) {
        return with(variables, variable, front.toString());
    }

    static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(name, value);
        return changed;
    }

    /** A new one, so that tests do not see each other's backups. */
    String newBucket() {
        String bucket = "my-backup-bucket-" + NAMES.incrementAndGet();
        createBucket(bucket);
        return bucket;
    }

    void createBucket(String bucket) {
        clients.s3().createBucket(request -> request.bucket(bucket));
    }

    /** A new table of the naming convention, with point-in-time recovery and these items. */
    String newTable(Collection<Map<String, AttributeValue>> items) {
        String table = "mfa-api_production_t%d_global".formatted(NAMES.incrementAndGet());
        createTable(table);
        fill(table, items);
        return table;
    }

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
        clients.dynamoDb()
                .updateContinuousBackups(request -> request.tableName(table)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
    }

    static List<Map<String, AttributeValue>> items(int count) {
        return items(0, count);
    }

    static List<Map<String, AttributeValue>> items(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Map.of(
                        "id", AttributeValue.fromS("key-%d-ключ".formatted(i)),
                        "secret", AttributeValue.fromS("value-%d \"quoted\" \n ß".formatted(i)),
                        "counter", AttributeValue.fromN(String.valueOf(i)),
                        "binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, (byte) i})),
                        "list", AttributeValue.fromL(List.of(AttributeValue.fromNul(true)))))
                .toList();
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

    void delete(String table, String id) {
        clients.dynamoDb().deleteItem(request -> request.tableName(table).key(Map.of("id", AttributeValue.fromS(id))));
    }

    /** The table's whole content, by a plain scan. */
    List<Map<String, AttributeValue>> contents(String table) {
        return clients
                .dynamoDb()
                .scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    /** How many exports DynamoDB knows of a table. */
    int exports(String table) {
        String arn = clients.dynamoDb()
                .describeTable(request -> request.tableName(table))
                .table()
                .tableArn();
        return clients.dynamoDb()
                .listExports(request -> request.tableArn(arn))
                .exportSummaries()
                .size();
    }

    void put(String bucket, Map<String, byte[]> objects) {
        objects.forEach((key, content) ->
                clients.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    byte[] object(String bucket, String key) {
        return clients.s3()
                .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asByteArray();
    }

    /** Every key in a bucket. */
    List<String> keys(String bucket) {
        return clients.s3().listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        aws.close();
    }

    /** As if two minutes had passed: the locks of processes that died are free. */
    void expireLocks(String bucket) {
        clients.s3().listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.contains("/_state/locks/"))
                .forEach(key -> {
                    String lock = clients.s3()
                            .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asUtf8String();
                    String expired = lock.replaceFirst("(\"expires_at\" : \")[^\"]+", "$1" + "2000-01-01T00:00:00Z");
                    clients.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(expired));
                });
    }
}
