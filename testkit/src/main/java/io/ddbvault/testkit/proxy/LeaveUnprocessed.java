package io.ddbvault.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Has a BatchWriteItem done in part, and gives the rest back as DynamoDB does. */
final class LeaveUnprocessed {
    private LeaveUnprocessed() {}

    private record TableRequest(String table, Object request) {}

    /** 0 for what is no BatchWriteItem. */
    static int countRequests(ProxiedCall call) {
        return call.operation().equals("BatchWriteItem")
                ? requests(parse(call.body())).size()
                : 0;
    }

    static void serve(Exchange exchange, int count) throws IOException, InterruptedException {
        Map<String, @Nullable Object> body = parse(exchange.call().body());
        List<TableRequest> requests = requests(body);
        List<TableRequest> done = requests.subList(0, requests.size() - count);
        List<TableRequest> unprocessed = new ArrayList<>(requests.subList(done.size(), requests.size()));
        // Like DynamoDB, which promises no order.
        Collections.reverse(unprocessed);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/x-amz-json-1.0"));
        if (!done.isEmpty()) {
            body.put("RequestItems", byTable(done));
            try (Answer ofDone = exchange.forward(Json.compact(body).getBytes(UTF_8))) {
                byte[] json = ofDone.body().readAllBytes();
                if (ofDone.status() != 200) {
                    throw new IllegalStateException("the part that was to be done got " + new String(json, UTF_8));
                }
                headers = new TreeMap<>(ofDone.headers());
                headers.keySet().removeIf("x-amz-crc32"::equalsIgnoreCase);
                answer.putAll(parse(json));
            }
        }
        answer.put("UnprocessedItems", byTable(unprocessed));
        exchange.send(Answer.of(200, headers, Json.compact(answer).getBytes(UTF_8)));
    }

    private static Map<String, @Nullable Object> parse(byte[] json) {
        try {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            Json.parseObject(json).forEach(fields::put);
            return fields;
        } catch (IOException e) {
            throw new IllegalStateException("a BatchWriteItem whose body is no JSON", e);
        }
    }

    private static List<TableRequest> requests(Map<String, @Nullable Object> body) {
        List<TableRequest> requests = new ArrayList<>();
        if (body.get("RequestItems") instanceof Map<?, ?> tables) {
            tables.forEach((table, list) -> {
                for (Object request : (List<?>) list) {
                    requests.add(new TableRequest(String.valueOf(table), request));
                }
            });
        }
        return requests;
    }

    private static Map<String, List<Object>> byTable(List<TableRequest> requests) {
        Map<String, List<Object>> tables = new LinkedHashMap<>();
        requests.forEach(each ->
                tables.computeIfAbsent(each.table(), any -> new ArrayList<>()).add(each.request()));
        return tables;
    }
}
