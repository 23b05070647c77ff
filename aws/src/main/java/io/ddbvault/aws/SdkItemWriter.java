package io.ddbvault.aws;

import io.ddbvault.core.model.WriteBatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
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

    private final DynamoDbClient dynamoDb;
    private final UnprocessedItems unprocessed;
    private final FailedItemCall failures;

    public SdkItemWriter(AwsClients clients) {
        this(clients, new UnprocessedItems(new DynamoDbTables(clients.dynamoDb())));
    }

    SdkItemWriter(AwsClients clients, UnprocessedItems unprocessed) {
        this.dynamoDb = clients.batchWrites();
        this.unprocessed = unprocessed;
        this.failures = new FailedItemCall(dynamoDb);
    }

    @Override
    public Outcome write(WriteBatch batch) {
        BatchWriteItemRequest request = BatchWriteItemRequest.builder()
                // The table's name is here as well as in the body, because the SDK derives the endpoint from it.
                .requestItems(Map.of(batch.table(), List.of()))
                .overrideConfiguration(
                        configuration -> configuration.putExecutionAttribute(RawBody.OF, RawBody.Body.of(batch)))
                .build();
        try {
            return answered(batch, RepeatExpired.call(() -> dynamoDb.batchWriteItem(request)));
        } catch (SdkException e) {
            return failures.outcome(e, "dynamodb:BatchWriteItem", batch.table());
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

    /** Nothing: the clients stay open. */
    @Override
    public void close() {}
}
