package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
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
public final class SdkItemWriter implements ItemWriter {
    private static final int TOO_LARGE = 413;
    private static final Set<String> REFUSED = Set.of(
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
    private final Tables tables;
    private final AwsErrors errors;
    private final Map<String, KeySchema> keySchemas = new ConcurrentHashMap<>();

    public SdkItemWriter(AwsClients clients) {
        this.dynamoDb = clients.batchWrites();
        this.tables = new DynamoDbTables(clients.dynamoDb());
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
            return answered(batch, dynamoDb.batchWriteItem(request));
        } catch (SdkServiceException e) {
            return refused(batch, e);
        } catch (SdkException e) {
            if (AwsErrors.noCredentials(e)) {
                throw denied(batch, e);
            }
            return new Unavailable(
                    AwsErrors.connectionFailure(e).orElseGet(() -> e.getClass().getSimpleName()));
        }
    }

    private Outcome answered(WriteBatch batch, BatchWriteItemResponse response) {
        if (!response.hasUnprocessedItems()) {
            // DynamoDB always gives the field, if only as {}. What answered so is not known to have stored anything.
            return new Unavailable("an answer without UnprocessedItems");
        }
        return new Answered(unprocessed(batch, response.unprocessedItems()), consumed(response));
    }

    private List<Integer> unprocessed(WriteBatch batch, Map<String, List<WriteRequest>> unprocessed) {
        if (unprocessed.isEmpty()) {
            return List.of();
        }
        List<WriteRequest> returned = unprocessed.get(batch.table());
        if (returned == null || unprocessed.size() > 1) {
            return all(batch);
        }
        return keySchema(batch.table())
                .flatMap(schema -> UnprocessedItems.find(batch, returned, schema))
                .orElseGet(() -> all(batch));
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

    /** Sending again what is stored already does no harm, so all is a safe answer wherever the part is not known. */
    private static List<Integer> all(WriteBatch batch) {
        return IntStream.range(0, batch.size()).boxed().toList();
    }

    private Optional<KeySchema> keySchema(String table) {
        KeySchema known = keySchemas.get(table);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<KeySchema> schema = tables.describe(table).map(TableDescription::keySchema);
            schema.ifPresent(found -> keySchemas.put(table, found));
            return schema;
        } catch (DdbvaultException e) {
            // Not worth failing for: without it, the whole batch is sent again.
            return Optional.empty();
        }
    }

    private Outcome refused(WriteBatch batch, SdkServiceException answer) {
        String code = AwsErrors.code(answer);
        if (answer.isThrottlingException() || answer.statusCode() == 429) {
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

    private DdbvaultException denied(WriteBatch batch, SdkException failure) {
        return errors.translateWithoutItems(failure, "dynamodb:BatchWriteItem", "table " + batch.table());
    }
}
