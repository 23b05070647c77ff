package io.ddbvault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Rights that a test takes away, and throttles that it switches on: what callers then see, and what goes on working. */
class CallFaultsTest {
    private static final String BUCKET = "objects";
    private static final String USER = "User: arn:aws:iam::000000000000:user/local is not authorized to perform: ";

    private static EmbeddedAws aws;
    private static AwsClients clients;

    @BeforeAll
    static void start() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withExportDuration(Duration.ofMillis(20)));
        clients = AwsClients.of(aws);
        clients.s3().createBucket(r -> r.bucket(BUCKET));
    }

    @AfterEach
    void clear() {
        aws.faults().clear();
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @Test
    void anActionDeniedOnATableIsDeniedUntilClearedAndOnThatTableOnly() {
        clients.createTable("denied");
        clients.createTable("allowed");
        aws.faults().deny("PutItem", "denied");

        for (int i = 0; i < 3; i++) {
            assertDenied(() -> clients.put("denied", "a"), "dynamodb:PutItem", ":table/denied");
        }
        clients.put("allowed", "a");
        assertThat(count("denied")).isZero();
        assertThat(count("allowed")).isOne();

        aws.faults().clear();
        clients.put("denied", "a");
        assertThat(count("denied")).isOne();
    }

    @Test
    void aBatchIsDeniedForAnyOfItsTablesAndThenWritesNothing() {
        clients.createTable("batch-denied");
        clients.createTable("batch-allowed");
        aws.faults().deny("BatchWriteItem", "batch-denied");
        List<WriteRequest> put = List.of(WriteRequest.builder()
                .putRequest(PutRequest.builder()
                        .item(Map.of("id", AttributeValue.fromS("a")))
                        .build())
                .build());

        assertDenied(
                () -> clients.dynamoDb()
                        .batchWriteItem(r -> r.requestItems(Map.of("batch-denied", put, "batch-allowed", put))),
                "dynamodb:BatchWriteItem",
                ":table/batch-");
        assertThat(count("batch-allowed")).isZero();
        clients.dynamoDb().batchWriteItem(r -> r.requestItems(Map.of("batch-allowed", put)));
        assertThat(count("batch-allowed")).isOne();
    }

    @Test
    void anExportCallIsDeniedByItsTableAndOthersAreNot() {
        String denied = clients.createRecoverableTable("export-denied");
        String allowed = clients.createRecoverableTable("export-allowed");
        aws.faults().deny("ExportTableToPointInTime", "export-denied");

        assertDenied(() -> clients.export(denied, BUCKET), "dynamodb:ExportTableToPointInTime", denied);
        assertThat(clients.awaitEnd(clients.export(allowed, BUCKET).exportArn()).exportStatus())
                .isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void exportsNeedNoRightToReadTheTable() {
        String arn = clients.createRecoverableTable("unreadable");
        clients.put("unreadable", "a");
        aws.faults().deny("Scan");
        aws.faults().deny("DescribeTable");
        aws.faults().refuseNext("Scan", 1, "InternalServerError", "not ours");

        ExportDescription ended = clients.awaitEnd(clients.export(arn, BUCKET).exportArn());

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(ended.itemCount()).isOne();
        assertDenied(() -> count("unreadable"), "dynamodb:Scan", "unreadable");
    }

    @Test
    void anExportThatMayNotPutItsObjectsFailsLater() {
        String arn = clients.createRecoverableTable("unwritable");
        aws.faults().denyS3("PutObject", "unwritable/");

        ExportDescription ended = export(arn, "unwritable");

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(ended.failureCode()).isEqualTo("S3AccessDenied");
        assertThat(ended.failureMessage())
                .startsWith(USER + "s3:PutObject on resource: \"arn:aws:s3:::objects/unwritable/AWSDynamoDB/0")
                .contains("/_started\"")
                .contains("Status Code: 403; Error Code: AccessDenied;");
        assertThat(keys("unwritable/")).isEmpty();
        aws.faults().clear();
        assertThat(export(arn, "unwritable").exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void readingIsDeniedByGetAndHeadUnderThePrefixOnly() throws Exception {
        put("secret/a & b+c.json", "hidden");
        put("open/a.json", "shown");
        aws.faults().denyS3("GetObject", "secret/");

        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> clients.get(BUCKET, "secret/a & b+c.json"))
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .startsWith(USER
                                    + "s3:GetObject on resource: \"arn:aws:s3:::objects/secret/a & b+c.json\" because");
                });
        HttpResponse<byte[]> head = request("HEAD", "secret/a");
        assertThat(head.statusCode()).isEqualTo(403);
        assertThat(head.body()).isEmpty();
        HttpResponse<byte[]> get = request("GET", "secret/a");
        assertThat(get.headers().firstValue("content-type")).contains("application/xml");
        assertThat(new String(get.body(), UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>");
        assertThat(clients.get(BUCKET, "open/a.json").asUtf8String()).isEqualTo("shown");
        assertThat(keys("secret/")).hasSize(1);
    }

    @Test
    void writingDeletingAndListingAreDeniedEachByItself() {
        put("rights/a", "1");
        aws.faults().denyS3("PutObject", "rights/");
        assertStatus(403, "AccessDenied", () -> put("rights/a", "2"));
        assertStatus(
                403,
                "AccessDenied",
                () -> clients.s3().createMultipartUpload(r -> r.bucket(BUCKET).key("rights/a")));
        assertStatus(
                403,
                "AccessDenied",
                () -> clients.s3()
                        .copyObject(CopyObjectRequest.builder()
                                .sourceBucket(BUCKET)
                                .sourceKey("rights/a")
                                .destinationBucket(BUCKET)
                                .destinationKey("rights/b")
                                .build()));
        aws.faults().clear();
        aws.faults().denyS3("DeleteObject", "rights/");
        assertStatus(
                403,
                "AccessDenied",
                () -> clients.s3().deleteObject(r -> r.bucket(BUCKET).key("rights/a")));
        aws.faults().clear();
        aws.faults().denyS3("ListBucket", "rights/");
        assertStatus(403, "AccessDenied", () -> keys("rights/"));
        assertThat(keys("other/")).isEmpty();

        assertThat(clients.get(BUCKET, "rights/a").asUtf8String()).isEqualTo("1");
    }

    @Test
    void whoMayNotListIsNotToldThatAnObjectIsAbsent() throws Exception {
        put("unlisted/present", "1");
        aws.faults().denyS3("ListBucket", "");

        assertThat(clients.get(BUCKET, "unlisted/present").asUtf8String()).isEqualTo("1");
        assertStatus(403, "AccessDenied", () -> clients.get(BUCKET, "unlisted/absent"));
        assertThat(request("HEAD", "unlisted/absent").statusCode()).isEqualTo(403);
        aws.faults().clear();
        assertThat(request("HEAD", "unlisted/absent").statusCode()).isEqualTo(404);
    }

    @Test
    void s3SlowsDownForAsManyCallsAsToldAndThenAnswers() throws Exception {
        put("slow/a", "1");
        aws.faults().slowDownS3("GetObject", "slow/", 2);

        HttpResponse<byte[]> first = request("GET", "slow/a");
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(new String(first.body(), UTF_8))
                .contains("<Code>SlowDown</Code><Message>Please reduce your request rate.</Message>");
        assertThat(request("GET", "slow/a").statusCode()).isEqualTo(503);
        assertThat(request("GET", "slow/a").statusCode()).isEqualTo(200);
    }

    @Test
    void theControlPlaneIsThrottledOnceItIsSwitchedOnAndOtherCallsAreNot() throws Exception {
        assertThat(statusesOf(40)).containsOnly(200);

        aws.faults().throttleControlPlane();
        List<Integer> statuses = statusesOf(25);

        assertThat(statuses.subList(0, 20)).containsOnly(200);
        assertThat(statuses.subList(20, 25)).contains(400);
        assertThat(clients.dynamoDb().listTables().sdkHttpResponse().isSuccessful())
                .isTrue();
        // the SDK waits and tries again
        assertThat(clients.dynamoDb().listExports(r -> {}).sdkHttpResponse().isSuccessful())
                .isTrue();
    }

    private static List<Integer> statusesOf(int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> HttpRequest.newBuilder(aws.dynamoDbEndpoint())
                        .header("X-Amz-Target", "DynamoDB_20120810.ListExports")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build())
                .map(CallFaultsTest::send)
                .peek(answer -> assertThat(new String(answer.body(), UTF_8))
                        .contains(answer.statusCode() == 200 ? "ExportSummaries" : "\"message\":\"Rate exceeded\""))
                .map(HttpResponse::statusCode)
                .toList();
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<byte[]> request(String method, String key) {
        return send(HttpRequest.newBuilder(URI.create(aws.s3Endpoint() + "/" + BUCKET + "/" + key))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static ExportDescription export(String arn, String prefix) {
        return clients.awaitEnd(clients.dynamoDb()
                .exportTableToPointInTime(r -> r.tableArn(arn).s3Bucket(BUCKET).s3Prefix(prefix))
                .exportDescription()
                .exportArn());
    }

    private static void put(String key, String content) {
        clients.s3().putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private static List<String> keys(String prefix) {
        return clients.s3().listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static int count(String table) {
        return clients.dynamoDb().scan(r -> r.tableName(table)).count();
    }

    private static void assertStatus(int status, String code, ThrowingCallable call) {
        assertThatExceptionOfType(S3Exception.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    private static void assertDenied(ThrowingCallable call, String action, String resource) {
        assertThatExceptionOfType(DynamoDbException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            assertThat(e.awsErrorDetails().errorMessage()).contains(action).contains(resource);
        });
    }
}
