package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ddbvault.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A DynamoDB with one table, whose items are made when they are read: by scans in segments, in pages of 1 MB, and by key.
 * The key is {@code id}, a text that ends in the item's number.
 */
final class ScannedDynamoDb implements AutoCloseable {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int UNIT_BYTES = 4096;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final long numbers;
    private final LongFunction<@Nullable String> item;

    /** @param item by its number, from 0 and below {@code numbers}; null for a number without one */
    static ScannedDynamoDb start(long numbers, LongFunction<@Nullable String> item) throws IOException {
        return new ScannedDynamoDb(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), numbers, item);
    }

    private ScannedDynamoDb(HttpServer server, long numbers, LongFunction<@Nullable String> item) {
        this.server = server;
        this.numbers = numbers;
        this.item = item;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<?, ?> request = Json.parseObject(exchange.getRequestBody().readAllBytes());
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            byte[] answer = switch (target.substring(target.indexOf('.') + 1)) {
                case "DescribeTable" -> describe();
                case "Scan" -> scan(request);
                case "BatchGetItem" -> get(request);
                default -> throw new IOException("not served: " + target);
            };
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] describe() {
        return "{\"Table\":{\"TableName\":\"large\",\"TableStatus\":\"ACTIVE\",\"TableArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/large\",\"ItemCount\":%d,\"TableSizeBytes\":%d,\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]}}"
                .formatted(numbers, numbers * 300)
                .getBytes(UTF_8);
    }

    private byte[] scan(Map<?, ?> request) throws IOException {
        long segments = request.get("TotalSegments") instanceof Number total ? total.longValue() : 1;
        long segment = request.get("Segment") instanceof Number index ? index.longValue() : 0;
        long number = request.get("ExclusiveStartKey") instanceof Map<?, ?> last ? number(last) + segments : segment;
        ByteArrayOutputStream page = new ByteArrayOutputStream(PAGE_BYTES * 5 / 4);
        page.writeBytes("{\"Items\":[".getBytes(UTF_8));
        String separator = "";
        long last = -1;
        while (number < numbers && page.size() < PAGE_BYTES) {
            String found = item.apply(number);
            if (found != null) {
                page.writeBytes((separator + found).getBytes(UTF_8));
                separator = ",";
            }
            last = number;
            number += segments;
        }
        int units = page.size() / UNIT_BYTES + 1;
        page.writeBytes("],\"ConsumedCapacity\":{\"TableName\":\"large\",\"CapacityUnits\":%d}"
                .formatted(units)
                .getBytes(UTF_8));
        if (number < numbers) {
            page.writeBytes(",\"LastEvaluatedKey\":{\"id\":{\"S\":\"%016d\"}}"
                    .formatted(last)
                    .getBytes(UTF_8));
        }
        page.write('}');
        return page.toByteArray();
    }

    private byte[] get(Map<?, ?> request) {
        Map<?, ?> table = map(map(request, "RequestItems"), "large");
        StringBuilder items = new StringBuilder();
        for (Object key : (List<?>) Objects.requireNonNull(table.get("Keys"))) {
            String found = item.apply(number((Map<?, ?>) key));
            if (found != null) {
                items.append(items.length() == 0 ? "" : ",").append(found);
            }
        }
        return "{\"Responses\":{\"large\":[%s]},\"UnprocessedKeys\":{}}"
                .formatted(items)
                .getBytes(UTF_8);
    }

    private static long number(Map<?, ?> key) {
        return Long.parseLong(String.valueOf(map(key, "id").get("S")));
    }

    private static Map<?, ?> map(Map<?, ?> fields, String name) {
        return (Map<?, ?>) Objects.requireNonNull(fields.get(name), name);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
