package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.WriteBatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Sends batches by the SDK's BatchWriteItem, with the export's own bytes for a body. One attempt per call; repeating is
 * the caller's. Thread-safe. No reason that it gives holds an item's values or key.
 */
public final class SdkItemWriter implements AwsItemWriter {
    /** DynamoDB always gives the field, if only as {}. What answered so is not known to have stored anything. */
    static final Unavailable WITHOUT_UNPROCESSED_ITEMS = new Unavailable("an answer without UnprocessedItems");

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
            "RequestTimeout",
            "RequestTimeoutException");

    private final DynamoDbClient dynamoDb;
    private final UnprocessedItems unprocessed;
    private final AwsErrors errors;

    public SdkItemWriter(AwsClients clients) {
        this(clients, new UnprocessedItems(new DynamoDbTables(clients.dynamoDb())));
    }

    SdkItemWriter(AwsClients clients, UnprocessedItems unprocessed) {
        this.dynamoDb = clients.batchWrites();
        this.unprocessed = unprocessed;
        this.errors = AwsErrors.ofDynamoDb(dynamoDb.serviceClientConfiguration());
    }

    @Override
    public Outcome write(WriteBatch batch) {
        BatchWriteItemRequest request = BatchWriteItemRequest.builder()
                // The table's name is here as well as in the body, because the SDK derives the endpoint from it.
                .requestItems(Map.of(batch.table(), List.of()))
                .overrideConfiguration(configuration -> configuration.putExecutionAttribute(RawBody.OF, batch))
                .build();
        try {
            return answered(batch, RepeatExpired.call(() -> dynamoDb.batchWriteItem(request)));
        } catch (SdkServiceException e) {
            return refused(batch, e);
        } catch (SdkException e) {
            if (AwsErrors.noCredentials(e).isPresent()) {
                throw denied(batch, e);
            }
            return new Unavailable(
                    AwsErrors.connectionFailure(e).orElseGet(() -> e.getClass().getSimpleName()));
        }
    }

    private Outcome answered(WriteBatch batch, BatchWriteItemResponse response) {
        if (!response.hasUnprocessedItems()) {
            return WITHOUT_UNPROCESSED_ITEMS;
        }
        Map<String, List<WriteRequest>> left = response.unprocessedItems();
        return new Answered(
                unprocessed.indexes(
                        batch,
                        left.keySet(),
                        schema -> left.getOrDefault(batch.table(), List.of()).stream()
                                .map(request -> ReadWriteRequestKey.read(request, batch.operation(), schema))
                                .toList()),
                consumed(response));
    }

    /** One entry, as one table is written; its CapacityUnits are those of the table and of all its indexes. */
    private static @Nullable Double consumed(BatchWriteItemResponse response) {
        Double units = null;
        for (ConsumedCapacity table : response.consumedCapacity()) {
            if (table.capacityUnits() != null) {
                units = table.capacityUnits() + (units == null ? 0 : units);
            }
        }
        return units;
    }

    private Outcome refused(WriteBatch batch, SdkServiceException answer) {
        String code = AwsErrors.code(answer);
        if (isThrottle(answer)) {
            return new Throttled(code);
        }
        if (REFUSED.contains(code) || answer.statusCode() == TOO_LARGE) {
            // The parser's explanation may quote the body in any form; the code says enough.
            String said = code.equals("SerializationException") ? code : AwsErrors.saidWithoutItems(answer);
            return new Refused(said, said.contains("item keys contains duplicates"));
        }
        if (answer.statusCode() >= 500 || PASSING.contains(code)) {
            return new Unavailable(code);
        }
        throw denied(batch, answer);
    }

    static boolean isThrottle(SdkServiceException answer) {
        return answer.isThrottlingException() || answer.statusCode() == 429;
    }

    private DdbvaultException denied(WriteBatch batch, SdkException failure) {
        return errors.translateWithoutItems(failure, "dynamodb:BatchWriteItem", "table " + batch.table());
    }

    /** Nothing: the clients stay open. */
    @Override
    public void close() {}
}
