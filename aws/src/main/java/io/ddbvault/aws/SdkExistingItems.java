package io.ddbvault.aws;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ddbvault.aws.RawBody.Body;
import io.ddbvault.aws.RawBody.Piece;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Looks at what a table holds by the SDK's PutItem with a condition, with the export's own bytes for the item, and by its
 * BatchGetItem. One attempt per call. Thread-safe. No reason that it gives holds an item's values or key.
 */
public final class SdkExistingItems implements ExistingItems {
    private static final int UNIT_BYTES = 1024;
    /** The attribute's name by a placeholder: it may be a reserved word. An item either has its key or does not exist. */
    private static final String CONDITION =
            ",\"ConditionExpression\":\"attribute_not_exists(#k)\",\"ExpressionAttributeNames\":{\"#k\":\"%s\"},"
                    + "\"ReturnConsumedCapacity\":\"TOTAL\"}";

    private final DynamoDbClient dynamoDb;
    private final FailedItemCall failures;

    public SdkExistingItems(AwsClients clients) {
        this.dynamoDb = clients.batchWrites();
        this.failures = new FailedItemCall(dynamoDb);
    }

    @Override
    public Outcome putIfAbsent(WriteBatch one, KeySchema keySchema) {
        if (one.size() != 1) {
            throw new IllegalArgumentException("a conditional put of %d items".formatted(one.size()));
        }
        Body body = new Body(List.of(
                Piece.of("{\"TableName\":\"%s\",\"Item\":".formatted(quoted(one.table()))),
                new Piece(one.body(), one.start(0), one.end(0)),
                Piece.of(
                        CONDITION.formatted(quoted(keySchema.attributes().get(0).name())))));
        PutItemRequest request = PutItemRequest.builder()
                // The table's name is here as well as in the body, because the SDK derives the endpoint from it.
                .tableName(one.table())
                .overrideConfiguration(configuration -> configuration.putExecutionAttribute(RawBody.OF, body))
                .build();
        try {
            PutItemResponse response = RepeatExpired.call(() -> dynamoDb.putItem(request));
            return new Answered(List.of(), units(response.consumedCapacity()));
        } catch (ConditionalCheckFailedException e) {
            return new Answered(List.of(), unitsOf(one), List.of(0));
        } catch (SdkException e) {
            return failures.outcome(e, "dynamodb:PutItem", one.table());
        }
    }

    /** DynamoDB charges for the larger of the two items and does not tell; its JSON is never shorter than the item. */
    private static double unitsOf(WriteBatch one) {
        return Math.max(1, Math.ceil((double) one.byteCount() / UNIT_BYTES));
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    @Override
    public Look look(WriteBatch batch, KeySchema keySchema) {
        Map<KeyFingerprint, Integer> indexes = new HashMap<>();
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        for (int index = 0; index < batch.size(); index++) {
            Optional<Map<String, String>> texts =
                    ReadKey.read(batch.body(), batch.start(index), batch.end(index), keySchema);
            Map<String, AttributeValue> key = texts.isEmpty() ? null : key(texts.get(), keySchema);
            // Of what has no key, nothing can be in the table; to write it will tell what is wrong with it.
            if (key != null) {
                if (indexes.put(KeyFingerprint.of(texts.orElseThrow(), keySchema), index) != null) {
                    return new NotLooked(
                            new Refused("ValidationException: Provided list of item keys contains duplicates", true));
                }
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            return new Found(Map.of(), List.of(), 0.0);
        }
        BatchGetItemRequest request = BatchGetItemRequest.builder()
                .requestItems(Map.of(
                        batch.table(),
                        KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(true)
                                .build()))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        try {
            return found(RepeatExpired.call(() -> dynamoDb.batchGetItem(request)), batch.table(), indexes, keySchema);
        } catch (SdkException e) {
            return new NotLooked(failures.outcome(e, "dynamodb:BatchGetItem", batch.table()));
        }
    }

    private static Look found(
            BatchGetItemResponse response, String table, Map<KeyFingerprint, Integer> indexes, KeySchema keySchema) {
        if (!response.hasResponses() || !response.hasUnprocessedKeys()) {
            return new NotLooked(new Unavailable("an answer without Responses or UnprocessedKeys"));
        }
        Map<Integer, byte[]> items = new HashMap<>();
        TreeSet<Integer> unprocessed = new TreeSet<>();
        for (Map<String, AttributeValue> item : response.responses().getOrDefault(table, List.of())) {
            Integer index = index(item, indexes, keySchema);
            if (index == null || items.put(index, ItemJson.write(item)) != null) {
                return notAsked();
            }
        }
        KeysAndAttributes left = response.unprocessedKeys().get(table);
        if (left != null) {
            for (Map<String, AttributeValue> key : left.keys()) {
                Integer index = index(key, indexes, keySchema);
                if (index == null || items.containsKey(index) || !unprocessed.add(index)) {
                    return notAsked();
                }
            }
        }
        Double consumed = null;
        for (ConsumedCapacity capacity : response.consumedCapacity()) {
            Double units = units(capacity);
            consumed = units == null ? consumed : Double.valueOf(units + (consumed == null ? 0 : consumed));
        }
        return new Found(items, List.copyOf(unprocessed), consumed);
    }

    private static Look notAsked() {
        return new NotLooked(new Unavailable("an answer of items that were not asked for"));
    }

    private static @Nullable Integer index(
            Map<String, AttributeValue> item, Map<KeyFingerprint, Integer> indexes, KeySchema keySchema) {
        return ReadWriteRequestKey.read(item, keySchema)
                .map(key -> indexes.get(KeyFingerprint.of(key, keySchema)))
                .orElse(null);
    }

    /** Null if it is none. */
    private static @Nullable Map<String, AttributeValue> key(Map<String, String> texts, KeySchema keySchema) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (KeyAttribute attribute : keySchema.attributes()) {
            String text = String.valueOf(texts.get(attribute.name()));
            try {
                key.put(
                        attribute.name(),
                        switch (attribute.type()) {
                            case "S" -> AttributeValue.fromS(text);
                            case "N" -> AttributeValue.fromN(text);
                            default ->
                                AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(
                                        Base64.getDecoder().decode(text)));
                        });
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return key;
    }

    private static @Nullable Double units(@Nullable ConsumedCapacity capacity) {
        return capacity == null ? null : capacity.capacityUnits();
    }
}
