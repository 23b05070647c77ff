package io.ddbvault.core.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An item's primary key, from its DynamoDB JSON; the other attributes are skipped, not turned into objects. Pure. */
public final class ReadKey {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            // Items may have any number of attribute names, each up to 64 KB: none is worth keeping.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(1 << 17)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ReadKey() {}

    /**
     * The key attributes' values by name, in the schema's order, each as its type's payload: text for S and N, base64 for
     * B.
     *
     * @param item what {@code [from, to)} is an item of
     * @return empty if an attribute is missing or of another type
     */
    public static Optional<Map<String, String>> read(byte[] item, int from, int to, KeySchema schema) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser json = JSON.createParser(item, from, to - from)) {
            json.nextToken();
            while (found.size() < schema.attributes().size() && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                String type = type(schema, name);
                if (type == null) {
                    json.skipChildren();
                    continue;
                }
                json.nextToken();
                if (!type.equals(json.currentName()) || json.nextToken() != JsonToken.VALUE_STRING) {
                    return Optional.empty();
                }
                found.put(name, json.getText());
                json.nextToken();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        if (found.size() < schema.attributes().size()) {
            return Optional.empty();
        }
        Map<String, String> key = new LinkedHashMap<>();
        schema.attributes()
                .forEach(attribute -> key.put(attribute.name(), String.valueOf(found.get(attribute.name()))));
        return Optional.of(key);
    }

    /** The key in DynamoDB JSON, as {@code {"id":{"S":"a"}}}; null if the item has none. */
    public static @Nullable String asJson(byte[] item, int from, int to, KeySchema schema) {
        Optional<Map<String, String>> key = read(item, from, to, schema);
        return key.isEmpty() ? null : asJson(key.get(), schema);
    }

    /** The same of values as {@link #read} gives them. */
    public static String asJson(Map<String, String> key, KeySchema schema) {
        Map<String, Object> typed = new LinkedHashMap<>();
        for (KeyAttribute attribute : schema.attributes()) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put(attribute.type(), String.valueOf(key.get(attribute.name())));
            typed.put(attribute.name(), value);
        }
        return Json.compact(typed);
    }

    private static @Nullable String type(KeySchema schema, String name) {
        for (KeyAttribute attribute : schema.attributes()) {
            if (attribute.name().equals(name)) {
                return attribute.type();
            }
        }
        return null;
    }
}
