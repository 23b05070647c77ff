package io.ddbvault.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.warmup.http.CannedResponseHttpClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Calls that never leave the process: each gets an answer made up here. What they load and compile, the first real
 * calls of each kind need not.
 */
final class WarmUp {
    private static final URI NOWHERE = URI.create("https://warm-up.invalid");
    private static final StaticCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("warm", "up"));

    private WarmUp() {}

    static void s3(Region region) {
        try (SdkHttpClient http = answering("<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>");
                S3Client s3 = S3Client.builder()
                        .region(region)
                        .credentialsProvider(NOBODY)
                        .endpointOverride(NOWHERE)
                        .forcePathStyle(true)
                        .httpClient(http)
                        .build()) {
            s3.listObjectsV2(request -> request.bucket("bucket").prefix("prefix"));
            s3.getObjectAsBytes(request -> request.bucket("bucket").key("key"));
        }
    }

    static void dynamoDb(Region region) {
        try (SdkHttpClient http = answering("{\"Table\":{\"TableName\":\"table\"}}");
                DynamoDbClient dynamoDb = DynamoDbClient.builder()
                        .region(region)
                        .credentialsProvider(NOBODY)
                        .endpointOverride(NOWHERE)
                        .httpClient(http)
                        .build()) {
            dynamoDb.describeTable(request -> request.tableName("table"));
        }
    }

    private static SdkHttpClient answering(String body) {
        return CannedResponseHttpClient.builder()
                .statusCode(200)
                .responseBody(body.getBytes(UTF_8))
                .build();
    }
}
