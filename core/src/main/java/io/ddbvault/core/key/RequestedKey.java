package io.ddbvault.core.key;

import io.ddbvault.core.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as a user named it: of one item or, with the partition key alone, of all items under it. Which of both, and
 * whether it is a key of the table at all, the table's key says; see {@link KeySelection}.
 *
 * @param origin where it stands, for messages, as {@code keys[2]}
 * @param values by attribute, one or two
 */
public record RequestedKey(String origin, Map<String, Value> values) {
    public RequestedKey {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * One attribute's value.
     *
     * @param type S, N or B; null where the table's key is to say it
     * @param text the value; base64 for B
     */
    public record Value(@Nullable String type, String text) {}

    /** In DynamoDB JSON, as {@code {"id":{"S":"a"}}}. Of keys whose types are known. */
    public String json() {
        return Json.compact(typedValues());
    }

    /** The same before it is written. */
    public Map<String, Map<String, String>> typedValues() {
        Map<String, Map<String, String>> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> fields.put(name, Map.of(String.valueOf(value.type()), value.text())));
        return fields;
    }
}
