package io.ddbvault.aws;

import static io.ddbvault.aws.AwsStub.dynamoDbError;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.aws.AwsStub.Reply;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.core.port.TableExports.ExportState;
import io.ddbvault.core.port.TableExports.Status;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.port.Tables.FoundItems;
import io.ddbvault.core.port.Tables.ItemPage;
import io.ddbvault.core.port.Tables.KeyPage;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to control calls and scans that DynamoDB Local never gives, from a stub, and exactly what is asked. */
class DynamoDbAnswersTest {
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:111122223333:table/users";
    private static final TableDescription USERS = new TableDescription(
            "users", ARN, null, "ACTIVE", new KeySchema(List.of(new KeyAttribute("id", "S"))), 0, 0);
    private static final ExportRequest EXPORT =
            new ExportRequest(ARN, "backups", "native-exports/2025-07-22/users", null, null, "token-1");

    private final AwsStub stub = new AwsStub();
    private final AwsClients clients = AwsClients.create(stub.environment());
    private final DynamoDbTables tables = new DynamoDbTables(clients.dynamoDb());
    private final DynamoDbExports exports = new DynamoDbExports(clients.dynamoDb());

    DynamoDbAnswersTest() throws IOException {}

    @AfterEach
    void close() {
        clients.close();
        stub.close();
    }

    @Test
    void anEmptyPageIsNotTheEnd() {
        stub.replies(
                Reply.of(200, "{\"Items\":[],\"LastEvaluatedKey\":{\"id\":{\"S\":\"k\"}}}"),
                Reply.of(
                        200,
                        "{\"Items\":[{\"id\":{\"S\":\"m\"}}],\"ConsumedCapacity\":{\"TableName\":\"users\",\"CapacityUnits\":2.5}}"));

        Iterator<KeyPage> pages = tables.keyPages(USERS, Tables.Segment.WHOLE);

        assertThat(pages.next().keys()).isEmpty();
        assertThat(pages.hasNext()).isTrue();
        KeyPage second = pages.next();
        assertThat(second.keys()).containsExactly("{\"id\":{\"S\":\"m\"}}".getBytes(UTF_8));
        assertThat(second.bytes()).as("of 2.5 units of 4 KB").isEqualTo(10_240);
        assertThat(pages.hasNext()).isFalse();
        assertThat(stub.requests().get(0).text())
                .contains("\"ConsistentRead\":true")
                .contains("\"ReturnConsumedCapacity\":\"TOTAL\"")
                .contains("\"ProjectionExpression\":\"#k0\"")
                .contains("\"ExpressionAttributeNames\":{\"#k0\":\"id\"}");
        assertThat(stub.requests().get(1).text()).contains("\"ExclusiveStartKey\":{\"id\":{\"S\":\"k\"}}");
    }

    @Test
    void aPageThatFailedCanBeAskedForAgain() {
        stub.replies(
                Reply.of(200, "{\"Items\":[],\"LastEvaluatedKey\":{\"id\":{\"S\":\"k\"}}}"),
                dynamoDbError(400, "AccessDeniedException", "not now"),
                Reply.of(200, "{\"Items\":[{\"id\":{\"S\":\"m\"}}]}"));
        Iterator<KeyPage> pages = tables.keyPages(USERS, Tables.Segment.WHOLE);
        pages.next();

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, pages::next);

        assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(error.text()).startsWith("DynamoDB denies dynamodb:Scan on table users");
        KeyPage page = pages.next();
        assertThat(page.keys()).hasSize(1);
        assertThat(page.bytes()).as("DynamoDB did not say").isZero();
        assertThat(stub.requests().get(2).body())
                .isEqualTo(stub.requests().get(1).body());
    }

    @Test
    void aPageOfWholeItemsIsAskedForWithoutAProjectionAndSaysWhatItCost() {
        String item =
                "{\"id\":{\"S\":\"m\"},\"l\":{\"L\":[]},\"m\":{\"M\":{}},\"e\":{\"B\":\"\"},\"n\":{\"NS\":[\"1.50\"]}}";
        stub.replies(Reply.of(
                200,
                "{\"Items\":[%s],\"ConsumedCapacity\":{\"TableName\":\"users\",\"CapacityUnits\":2.5}}"
                        .formatted(item)));

        ItemPage page = tables.itemPages(USERS, new Tables.Segment(1, 3)).next();

        assertThat(page.items()).containsExactly(item.getBytes(UTF_8));
        assertThat(page.readUnits()).isEqualTo(2.5);
        assertThat(stub.requests().get(0).text())
                .contains("\"ConsistentRead\":true", "\"Segment\":1", "\"TotalSegments\":3")
                .doesNotContain("Projection");
    }

    @Test
    void ofItemsByKeyThoseThatAreLeftUnprocessedAreToldAsTheirKeys() {
        stub.replies(
                Reply.of(
                        200,
                        "{\"Responses\":{\"users\":[{\"id\":{\"S\":\"a\"},\"v\":{\"BOOL\":false}}]},\"UnprocessedKeys\":{\"users\":{\"Keys\":[{\"id\":{\"S\":\"b\"}}],\"ConsistentRead\":true}},\"ConsumedCapacity\":[{\"TableName\":\"users\",\"CapacityUnits\":1.0}]}"));

        FoundItems found = tables.items(USERS, List.of(key("a"), key("b"), key("c")));

        assertThat(found.items()).containsExactly("{\"id\":{\"S\":\"a\"},\"v\":{\"BOOL\":false}}".getBytes(UTF_8));
        assertThat(found.unprocessed()).containsExactly(key("b"));
        assertThat(found.readUnits()).isEqualTo(1.0);
        assertThat(stub.requests().get(0).text())
                .contains(
                        "\"Keys\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}},{\"id\":{\"S\":\"c\"}}]",
                        "\"ConsistentRead\":true");
    }

    @Test
    void ofItemsByKeyARefusalNamesNoKey() {
        stub.replies(dynamoDbError(400, "AccessDeniedException", "not for you"));

        DdbvaultException error =
                catchThrowableOfType(DdbvaultException.class, () -> tables.items(USERS, List.of(key("SECRET"))));

        assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(error.text())
                .startsWith("DynamoDB denies dynamodb:BatchGetItem on table users")
                .doesNotContain("SECRET");
    }

    private static byte[] key(String id) {
        return "{\"id\":{\"S\":\"%s\"}}".formatted(id).getBytes(UTF_8);
    }

    @Test
    void aDenialOfDescribeTableIsNoAbsence() {
        stub.replies(dynamoDbError(400, "AccessDeniedException", "User: x is not authorized"));

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> tables.describe("users"));

        assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(error.text())
                .isEqualTo(
                        "DynamoDB denies dynamodb:DescribeTable on table users (AccessDeniedException: User: x is not authorized). Allow dynamodb:DescribeTable in the policy of the role that runs ddbvault.");
    }

    @Test
    void replicasOfAGlobalTableAreToldWithoutItsOwnRegion() {
        stub.replies(table("\"Replicas\":[{\"RegionName\":\"us-east-1\"},{\"RegionName\":\"eu-west-1\"},"
                + "{\"RegionName\":\"eu-central-1\"}]"));

        assertThat(tables.describe("users").orElseThrow().settings().replicas())
                .containsExactly("eu-central-1", "us-east-1");
    }

    @Test
    void theMaximumsOfATablePaidByUseAreTold() {
        stub.replies(table("\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},"
                + "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":0,\"WriteCapacityUnits\":0},"
                + "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1,\"MaxWriteRequestUnits\":40},"
                + "\"GlobalSecondaryIndexes\":["
                + "{\"IndexName\":\"a\",\"OnDemandThroughput\":{\"MaxWriteRequestUnits\":20}},"
                + "{\"IndexName\":\"b\",\"OnDemandThroughput\":{\"MaxWriteRequestUnits\":-1}},"
                + "{\"IndexName\":\"c\"}]"));

        assertThat(tables.describe("users").orElseThrow().settings())
                .isEqualTo(new TableSettings(
                        false,
                        List.of(),
                        0,
                        new WriteCapacity(false, 40),
                        Map.of(
                                "a", new WriteCapacity(false, 20),
                                "b", WriteCapacity.ON_DEMAND,
                                "c", WriteCapacity.ON_DEMAND)));
    }

    @Test
    void aStreamThatIsOffIsNone() {
        stub.replies(table("\"StreamSpecification\":{\"StreamEnabled\":false}"));

        assertThat(tables.describe("users").orElseThrow().settings().stream()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ENABLED, true", "ENABLING, true", "DISABLING, true", "DISABLED, false"})
    void timeToLiveCountsUntilItIsSurelyOff(String status, boolean counts) {
        stub.replies(Reply.of(
                200,
                "{\"TimeToLiveDescription\":{\"AttributeName\":\"ttl\",\"TimeToLiveStatus\":\"%s\"}}"
                        .formatted(status)));

        assertThat(tables.timeToLive("users")).isEqualTo(counts ? Optional.of("ttl") : Optional.empty());
    }

    @Test
    void aDenialOfTimeToLiveNamesTheRight() {
        stub.replies(dynamoDbError(400, "AccessDeniedException", "User: x is not authorized"));

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> tables.timeToLive("users"));

        assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(error.text()).startsWith("DynamoDB denies dynamodb:DescribeTimeToLive on table users");
    }

    @Test
    void aFailureOfDynamoDbIsRepeated() {
        stub.replies(
                dynamoDbError(500, "InternalServerError", "oh"), dynamoDbError(400, "ResourceNotFoundException", "no"));

        assertThat(tables.describe("users")).isEmpty();
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void anExportIsAskedForInFullAndByItsToken() {
        stub.replies(export("\"ExportStatus\":\"IN_PROGRESS\",\"StartTime\":1753149604.5,\"ClientToken\":\"token-1\""));

        ExportState state = exports.start(EXPORT);

        assertThat(stub.onlyRequest().header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.ExportTableToPointInTime");
        assertThat(stub.onlyRequest().text())
                .isEqualTo("{\"TableArn\":\"" + ARN + "\",\"ClientToken\":\"token-1\",\"S3Bucket\":\"backups\","
                        + "\"S3Prefix\":\"native-exports/2025-07-22/users\",\"S3SseAlgorithm\":\"AES256\","
                        + "\"ExportFormat\":\"DYNAMODB_JSON\"}");
        assertThat(state)
                .isEqualTo(new ExportState(
                        ARN + "/export/1",
                        Status.IN_PROGRESS,
                        Instant.ofEpochMilli(1753149604500L),
                        null,
                        null,
                        0,
                        0,
                        null,
                        "token-1"));
    }

    @Test
    void anExportToAnotherAccountNamesTheOwnerAndTheKey() {
        stub.replies(export("\"ExportStatus\":\"IN_PROGRESS\""));

        exports.start(new ExportRequest(ARN, "backups", "p", "111122223333", "key-1", "token-1"));

        assertThat(stub.onlyRequest().text())
                .contains("\"S3BucketOwner\":\"111122223333\"")
                .contains("\"S3SseAlgorithm\":\"KMS\"")
                .contains("\"S3SseKmsKeyId\":\"key-1\"");
    }

    @Test
    void aFinishedExportHasItsCountsAndTimes() {
        stub.replies(export("\"ExportStatus\":\"COMPLETED\",\"StartTime\":1.5,\"EndTime\":2.25,\"ExportTime\":1,"
                + "\"ItemCount\":3,\"BilledSizeBytes\":1234567890123"));

        assertThat(exports.describe(ARN + "/export/1"))
                .contains(new ExportState(
                        ARN + "/export/1",
                        Status.COMPLETED,
                        Instant.ofEpochMilli(1500),
                        Instant.ofEpochMilli(2250),
                        Instant.ofEpochSecond(1),
                        3,
                        1234567890123L,
                        null,
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"FailureCode\":\"S3NoSuchBucket\",\"FailureMessage\":\"no bucket\" | S3NoSuchBucket: no bucket",
                "\"FailureCode\":\"S3NoSuchBucket\" | S3NoSuchBucket",
                "\"FailureMessage\":\"no bucket\" | no bucket",
                "\"ItemCount\":0 | ^^"
            })
    void aFailedExportSaysWhy(String fields, String message) {
        stub.replies(export("\"ExportStatus\":\"FAILED\"," + fields));

        ExportState state = exports.describe(ARN + "/export/1").orElseThrow();

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.failureMessage()).isEqualTo(message.isEmpty() ? null : message);
    }

    @Test
    void aStatusThatIsNewToUsIsNotAnEnd() {
        stub.replies(export("\"ExportStatus\":\"PENDING\""));

        assertThat(exports.describe(ARN + "/export/1").orElseThrow().status()).isEqualTo(Status.IN_PROGRESS);
    }

    @Test
    void aForgottenExportIsEmpty() {
        stub.replies(dynamoDbError(400, "ExportNotFoundException", "Export not found"));

        assertThat(exports.describe(ARN + "/export/1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PointInTimeRecoveryUnavailableException, POINT_IN_TIME_RECOVERY_OFF, 'Point-in-time recovery is off for table'",
        "TableNotFoundException, TABLE_NOT_FOUND, 'DynamoDB at'",
        "AccessDeniedException, ACCESS_DENIED, 'DynamoDB denies dynamodb:ExportTableToPointInTime on table arn:aws'",
        "LimitExceededException, AWS_REFUSED, 'DynamoDB refuses dynamodb:ExportTableToPointInTime on table arn:aws'",
        "ExportConflictException, AWS_REFUSED, 'DynamoDB refuses dynamodb:ExportTableToPointInTime on table arn:aws'"
    })
    void anExportThatCannotStartSaysWhy(String code, ErrorCode expected, String text) {
        stub.replies(dynamoDbError(400, code, "x"));

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> exports.start(EXPORT));

        assertThat(error.code()).isEqualTo(expected);
        assertThat(error.text()).startsWith(text);
    }

    @Test
    void anAnswerThatNamesNoExportIsAnError() {
        stub.replies(Reply.of(200, "{}"));

        DdbvaultException error = catchThrowableOfType(DdbvaultException.class, () -> exports.start(EXPORT));

        assertThat(error.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE);
    }

    private static Reply table(String fields) {
        return Reply.of(
                200,
                "{\"Table\":{\"TableName\":\"users\",\"TableArn\":\"" + ARN + "\",\"TableStatus\":\"ACTIVE\","
                        + "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]," + fields + "}}");
    }

    private static Reply export(String fields) {
        return Reply.of(200, "{\"ExportDescription\":{\"ExportArn\":\"" + ARN + "/export/1\"," + fields + "}}");
    }
}
