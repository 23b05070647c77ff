package io.ddbvault.aws;

import io.ddbvault.core.port.Tables.FoundItems;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Items by their keys, with one BatchGetItem. Thread-safe. */
final class ReadItems {
    private final DynamoDbClient dynamoDb;
    private final AwsErrors errors;

    ReadItems(DynamoDbClient dynamoDb, AwsErrors errors) {
        this.dynamoDb = dynamoDb;
        this.errors = errors;
    }

    /** @param keys in DynamoDB JSON */
    FoundItems read(String table, List<byte[]> keys) {
        BatchGetItemRequest request = BatchGetItemRequest.builder()
                .requestItems(Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .consistentRead(true)
                                .keys(keys.stream().map(ItemJson::readKey).toList())
                                .build()))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
        BatchGetItemResponse answer;
        try {
            answer = RepeatExpired.call(() -> dynamoDb.batchGetItem(request));
        } catch (SdkException e) {
            throw errors.translateWithoutItems(e, "dynamodb:BatchGetItem", "table " + table);
        }
        List<Map<String, AttributeValue>> items = answer.responses().getOrDefault(table, List.of());
        KeysAndAttributes left = answer.unprocessedKeys().get(table);
        return new FoundItems(
                items.stream().map(ItemJson::write).toList(),
                left == null
                        ? List.of()
                        : left.keys().stream().map(ItemJson::write).toList(),
                answer.consumedCapacity().stream().mapToDouble(ScanPages::units).sum());
    }
}
