package io.ddbvault.core.key;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key from its JSON, or from what a person typed. Messages name attributes and types, never a value. Pure.
 *
 * <p>Two forms: DynamoDB JSON, <code>{"customer":{"S":"u-3"},"number":{"N":"7"}}</code>, and the short {@code
 * customer=u-3,number=7}, whose types are the table's. In the short form a comma ends a value; an equals sign does not.
 */
public final class DecodeKey {
    private static final Set<String> TYPES = Set.of("S", "N", "B");
    private static final int MOST_ATTRIBUTES = 2;
    private static final String EXAMPLE = "{\"id\":{\"S\":\"u-3\"}}";

    private DecodeKey() {}

    /**
     * @param value parsed JSON
     * @param origin as in {@link RequestedKey}
     * @throws IllegalArgumentException if it is no key; a sentence without its full stop
     */
    public static RequestedKey fromJson(@Nullable Object value, String origin) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(origin, "is no object; a key is as " + EXAMPLE);
        }
        if (map.isEmpty() || map.size() > MOST_ATTRIBUTES) {
            throw wrong(origin, "has %d attributes; a key has one or two".formatted(map.size()));
        }
        Map<String, RequestedKey.Value> values = new LinkedHashMap<>();
        Json.object(map).forEach((name, typed) -> values.put(name, value(name, typed, origin)));
        return new RequestedKey(origin, values);
    }

    private static RequestedKey.Value value(String name, @Nullable Object typed, String origin) {
        if (!(typed instanceof Map<?, ?> map) || map.size() != 1) {
            throw wrong(origin, "gives %s without exactly one type; a key is as %s".formatted(shown(name), EXAMPLE));
        }
        Map.Entry<String, @Nullable Object> entry =
                Json.object(map).entrySet().iterator().next();
        if (!TYPES.contains(entry.getKey())) {
            throw wrong(
                    origin,
                    "gives %s the type %s; a key's attribute is of type S, N or B"
                            .formatted(shown(name), shown(entry.getKey())));
        }
        if (!(entry.getValue() instanceof String text)) {
            throw wrong(
                    origin,
                    "gives %s a value without quotes; in DynamoDB JSON numbers have quotes too".formatted(shown(name)));
        }
        return new RequestedKey.Value(entry.getKey(), text);
    }

    /**
     * Either form.
     *
     * @param origin as in {@link RequestedKey}
     * @throws IllegalArgumentException as {@link #fromJson}
     */
    public static RequestedKey fromText(String text, String origin) {
        String key = text.strip();
        if (!key.startsWith("{")) {
            return fromShortForm(key, origin);
        }
        Object value;
        try {
            value = Json.parse(key);
        } catch (IOException e) {
            // Its message quotes what stands there.
            throw wrong(origin, "is no JSON, though it begins with a brace; a key is as " + EXAMPLE);
        }
        return fromJson(value, origin);
    }

    private static RequestedKey fromShortForm(String text, String origin) {
        String[] parts = text.split(",", MOST_ATTRIBUTES + 1);
        if (parts.length > MOST_ATTRIBUTES) {
            throw wrong(
                    origin,
                    "has more than one comma; a key has one or two attributes, and one whose values hold a comma is to be written as "
                            + EXAMPLE);
        }
        Map<String, RequestedKey.Value> values = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw wrong(
                        origin,
                        "is neither name=value nor name=value,name=value; one whose values hold a comma is to be written as "
                                + EXAMPLE);
            }
            String name = part.substring(0, equals).strip();
            if (values.put(name, new RequestedKey.Value(null, part.substring(equals + 1))) != null) {
                throw wrong(origin, "names %s twice".formatted(shown(name)));
            }
        }
        return new RequestedKey(origin, values);
    }

    /** A name that is none may be anything. */
    static String shown(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }

    private static IllegalArgumentException wrong(String origin, String problem) {
        return new IllegalArgumentException(origin + " " + problem);
    }
}
