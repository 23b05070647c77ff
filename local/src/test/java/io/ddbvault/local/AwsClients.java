package io.ddbvault.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The SDK's clients of one embedded AWS, and what most tests do with them. */
record AwsClients(DynamoDbClient dynamoDb, S3Client s3) implements AutoCloseable {

    static AwsClients of(EmbeddedAws aws) {
        // underscores and dashes: DynamoDB Local by itself refuses such a key
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any_key-id", "any secret"));
        return new AwsClients(
                DynamoDbClient.builder()
                        .endpointOverride(aws.dynamoDbEndpoint())
                        .region(Region.of(aws.region()))
                        .credentialsProvider(credentials)
                        .httpClient(UrlConnectionHttpClient.create())
                        .build(),
                S3Client.builder()
                        .endpointOverride(aws.s3Endpoint())
                        .region(Region.of(aws.region()))
                        .credentialsProvider(credentials)
                        .httpClient(UrlConnectionHttpClient.create())
                        .forcePathStyle(true)
                        .build());
    }

    /** A table with the string key {@code id}; returns its ARN. */
    String createTable(String name) {
        return dynamoDb.createTable(r -> r.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()))
                .tableDescription()
                .tableArn();
    }

    /** A table with point-in-time recovery; returns its ARN. */
    String createRecoverableTable(String name) {
        String arn = createTable(name);
        setRecovery(name, true);
        return arn;
    }

    void setRecovery(String table, boolean enabled) {
        dynamoDb.updateContinuousBackups(
                r -> r.tableName(table).pointInTimeRecoverySpecification(s -> s.pointInTimeRecoveryEnabled(enabled)));
    }

    void put(String table, String id) {
        dynamoDb.putItem(r -> r.tableName(table).item(Map.of("id", AttributeValue.fromS(id))));
    }

    ExportDescription export(String tableArn, String bucket) {
        return dynamoDb.exportTableToPointInTime(r -> r.tableArn(tableArn).s3Bucket(bucket))
                .exportDescription();
    }

    ExportDescription describe(String exportArn) {
        return dynamoDb.describeExport(r -> r.exportArn(exportArn)).exportDescription();
    }

    ExportDescription awaitEnd(String exportArn) {
        Instant giveUp = Instant.now().plus(Duration.ofSeconds(30));
        ExportDescription description = describe(exportArn);
        while (description.exportStatus() == ExportStatus.IN_PROGRESS) {
            if (Instant.now().isAfter(giveUp)) {
                throw new AssertionError("still running: " + description);
            }
            Thread.onSpinWait();
            description = describe(exportArn);
        }
        return description;
    }

    ResponseBytes<GetObjectResponse> get(String bucket, String key) {
        return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key));
    }

    @Override
    public void close() {
        dynamoDb.close();
        s3.close();
    }
}
