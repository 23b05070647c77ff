package io.ddbvault.aws;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** A scan, page by page. The end is where DynamoDB gives no LastEvaluatedKey; an empty page is not the end. */
final class ScanPages<P> implements Iterator<P> {
    private final DynamoDbClient dynamoDb;
    private final AwsErrors errors;
    private final Function<ScanResponse, P> page;
    private @Nullable ScanRequest next;

    /** @param page what becomes of an answer */
    ScanPages(DynamoDbClient dynamoDb, AwsErrors errors, ScanRequest first, Function<ScanResponse, P> page) {
        this.dynamoDb = dynamoDb;
        this.errors = errors;
        this.page = page;
        this.next = first;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public P next() {
        ScanRequest request = next;
        if (request == null) {
            throw new NoSuchElementException();
        }
        ScanResponse answer;
        try {
            answer = RepeatExpired.call(() -> dynamoDb.scan(request));
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:Scan", "table " + request.tableName());
        }
        Map<String, AttributeValue> last = answer.lastEvaluatedKey();
        next = last.isEmpty()
                ? null
                : request.toBuilder().exclusiveStartKey(last).build();
        return page.apply(answer);
    }

    /** 0 where DynamoDB does not say. */
    static double units(@Nullable ConsumedCapacity consumed) {
        return consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
    }
}
