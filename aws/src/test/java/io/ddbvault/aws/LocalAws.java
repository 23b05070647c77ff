package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.fail;

import io.ddbvault.core.json.Json;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** One embedded AWS for all test classes, since its start takes seconds. Each test makes tables and buckets of its own. */
final class LocalAws {
    static final EmbeddedAws SERVER = start();
    static final AwsClients CLIENTS = AwsClients.create(Map.of(
            "AWS_REGION",
            SERVER.region(),
            "AWS_ENDPOINT_URL_S3",
            SERVER.s3Endpoint().toString(),
            "AWS_ENDPOINT_URL_DYNAMODB",
            SERVER.dynamoDbEndpoint().toString(),
            "AWS_ACCESS_KEY_ID",
            "local",
            "AWS_SECRET_ACCESS_KEY",
            "local"));

    private LocalAws() {}

    private static EmbeddedAws start() {
        try {
            EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    aws.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return aws;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new empty table with this key: an attribute's name and type, for one or two of them. */
    static String table(String... key) {
        String table = name("table");
        CreateTableRequest.Builder request =
                CreateTableRequest.builder().tableName(table).billingMode(BillingMode.PAY_PER_REQUEST);
        AttributeDefinition[] attributes = new AttributeDefinition[key.length / 2];
        KeySchemaElement[] schema = new KeySchemaElement[key.length / 2];
        for (int i = 0; i < schema.length; i++) {
            attributes[i] = AttributeDefinition.builder()
                    .attributeName(key[2 * i])
                    .attributeType(key[2 * i + 1])
                    .build();
            schema[i] = KeySchemaElement.builder()
                    .attributeName(key[2 * i])
                    .keyType(i == 0 ? KeyType.HASH : KeyType.RANGE)
                    .build();
        }
        CLIENTS.dynamoDb()
                .createTable(request.attributeDefinitions(attributes)
                        .keySchema(schema)
                        .build());
        return table;
    }

    /** A new empty table with the key {@code id:S} and two indexes on {@code owner:S}: of whole items, and of keys alone. */
    static String indexedTable() {
        String table = name("table");
        CLIENTS.dynamoDb()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(attribute("id"), attribute("owner"))
                        .keySchema(hashKey("id"))
                        .globalSecondaryIndexes(
                                index("whole", ProjectionType.ALL), index("keys", ProjectionType.KEYS_ONLY)));
        return table;
    }

    private static GlobalSecondaryIndex index(String name, ProjectionType projected) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(hashKey("owner"))
                .projection(projection -> projection.projectionType(projected))
                .build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType("S")
                .build();
    }

    private static KeySchemaElement hashKey(String attribute) {
        return KeySchemaElement.builder()
                .attributeName(attribute)
                .keyType(KeyType.HASH)
                .build();
    }

    /** All items as DynamoDB itself writes them, without the SDK's types in between. */
    static List<String> items(String table) {
        HttpRequest scan = HttpRequest.newBuilder(SERVER.dynamoDbEndpoint())
                .header("X-Amz-Target", "DynamoDB_20120810.Scan")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20250101/%s/dynamodb/aws4_request, SignedHeaders=host, Signature=x"
                                .formatted(SERVER.region()))
                .POST(BodyPublishers.ofString(Json.compact(Map.of("TableName", table))))
                .build();
        try {
            byte[] answer = HttpClient.newHttpClient()
                    .send(scan, BodyHandlers.ofByteArray())
                    .body();
            return Json.parseObject(answer).get("Items") instanceof List<?> items
                    ? items.stream().map(Json::compact).toList()
                    : fail(new String(answer, StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static String bucket() {
        String bucket = name("bucket");
        CLIENTS.s3().createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    private static String name(String kind) {
        return kind + "-" + UUID.randomUUID();
    }
}
