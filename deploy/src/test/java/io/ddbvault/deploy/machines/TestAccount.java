package io.ddbvault.deploy.machines;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.core.json.Json;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

/** The embedded AWS, and what a deployment has in it: tables, a bucket, the functions' variables. */
final class TestAccount implements AutoCloseable {
    private final EmbeddedAws aws;
    private final AwsClients clients;

    TestAccount() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
        clients = AwsClients.create(sdkVariables());
    }

    EmbeddedAws embedded() {
        return aws;
    }

    private Map<String, String> sdkVariables() {
        return Map.of(
                "AWS_REGION", aws.region(),
                "AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
    }

    /** A function's variables, as the Terraform module sets them. */
    Map<String, String> variables(String bucket, List<String> tables) {
        Map<String, String> variables = new HashMap<>(sdkVariables());
        variables.put("BACKUP_BUCKET", bucket);
        variables.put("ENVIRONMENT", "production");
        variables.put("DYNAMODB_TABLES", Json.compact(tables));
        return variables;
    }

    String bucket(String name) {
        clients.s3().createBucket(request -> request.bucket(name));
        return name;
    }

    /** With point-in-time recovery. */
    String table(String name, int items) {
        tableWithoutRecovery(name);
        clients.dynamoDb()
                .updateContinuousBackups(request -> request.tableName(name)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
        fill(name, items(items));
        return name;
    }

    /** No export of it can be made. */
    String tableWithoutRecovery(String name) {
        clients.dynamoDb()
                .createTable(request -> request.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()));
        return name;
    }

    static List<Map<String, AttributeValue>> items(int count) {
        return IntStream.range(0, count).mapToObj(TestAccount::item).toList();
    }

    static Map<String, AttributeValue> item(int i) {
        return Map.of(
                "id", AttributeValue.fromS("key-%d".formatted(i)),
                "secret", AttributeValue.fromS("value-%d \"quoted\" ß".formatted(i)),
                "counter", AttributeValue.fromN(String.valueOf(i)));
    }

    private void fill(String table, List<Map<String, AttributeValue>> items) {
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

    /** One item is gone, one is another, one is new. */
    void damage(String table) {
        clients.dynamoDb()
                .deleteItem(request -> request.tableName(table).key(Map.of("id", AttributeValue.fromS("key-0"))));
        fill(
                table,
                List.of(
                        Map.of("id", AttributeValue.fromS("key-1"), "secret", AttributeValue.fromS("overwritten")),
                        Map.of("id", AttributeValue.fromS("new"))));
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

    List<String> keys(String bucket, String prefix) {
        return clients
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
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

    @Override
    public void close() throws IOException {
        clients.close();
        aws.close();
    }
}
