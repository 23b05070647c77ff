package io.ddbvault.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Sends puts and deletes in batches, on a few threads. */
final class WriteItems {
    /** BatchWriteItem's limit. */
    private static final int BATCH = 25;

    private static final int THREADS = 4;

    private final DynamoDbClient dynamoDb;

    WriteItems(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    static WriteRequest delete(Map<String, AttributeValue> key) {
        return WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build();
    }

    /** Sends the requests numbered 0 to {@code count - 1}; each is made just before it is sent. */
    void write(String table, int count, IntFunction<WriteRequest> request) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int from = 0; from < count; from += BATCH) {
                int first = from;
                int end = Math.min(count, from + BATCH);
                sent.add(threads.submit(() -> writeBatch(table, first, end, request)));
            }
            for (Future<?> batch : sent) {
                batch.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("filling " + table + " failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void writeBatch(String table, int first, int end, IntFunction<WriteRequest> request) {
        List<WriteRequest> requests = new ArrayList<>();
        for (int i = first; i < end; i++) {
            requests.add(request.apply(i));
        }
        Map<String, List<WriteRequest>> left = Map.of(table, requests);
        while (!left.isEmpty()) {
            Map<String, List<WriteRequest>> send = left;
            left = dynamoDb.batchWriteItem(call -> call.requestItems(send)).unprocessedItems();
        }
    }
}
