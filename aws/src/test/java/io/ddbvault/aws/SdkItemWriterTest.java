package io.ddbvault.aws;

import static io.ddbvault.aws.AwsStub.dynamoDbError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.aws.AwsStub.Reply;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer that DynamoDB can give, from a stub; {@link WireItemWriterAnswersTest} gives the same to the other way. */
class SdkItemWriterTest {
    static final Reply STORED = Reply.of(200, "{\"UnprocessedItems\":{}}");
    static final WriteBatch THREE = Batches.puts(
            "users",
            "{\"id\":{\"S\":\"anna\"},\"secret\":{\"S\":\"hunter2\"}}",
            "{\"id\":{\"S\":\"bert\"}}",
            "{\"id\":{\"S\":\"carl\"}}");

    private final AwsStub stub = new AwsStub();
    private final AwsClients clients = AwsClients.create(stub.environment());
    private final AwsItemWriter writer = open(clients, stub);

    SdkItemWriterTest() throws IOException {}

    /** The writer, ready to write the table {@code users}; nothing of that is left in the stub. */
    AwsItemWriter open(AwsClients clients, AwsStub stub) {
        return new SdkItemWriter(clients);
    }

    /** How often a batch is sent that DynamoDB has answered with an error, but for a throttle. */
    int triesWithAnError() {
        return 1;
    }

    /** How often a batch is sent if the connection is closed each time. */
    int triesWithoutAnswer() {
        return 1;
    }

    String reasonIfNobodyListens() {
        return "Connection refused";
    }

    @AfterEach
    void close() {
        writer.close();
        clients.close();
        stub.close();
    }

    @Test
    void putsCarryTheSlicesByteForByte() {
        stub.replies(STORED);
        String spaced = "{ \"id\" : {\"S\":\"\\u00e4 é 😀\"}, \"n\":{\"N\":\"1.0\"} }";

        Outcome outcome = writer.write(Batches.puts("users", spaced, "{\"id\":{\"S\":\"b\"}}"));

        assertThat(outcome).isEqualTo(new Answered(List.of()));
        AwsStub.Request request = stub.onlyRequest();
        assertThat(request.text())
                .isEqualTo(
                        "{\"RequestItems\":{\"users\":[{\"PutRequest\":{\"Item\":" + spaced
                                + "}},{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"b\"}}}}]},\"ReturnConsumedCapacity\":\"TOTAL\"}");
        assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(request.body().length));
        assertThat(request.header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.BatchWriteItem");
        assertThat(request.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(request.header("User-Agent")).contains("ddbvault");
        assertThat(request.header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=" + AwsStub.ACCESS_KEY + "/")
                .contains("/eu-west-1/dynamodb/aws4_request");
    }

    @Test
    void deletesCarryTheKeysByteForByte() {
        stub.replies(STORED);

        Outcome outcome = writer.write(Batches.deletes("users", "{\"id\":{\"S\":\"a\"}}", "{\"id\":{\"S\":\"b\"}}"));

        assertThat(outcome).isEqualTo(new Answered(List.of()));
        assertThat(stub.onlyRequest().text())
                .isEqualTo(
                        "{\"RequestItems\":{\"users\":[{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"a\"}}}},"
                                + "{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"b\"}}}}]},\"ReturnConsumedCapacity\":\"TOTAL\"}");
    }

    @Test
    void theSignatureIsThatOfTheBytesSent() throws Exception {
        stub.replies(STORED);

        writer.write(THREE);

        AwsStub.Request request = stub.onlyRequest();
        assertThat(request.header("Authorization"))
                .endsWith("Signature=" + SigV4.signature(request, AwsStub.SECRET_KEY));
    }

    @Test
    void aBatchOfALargeItemArrivesWhole() {
        stub.replies(STORED);
        String item = "{\"id\":{\"S\":\"a\"},\"v\":{\"S\":\"" + "\\u0001".repeat(400_000) + "\"}}";

        assertThat(writer.write(Batches.puts("users", item))).isEqualTo(new Answered(List.of()));

        assertThat(stub.onlyRequest().text())
                .isEqualTo("{\"RequestItems\":{\"users\":[{\"PutRequest\":{\"Item\":" + item
                        + "}}]},\"ReturnConsumedCapacity\":\"TOTAL\"}");
    }

    @Test
    void unprocessedItemsAreFoundByTheirKey() {
        stub.replies(
                unprocessed("{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"carl\"}}}},"
                        + "{\"PutRequest\":{\"Item\":{\"secret\":{\"S\":\"hunter2\"},\"id\":{\"S\":\"anna\"}}}}"),
                table("{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}", "id"));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(0, 2)));
    }

    @Test
    void theKeySchemaIsLookedUpOnce() {
        Reply bert = unprocessed("{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"bert\"}}}}");
        stub.replies(bert, table("{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}", "id"), bert);

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(1)));
        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(1)));

        assertThat(stub.requests())
                .extracting(request -> request.header("X-Amz-Target"))
                .containsExactly(
                        "DynamoDB_20120810.BatchWriteItem",
                        "DynamoDB_20120810.DescribeTable",
                        "DynamoDB_20120810.BatchWriteItem");
    }

    @Test
    void unprocessedNumbersAndBinariesAreToldByValue() {
        stub.replies(
                unprocessed("{\"DeleteRequest\":{\"Key\":{\"b\":{\"B\":\"AQ==\"},\"n\":{\"N\":\"100\"}}}}"),
                table(
                        "{\"AttributeName\":\"b\",\"AttributeType\":\"B\"},{\"AttributeName\":\"n\",\"AttributeType\":\"N\"}",
                        "n",
                        "b"));

        Outcome outcome = writer.write(Batches.deletes(
                "users",
                "{\"n\":{\"N\":\"100\"},\"b\":{\"B\":\"Ag==\"}}",
                "{\"b\":{\"B\":\"AQ==\"},\"n\":{\"N\":\"1.00E+2\"}}"));

        assertThat(outcome).isEqualTo(new Answered(List.of(1)));
    }

    @Test
    void allAreUnprocessedIfOneCannotBeTold() {
        stub.replies(
                unprocessed("{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"bert\"}}}},"
                        + "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"nobody\"}}}}"),
                table("{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}", "id"));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(0, 1, 2)));
    }

    @Test
    void allAreUnprocessedIfTheKeySchemaCannotBeRead() {
        stub.replies(
                unprocessed("{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"bert\"}}}}"),
                dynamoDbError(400, "AccessDeniedException", "no"));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(0, 1, 2)));
    }

    @Test
    void allAreUnprocessedIfAnotherTableIsNamed() {
        stub.replies(Reply.of(
                200, "{\"UnprocessedItems\":{\"others\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"bert\"}}}}]}}"));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(0, 1, 2)));
    }

    @Test
    void theConsumedUnitsAreHandedOnAlsoOfABatchThatWasDoneInPart() {
        stub.replies(
                Reply.of(
                        200,
                        "{\"UnprocessedItems\":{\"users\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"bert\"}}}}]},"
                                + "\"ConsumedCapacity\":[{\"TableName\":\"users\",\"CapacityUnits\":7.5}]}"),
                table("{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}", "id"),
                Reply.of(
                        200,
                        "{\"UnprocessedItems\":{},\"ConsumedCapacity\":[{\"TableName\":\"users\",\"CapacityUnits\":42.0}]}"));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(1), 7.5));
        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of(), 42.0));
    }

    @ParameterizedTest
    @CsvSource({"[]", "[{}]", "[{\"TableName\":\"users\"}]"})
    void whatWasConsumedIsUnknownIfDynamoDbDoesNotSay(String consumed) {
        stub.replies(Reply.of(200, "{\"UnprocessedItems\":{},\"ConsumedCapacity\":%s}".formatted(consumed)));

        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException",
        "400, ThrottlingException",
        "400, RequestLimitExceeded",
        "429, TooManyRequestsException",
        "503, SlowDown"
    })
    void throttlesAreTriedOnceAndToldApart(int status, String code) {
        stub.replies(dynamoDbError(status, code, "slower"));

        assertThat(writer.write(THREE)).isEqualTo(new Throttled(code));

        assertThat(stub.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationException, Item size has exceeded the maximum allowed size,"
                + " ValidationException: Item size has exceeded the maximum allowed size",
        "400, ValidationException, 'Input collection [hunter2, hunter2] contains duplicates.',"
                + " ValidationException: Input collection … contains duplicates",
        "400, SerializationException, Unexpected hunter2, SerializationException",
        "400, ItemCollectionSizeLimitExceededException, 'Collection size exceeded.',"
                + " ItemCollectionSizeLimitExceededException: Collection size exceeded",
        "413, RequestEntityTooLargeException, '', RequestEntityTooLargeException"
    })
    void refusalsSayWhyWithoutTheItemsValues(int status, String code, String message, String reason) {
        stub.replies(dynamoDbError(status, code, message));

        assertThat(writer.write(THREE)).isEqualTo(new Refused(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalServerError",
        "503, ServiceUnavailable",
        "400, ReplicatedWriteConflictException",
        "408, RequestTimeoutException"
    })
    void failuresOnDynamoDbsSideAreTriedOnce(int status, String code) {
        stub.replies(dynamoDbError(status, code, "oh"));

        assertThat(writer.write(THREE)).isEqualTo(new Unavailable(code));

        assertThat(stub.requests()).hasSize(triesWithAnError());
    }

    @Test
    void anErrorWithoutACodeIsNamedByItsStatus() {
        stub.replies(Reply.of(502, "<html>bad gateway</html>"));

        assertThat(writer.write(THREE)).isEqualTo(new Unavailable("HTTP 502"));
    }

    @Test
    void aClosedConnectionIsNoAnswer() {
        stub.replies(Reply.hangUp());

        assertThat(writer.write(THREE)).isInstanceOf(Unavailable.class);

        assertThat(stub.requests()).hasSize(triesWithoutAnswer());
    }

    @Test
    void nobodyListeningIsNoAnswer() {
        stub.close();

        assertThat(writer.write(THREE))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        outcome -> assertThat(outcome.reason()).contains(reasonIfNobodyListens()));
    }

    @Test
    void anAnswerCutShortIsNoAnswerAndIsNotQuoted() {
        stub.replies(unprocessed("{\"PutRequest\":{\"Item\":{\"secret\":{\"S\":\"hunter2\"}}}}")
                .withholding(10));

        assertThat(writer.write(THREE))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        outcome -> assertThat(outcome.reason()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({"''", "{}", "<html>welcome to the hotel</html>", "'{\"UnprocessedItems\":{\"users\":[{\"PutRequ'"})
    void anAnswerThatIsNotDynamoDbsIsNoAnswer(String body) {
        stub.replies(Reply.of(200, body));

        assertThat(writer.write(THREE)).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, ACCESS_DENIED, 'DynamoDB denies dynamodb:BatchWriteItem on table users (AccessDeniedException: x). Allow dynamodb:BatchWriteItem in the policy of the role that runs ddbvault.'",
        "UnrecognizedClientException, ACCESS_DENIED, 'DynamoDB does not accept the AWS credentials (dynamodb:BatchWriteItem on table users: UnrecognizedClientException).'",
        "ExpiredTokenException, ACCESS_DENIED, 'The AWS credentials have expired (dynamodb:BatchWriteItem on table users: ExpiredTokenException). Get new ones and run again.'",
        "SomethingNewException, AWS_REFUSED, 'DynamoDB refuses dynamodb:BatchWriteItem on table users: SomethingNewException: x.'"
    })
    void whatNoRepetitionMendsIsAnError(String code, ErrorCode expected, String text) {
        stub.replies(dynamoDbError(400, code, "x"));

        DdbvaultException error = failure();

        assertThat(error.code()).isEqualTo(expected);
        assertThat(error.text()).startsWith(text);
        assertThat(error.getCause()).isNull();
    }

    @Test
    void aMissingTableIsAnError() {
        stub.replies(dynamoDbError(400, "ResourceNotFoundException", "Requested resource not found"));

        DdbvaultException error = failure();

        assertThat(error.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
        assertThat(error.text())
                .isEqualTo(
                        "DynamoDB at %s has no table users (dynamodb:BatchWriteItem). Check the name, AWS_REGION and the account of the credentials.",
                        stub.url());
    }

    @Test
    void anErrorsTextHoldsNoItemAndNoSecret() {
        stub.replies(dynamoDbError(400, "SomethingNewException", "bad value 'hunter2' of [hunter2"));

        DdbvaultException error = failure();

        assertThat(error.text())
                .contains("SomethingNewException: bad value …")
                .doesNotContain("hunter2")
                .doesNotContain(AwsStub.SECRET_KEY);
    }

    private DdbvaultException failure() {
        return catchThrowableOfType(DdbvaultException.class, () -> writer.write(THREE));
    }

    private static Reply unprocessed(String requests) {
        return Reply.of(200, "{\"UnprocessedItems\":{\"users\":[" + requests + "]}}");
    }

    private static Reply table(String attributes, String... key) {
        StringBuilder schema = new StringBuilder();
        for (String name : key) {
            schema.append(schema.isEmpty() ? "" : ",")
                    .append("{\"AttributeName\":\"%s\",\"KeyType\":\"%s\"}"
                            .formatted(name, schema.isEmpty() ? "HASH" : "RANGE"));
        }
        return Reply.of(
                200,
                ("{\"Table\":{\"TableName\":\"users\",\"TableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/users\","
                                + "\"TableStatus\":\"ACTIVE\",\"AttributeDefinitions\":[%s],\"KeySchema\":[%s]}}")
                        .formatted(attributes, schema));
    }
}
