package io.ddbvault.aws;

import static io.ddbvault.aws.AwsStub.dynamoDbError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.aws.AwsStub.Reply;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems.Found;
import io.ddbvault.core.port.ExistingItems.Look;
import io.ddbvault.core.port.ExistingItems.NotLooked;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer that DynamoDB can give to a conditional put and to a look, from a stub. */
class SdkExistingItemsTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final WriteBatch ANNA =
            Batches.puts("users", "{\"id\":{\"S\":\"anna\"},\"secret\":{\"S\":\"hunter2\"}}");
    private static final WriteBatch THREE = Batches.puts(
            "users",
            "{\"id\":{\"S\":\"anna\"},\"secret\":{\"S\":\"hunter2\"}}",
            "{\"id\":{\"S\":\"bert\"}}",
            "{\"id\":{\"S\":\"carl\"}}");

    private final AwsStub stub = new AwsStub();
    private final AwsClients clients = AwsClients.create(stub.environment());
    private final SdkExistingItems existing = new SdkExistingItems(clients);

    SdkExistingItemsTest() throws IOException {}

    @AfterEach
    void close() {
        clients.close();
        stub.close();
    }

    @Test
    void aPutCarriesTheItemByteForByteAndItsCondition() throws Exception {
        stub.replies(Reply.of(200, "{\"ConsumedCapacity\":{\"TableName\":\"users\",\"CapacityUnits\":3.0}}"));
        String spaced = "{ \"id\" : {\"S\":\"\\u00e4 é 😀\"}, \"n\":{\"N\":\"1.0\"} }";
        KeySchema odd = new KeySchema(List.of(new KeyAttribute("i\"d", "S"), new KeyAttribute("at", "N")));

        assertThat(existing.putIfAbsent(Batches.puts("users", spaced), odd)).isEqualTo(new Answered(List.of(), 3.0));

        AwsStub.Request request = stub.onlyRequest();
        assertThat(request.text())
                .isEqualTo("{\"TableName\":\"users\",\"Item\":" + spaced
                        + ",\"ConditionExpression\":\"attribute_not_exists(#k)\",\"ExpressionAttributeNames\":{\"#k\":\"i\\\"d\"},"
                        + "\"ReturnConsumedCapacity\":\"TOTAL\"}");
        assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(request.body().length));
        assertThat(request.header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.PutItem");
        assertThat(request.header("Authorization"))
                .endsWith("Signature=" + SigV4.signature(request, AwsStub.SECRET_KEY));
    }

    @Test
    void aLargeItemArrivesWhole() {
        stub.replies(Reply.of(200, "{}"));
        String item = "{\"id\":{\"S\":\"a\"},\"v\":{\"S\":\"" + "\\u0001".repeat(400_000) + "\"}}";

        assertThat(existing.putIfAbsent(Batches.puts("users", item), ID)).isEqualTo(new Answered(List.of()));

        assertThat(stub.onlyRequest().text()).contains("\"Item\":" + item + ",");
    }

    @Test
    void aPutIsOfOneItem() {
        assertThatIllegalArgumentException().isThrownBy(() -> existing.putIfAbsent(THREE, ID));
    }

    @Test
    void aConditionThatFailedKeepsWhatIsThereAndIsChargedByTheItem() {
        stub.replies(dynamoDbError(400, "ConditionalCheckFailedException", "The conditional request failed"));

        assertThat(existing.putIfAbsent(ANNA, ID)).isEqualTo(new Answered(List.of(), 1.0, List.of(0)));
        String large = "{\"id\":{\"S\":\"a\"},\"v\":{\"S\":\"" + "x".repeat(2048) + "\"}}";
        assertThat(existing.putIfAbsent(Batches.puts("users", large), ID))
                .isEqualTo(new Answered(List.of(), 3.0, List.of(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Throttled",
        "400, ProvisionedThroughputExceededException, Throttled",
        "400, RequestLimitExceeded, Throttled",
        "400, ValidationException, Refused",
        "413, RequestEntityTooLarge, Refused",
        "400, ItemCollectionSizeLimitExceededException, Refused",
        "400, TransactionConflictException, Unavailable",
        "400, ReplicatedWriteConflictException, Unavailable",
        "500, InternalServerError, Unavailable",
        "503, ServiceUnavailable, Unavailable"
    })
    void whatElseItSaysIsTriedOnceAndMeansTheSameToBoth(int status, String code, String outcome) {
        stub.replies(dynamoDbError(status, code, "x"));

        Outcome put = existing.putIfAbsent(ANNA, ID);
        Look look = existing.look(THREE, ID);

        assertThat(put.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(look).isEqualTo(new NotLooked(put));
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void aClosedConnectionIsNoAnswer() {
        stub.replies(Reply.hangUp());

        assertThat(existing.putIfAbsent(ANNA, ID)).isInstanceOf(Unavailable.class);
        assertThat(existing.look(THREE, ID))
                .isInstanceOfSatisfying(
                        NotLooked.class, look -> assertThat(look.why()).isInstanceOf(Unavailable.class));
    }

    @Test
    void aRefusalQuotesNoItem() {
        stub.replies(dynamoDbError(
                400,
                "ValidationException",
                "One or more parameter values were invalid: Input collection [hunter2, hunter2] contains duplicates."));

        assertThat(((Refused) existing.putIfAbsent(ANNA, ID)).reason()).doesNotContain("hunter2");
        assertThat(((Refused) ((NotLooked) existing.look(THREE, ID)).why()).reason())
                .doesNotContain("hunter2");
    }

    @Test
    void aDeniedCallNamesTheActionAndTheTable() {
        stub.replies(dynamoDbError(400, "AccessDeniedException", "no"));

        DdbvaultException put = catchThrowableOfType(DdbvaultException.class, () -> existing.putIfAbsent(ANNA, ID));
        DdbvaultException look = catchThrowableOfType(DdbvaultException.class, () -> existing.look(THREE, ID));

        assertThat(put.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(put).hasMessageContaining("dynamodb:PutItem on table users");
        assertThat(look.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(look).hasMessageContaining("dynamodb:BatchGetItem on table users");
    }

    @Test
    void aLookIsStronglyConsistentAndAsksForTheKeysAlone() {
        stub.replies(
                Reply.of(
                        200,
                        "{\"Responses\":{\"users\":[{\"v\":{\"N\":\"1\"},\"id\":{\"S\":\"carl\"}},{\"id\":{\"S\":\"anna\"}}]},"
                                + "\"UnprocessedKeys\":{},\"ConsumedCapacity\":[{\"TableName\":\"users\",\"CapacityUnits\":3.0}]}"));

        Found found = (Found) existing.look(THREE, ID);

        assertThat(found.items()).containsOnlyKeys(0, 2);
        assertThat(new String(found.items().getOrDefault(2, new byte[0]), StandardCharsets.UTF_8))
                .contains("\"v\":{\"N\":\"1\"}", "\"id\":{\"S\":\"carl\"}");
        assertThat(found.unprocessed()).isEmpty();
        assertThat(found.consumed()).isEqualTo(3);
        assertThat(stub.onlyRequest().text())
                .contains(
                        "\"ConsistentRead\":true", "\"ReturnConsumedCapacity\":\"TOTAL\"", "{\"id\":{\"S\":\"anna\"}}")
                .doesNotContain("hunter2");
    }

    @Test
    void unprocessedKeysAreToldByTheirPlacesAndWhatIsInNeitherIsNotThere() {
        stub.replies(
                Reply.of(
                        200,
                        "{\"Responses\":{\"users\":[{\"id\":{\"S\":\"bert\"}}]},"
                                + "\"UnprocessedKeys\":{\"users\":{\"Keys\":[{\"id\":{\"S\":\"carl\"}}],\"ConsistentRead\":true}}}"));

        Found found = (Found) existing.look(THREE, ID);

        assertThat(found.items()).containsOnlyKeys(1);
        assertThat(found.unprocessed()).containsExactly(2);
        assertThat(found.consumed()).isNull();
    }

    @Test
    void anAnswerThatSaysTooLittleOrTooMuchIsNone() {
        for (String answer : List.of(
                "{}",
                "{\"Responses\":{\"users\":[]}}",
                "{\"UnprocessedKeys\":{}}",
                "{\"Responses\":{\"users\":[{\"id\":{\"S\":\"dora\"}}]},\"UnprocessedKeys\":{}}",
                "{\"Responses\":{\"users\":[{\"id\":{\"S\":\"anna\"}},{\"id\":{\"S\":\"anna\"}}]},\"UnprocessedKeys\":{}}",
                "{\"Responses\":{\"users\":[{\"id\":{\"S\":\"anna\"}}]},\"UnprocessedKeys\":{\"users\":{\"Keys\":[{\"id\":{\"S\":\"anna\"}}]}}}")) {
            stub.forget();
            stub.replies(Reply.of(200, answer));

            assertThat(existing.look(THREE, ID))
                    .as(answer)
                    .isInstanceOfSatisfying(
                            NotLooked.class, look -> assertThat(look.why()).isInstanceOf(Unavailable.class));
        }
    }

    @Test
    void whatHasNoKeyIsNotAskedFor() {
        stub.replies(Reply.of(200, "{\"Responses\":{},\"UnprocessedKeys\":{}}"));

        assertThat(existing.look(Batches.puts("users", "{\"other\":{\"S\":\"a\"}}"), ID))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.items()).isEmpty());

        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void aThrottleIsToldByItsName() {
        stub.replies(dynamoDbError(400, "ProvisionedThroughputExceededException", "x"));

        assertThat(existing.putIfAbsent(ANNA, ID)).isEqualTo(new Throttled("ProvisionedThroughputExceededException"));
    }
}
