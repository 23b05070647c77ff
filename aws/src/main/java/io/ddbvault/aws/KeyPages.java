package io.ddbvault.aws;

import io.ddbvault.core.port.Tables.KeyPage;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** A scan, page by page. The end is where DynamoDB gives no LastEvaluatedKey; an empty page is not the end. */
final class KeyPages implements Iterator<KeyPage> {
    /** A strongly consistent read unit is 4 KB, and a scan is charged for whole items, whatever is projected. */
    private static final long UNIT_BYTES = 4096;

    private final DynamoDbClient dynamoDb;
    private final AwsErrors errors;
    private final List<String> names;
    private @Nullable ScanRequest next;

    KeyPages(DynamoDbClient dynamoDb, AwsErrors errors, ScanRequest first, List<String> names) {
        this.dynamoDb = dynamoDb;
        this.errors = errors;
        this.names = names;
        this.next = first;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KeyPage next() {
        ScanRequest request = next;
        if (request == null) {
            throw new NoSuchElementException();
        }
        ScanResponse page;
        try {
            page = RepeatExpired.call(() -> dynamoDb.scan(request));
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:Scan", "table " + request.tableName());
        }
        Map<String, AttributeValue> last = page.lastEvaluatedKey();
        next = last.isEmpty()
                ? null
                : request.toBuilder().exclusiveStartKey(last).build();
        return new KeyPage(
                page.items().stream().map(item -> KeyJson.write(item, names)).toList(), bytes(page.consumedCapacity()));
    }

    private static long bytes(@Nullable ConsumedCapacity consumed) {
        return consumed == null || consumed.capacityUnits() == null
                ? 0
                : Math.round(consumed.capacityUnits() * UNIT_BYTES);
    }
}
