package io.ddbvault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;

/** Exports that AWS refuses at once or fails later, beyond what {@link ExportCallsTest} has; also from no SDK. */
class ExportRefusalsTest {
    private static final String BUCKET = "backups";
    private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/refused";
    private static final String BROKEN =
            "1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s";

    private static EmbeddedAws aws;
    private static AwsClients clients;

    @BeforeAll
    static void start() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withExportDuration(Duration.ofMillis(20)));
        clients = AwsClients.of(aws);
        clients.s3().createBucket(r -> r.bucket(BUCKET));
        clients.createRecoverableTable("refused");
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        aws.close();
    }

    static Stream<Arguments> brokenConstraints() {
        String table = "\"TableArn\":\"" + ARN + "\"";
        String bucket = "\"S3Bucket\":\"backups\"";
        String both = table + "," + bucket;
        String longText = "x".repeat(1025);
        return Stream.of(
                Arguments.of(
                        "{" + both + ",\"ExportFormat\":\"CSV\"}",
                        BROKEN.formatted(
                                "'CSV'", "exportFormat", "Member must satisfy enum value set: [DYNAMODB_JSON, ION]")),
                Arguments.of(
                        "{" + both + ",\"ExportType\":\"HALF\"}",
                        BROKEN.formatted(
                                "'HALF'",
                                "exportType",
                                "Member must satisfy enum value set: [FULL_EXPORT, INCREMENTAL_EXPORT]")),
                Arguments.of(
                        "{" + both + ",\"S3SseAlgorithm\":\"aws:kms\"}",
                        BROKEN.formatted(
                                "'aws:kms'", "s3SseAlgorithm", "Member must satisfy enum value set: [AES256, KMS]")),
                Arguments.of("{" + bucket + "}", BROKEN.formatted("null", "tableArn", "Member must not be null")),
                Arguments.of("{" + table + "}", BROKEN.formatted("null", "s3Bucket", "Member must not be null")),
                Arguments.of(
                        "{\"TableArn\":\"\"," + bucket + "}",
                        BROKEN.formatted("''", "tableArn", "Member must have length greater than or equal to 1")),
                Arguments.of(
                        "{" + both + ",\"S3Prefix\":\"" + longText + "\"}",
                        BROKEN.formatted(
                                "'" + longText + "'",
                                "s3Prefix",
                                "Member must have length less than or equal to 1024")),
                Arguments.of(
                        "{" + both + ",\"S3SseAlgorithm\":\"KMS\",\"S3SseKmsKeyId\":\"\"}",
                        BROKEN.formatted("''", "s3SseKmsKeyId", "Member must have length greater than or equal to 1")),
                Arguments.of(
                        "{" + both + ",\"S3BucketOwner\":\"1234\"}",
                        BROKEN.formatted(
                                "'1234'",
                                "s3BucketOwner",
                                "Member must satisfy regular expression pattern: [0-9]{12}")),
                Arguments.of(
                        "{" + both + ",\"ExportType\":\"FULL_EXPORT\",\"IncrementalExportSpecification\":{}}",
                        "Invalid Request: When Export Type is Full Export , Incremental Export Specification should not"
                                + " be provided"),
                Arguments.of(
                        "{" + both + ",\"FilterSpecification\":{}}",
                        "Invalid Request: Invalid FilterSpecification: The specification can not be empty"),
                Arguments.of(
                        "{" + both + ",\"FilterSpecification\":{\"FilterExpression\":\"a = b\"}}",
                        "The local AWS exports whole tables only: FilterSpecification is not supported"));
    }

    @ParameterizedTest
    @MethodSource("brokenConstraints")
    void aBrokenConstraintIsAValidationExceptionInAwsWords(String request, String message) throws Exception {
        Answer answer = call("ExportTableToPointInTime", request);

        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.body.path("__type").asText())
                .isEqualTo("com.amazonaws.dynamodb.v20120810#ValidationException");
        assertThat(answer.body.path("message").asText()).isEqualTo(message);
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() throws Exception {
        Answer answer = call(
                "ExportTableToPointInTime",
                "{\"TableArn\":\"" + ARN + "\",\"S3Bucket\":\"backups\",\"NotInTheModel\":{\"a\":[1]}}");

        assertThat(answer.status).isEqualTo(200);
        clients.awaitEnd(answer.body.path("ExportDescription").path("ExportArn").asText());
    }

    @ParameterizedTest
    @MethodSource("pageSizes")
    void pagesOfListExportsHaveOneToTwentyFiveEntries(int size, String message) throws Exception {
        Answer answer = call("ListExports", "{\"MaxResults\":" + size + "}");

        assertThat(answer.body.path("message").asText()).isEqualTo(message);
    }

    static Stream<Arguments> pageSizes() {
        return Stream.of(
                Arguments.of(
                        0, BROKEN.formatted("'0'", "maxResults", "Member must have value greater than or equal to 1")),
                Arguments.of(1, ""),
                Arguments.of(25, ""),
                Arguments.of(
                        26, BROKEN.formatted("'26'", "maxResults", "Member must have value less than or equal to 25")));
    }

    @Test
    void anExportIsNotFoundUnderAnotherTableAccountOrRegion() {
        String arn = clients.awaitEnd(clients.export(ARN, BUCKET).exportArn()).exportArn();
        String ofOtherTable = arn.replace("table/refused", "table/other");
        String ofOtherAccount = arn.replace("000000000000", "111122223333");

        assertNotFound(ofOtherTable, "Export not found: Export not found: " + ofOtherTable);
        assertNotFound(ofOtherAccount, "Export not found: Export not found: " + ofOtherAccount);
        assertNotFound(arn.replace("us-east-1", "eu-west-1"), "Export not found: Invalid export arn");
    }

    private static void assertNotFound(String arn, String message) {
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> clients.describe(arn))
                .satisfies(e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExportNotFoundException");
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                });
    }

    @Test
    void oneExportTooManyAtOnceIsRefused() {
        String arn = clients.createRecoverableTable("many-at-once");
        aws.exports().duration("many-at-once", Duration.ofHours(1));
        aws.exports().mostAtOnce(2);
        try {
            clients.export(arn, BUCKET);
            clients.export(arn, BUCKET);

            assertThatExceptionOfType(DynamoDbException.class)
                    .isThrownBy(() -> clients.export(arn, BUCKET))
                    .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("LimitExceededException"));
        } finally {
            aws.exports().mostAtOnce(300);
        }
    }

    @Test
    void anotherOwnerOfTheBucketFailsTheExportLater() {
        ExportDescription ended = clients.awaitEnd(clients.dynamoDb()
                .exportTableToPointInTime(
                        r -> r.tableArn(ARN).s3Bucket(BUCKET).s3Prefix("owner").s3BucketOwner("111122223333"))
                .exportDescription()
                .exportArn());

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(ended.failureCode()).isEqualTo("S3AccessDenied");
        assertThat(ended.failureMessage())
                .startsWith("Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied;");
        assertThat(clients.s3()
                        .listObjectsV2(r -> r.bucket(BUCKET).prefix("owner/"))
                        .contents())
                .isEmpty();
    }

    @Test
    void aKeyThatKmsDoesNotKnowFailsTheExportLater() {
        aws.exports().missingKmsKey("gone");

        ExportDescription ended = clients.awaitEnd(clients.dynamoDb()
                .exportTableToPointInTime(r ->
                        r.tableArn(ARN).s3Bucket(BUCKET).s3SseAlgorithm("KMS").s3SseKmsKeyId("gone"))
                .exportDescription()
                .exportArn());

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(ended.failureCode()).isEqualTo("KmsNotFoundException");
        assertThat(ended.failureMessage())
                .startsWith("Key 'arn:aws:kms:us-east-1:000000000000:key/gone' does not exist");
        assertThat(ended.s3SseKmsKeyId()).isEqualTo("gone");
    }

    @Test
    void encryptionWithAKeyOfAwsNeedsNoKeyId() {
        ExportDescription ended = clients.awaitEnd(clients.dynamoDb()
                .exportTableToPointInTime(r -> r.tableArn(ARN).s3Bucket(BUCKET).s3SseAlgorithm("KMS"))
                .exportDescription()
                .exportArn());

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(ended.s3SseAlgorithmAsString()).isEqualTo("KMS");
        assertThat(ended.s3SseKmsKeyId()).isNull();
        assertThat(clients.get(BUCKET, ended.exportManifest()).asUtf8String())
                .contains("\"s3SseAlgorithm\":\"KMS\",\"s3SseKmsKeyId\":null");
    }

    private record Answer(int status, JsonNode body) {}

    private static Answer call(String operation, String body) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(aws.dynamoDbEndpoint())
                                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
    }
}
