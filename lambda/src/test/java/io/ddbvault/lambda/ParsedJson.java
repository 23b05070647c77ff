package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as tests look at it: what cannot be read fails the test. */
// On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
@SuppressWarnings("NullAway")
final class ParsedJson {
    private ParsedJson() {}

    static Map<String, @Nullable Object> object(String json) {
        return object(json.getBytes(UTF_8));
    }

    static Map<String, @Nullable Object> object(byte[] json) {
        try {
            return Json.parseObject(json);
        } catch (IOException e) {
            throw new AssertionError(new String(json, UTF_8), e);
        }
    }

    static Map<String, @Nullable Object> field(Map<String, @Nullable Object> object, String name) {
        if (object.get(name) instanceof Map<?, ?> fields) {
            return Json.object(fields);
        }
        throw new AssertionError("no object " + name + " in " + object);
    }

    static List<Map<String, @Nullable Object>> list(Map<String, @Nullable Object> object, String name) {
        if (object.get(name) instanceof List<?> list) {
            return list.stream().map(entry -> Json.object((Map<?, ?>) entry)).toList();
        }
        throw new AssertionError("no array " + name + " in " + object);
    }
}
