package io.ddbvault.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a Scan that holds no item and yet is not the last, put before the pages that the table really has. DynamoDB
 * gives such pages; DynamoDB Local does not without a filter. Immutable.
 */
public final class EmptyScanPage {
    private final Map<String, Map<String, String>> key;

    /** @param key a primary key in DynamoDB JSON, for the page's LastEvaluatedKey; no item's need it be */
    public EmptyScanPage(Map<String, Map<String, String>> key) {
        this.key = Map.copyOf(key);
    }

    /** The page itself. Plan it together with {@link #next}. */
    public Fault page() {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("Count", 0);
        page.put("Items", List.of());
        page.put("LastEvaluatedKey", key);
        page.put("ScannedCount", 0);
        byte[] json = Json.compact(page).getBytes(UTF_8);
        return new Fault(
                "an empty page",
                call -> call.operation().equals("Scan") && start(call).isEmpty(),
                exchange -> exchange.send(
                        Answer.of(200, Map.of("Content-Type", List.of("application/x-amz-json-1.0")), json)));
    }

    /** The page after it: the table's first. */
    public Fault next() {
        return new Fault(
                "the page after an empty one",
                call -> call.operation().equals("Scan")
                        && start(call).filter(key::equals).isPresent(),
                exchange -> {
                    Map<String, @Nullable Object> scan = body(exchange.call());
                    scan.remove("ExclusiveStartKey");
                    try (Answer answer = exchange.forward(Json.compact(scan).getBytes(UTF_8))) {
                        exchange.send(answer);
                    }
                });
    }

    private static Optional<Object> start(ProxiedCall call) {
        return Optional.ofNullable(body(call).get("ExclusiveStartKey"));
    }

    private static Map<String, @Nullable Object> body(ProxiedCall call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        try {
            Json.parseObject(call.body()).forEach(fields::put);
        } catch (IOException e) {
            throw new IllegalStateException("a call whose body is no JSON: " + call, e);
        }
        return fields;
    }
}
