package io.ddbvault.aws;

import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What it means that a call with items in it failed. No reason that it gives holds an item's values or key. Immutable. */
final class FailedItemCall {
    private static final int TOO_LARGE = 413;
    static final Set<String> REFUSED = Set.of(
            "ValidationException",
            "SerializationException",
            "ItemCollectionSizeLimitExceededException",
            "RequestEntityTooLargeException");
    /** Answers of the kind 400 that a repetition mends. */
    private static final Set<String> PASSING = Set.of(
            "ReplicatedWriteConflictException",
            "TransactionInProgressException",
            "TransactionConflictException",
            "RequestTimeout",
            "RequestTimeoutException");

    private final AwsErrors errors;

    FailedItemCall(DynamoDbClient dynamoDb) {
        this.errors = AwsErrors.ofDynamoDb(dynamoDb.serviceClientConfiguration());
    }

    /**
     * @param action as IAM names it
     * @throws io.ddbvault.core.error.DdbvaultException for what no retry mends
     */
    Outcome outcome(SdkException failure, String action, String table) {
        if (failure instanceof SdkServiceException answer) {
            return answered(answer, action, table);
        }
        if (AwsErrors.noCredentials(failure).isPresent()) {
            throw errors.translateWithoutItems(failure, action, "table " + table);
        }
        return new Unavailable(AwsErrors.connectionFailure(failure)
                .orElseGet(() -> failure.getClass().getSimpleName()));
    }

    private Outcome answered(SdkServiceException answer, String action, String table) {
        String code = AwsErrors.code(answer);
        if (isThrottle(answer)) {
            return new Throttled(code);
        }
        if (REFUSED.contains(code) || answer.statusCode() == TOO_LARGE) {
            // The parser's explanation may quote the body in any form; the code says enough.
            String said = code.equals("SerializationException") ? code : AwsErrors.saidWithoutItems(answer);
            return new Refused(said, said.contains("item keys contains duplicates"));
        }
        // DynamoDB names each refusal. What has no name is one whose answer was cut off: it may have been any.
        boolean cutOff = answer.statusCode() == 400 && code.equals("HTTP 400");
        if (answer.statusCode() >= 500 || PASSING.contains(code) || cutOff) {
            return new Unavailable(code);
        }
        throw errors.translateWithoutItems(answer, action, "table " + table);
    }

    static boolean isThrottle(SdkServiceException answer) {
        return answer.isThrottlingException() || answer.statusCode() == 429;
    }
}
