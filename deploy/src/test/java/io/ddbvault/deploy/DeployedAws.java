package io.ddbvault.deploy;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.core.config.Settings;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The embedded AWS with the bucket and the tables that a deployed function's variables name. */
final class DeployedAws implements AutoCloseable {
    private final EmbeddedAws aws;
    private final AwsClients clients;
    private final String bucket;

    private DeployedAws(EmbeddedAws aws, String bucket) {
        this.aws = aws;
        this.clients = AwsClients.create(Map.of(
                "AWS_REGION", aws.region(),
                "AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test"));
        this.bucket = bucket;
    }

    /** @param variables of the backup function, as Terraform gives them to it */
    static DeployedAws start(Map<String, String> variables) throws IOException {
        Settings settings = Settings.forBackup(variables);
        DeployedAws deployed = new DeployedAws(EmbeddedAws.start(EmbeddedAwsOptions.inMemory()), settings.bucket());
        deployed.clients.s3().createBucket(create -> create.bucket(settings.bucket()));
        Objects.requireNonNull(settings.tables()).forEach(deployed::createTable);
        return deployed;
    }

    EmbeddedAws embedded() {
        return aws;
    }

    String bucket() {
        return bucket;
    }

    /**
     * A function as Lambda runs it, with its variables and nothing else but where AWS is.
     *
     * @param handler {@code BackupHandler} or {@code RestoreHandler}
     * @param name the function's
     */
    FunctionProcess function(String handler, String name, Map<String, String> variables, URI s3, URI dynamoDb) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_LAMBDA_FUNCTION_NAME", name);
        all.put("AWS_REGION", aws.region());
        all.put("AWS_ENDPOINT_URL_S3", s3.toString());
        all.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString());
        all.put("AWS_ACCESS_KEY_ID", "test");
        all.put("AWS_SECRET_ACCESS_KEY", "test");
        return FunctionProcess.start(handler, all);
    }

    private void createTable(String table) {
        clients.dynamoDb()
                .createTable(create -> create.tableName(table)
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
                .updateContinuousBackups(update -> update.tableName(table)
                        .pointInTimeRecoverySpecification(recovery -> recovery.pointInTimeRecoveryEnabled(true)));
    }

    static List<Map<String, AttributeValue>> items(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Map.of(
                        "id", AttributeValue.fromS("key-%d-ключ".formatted(i)),
                        "value", AttributeValue.fromS("value-%d \"quoted\" \n ß".formatted(i)),
                        "count", AttributeValue.fromN(String.valueOf(i))))
                .toList();
    }

    void fill(String table, List<Map<String, AttributeValue>> items) {
        items.forEach(
                item -> clients.dynamoDb().putItem(put -> put.tableName(table).item(item)));
    }

    /** The table's whole content, by a plain scan. */
    List<Map<String, AttributeValue>> contents(String table) {
        return clients.dynamoDb().scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                .toList();
    }

    void put(Map<String, byte[]> objects) {
        objects.forEach((key, content) ->
                clients.s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    void delete(String key) {
        clients.s3().deleteObject(delete -> delete.bucket(bucket).key(key));
    }

    /** Every key in the bucket. */
    List<String> keys() {
        return clients.s3().listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        aws.close();
    }
}
