package io.ddbvault.testkit.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** JSON as tests look at it: what cannot be read fails the test. */
// On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
@SuppressWarnings("NullAway")
public final class ParsedJson {
    private ParsedJson() {}

    public static Map<String, Object> object(String json) {
        return object(json.getBytes(UTF_8));
    }

    public static Map<String, Object> object(byte[] json) {
        try {
            return Json.parseObject(json);
        } catch (IOException e) {
            throw new AssertionError(new String(json, UTF_8), e);
        }
    }

    public static Map<String, Object> field(Map<String, Object> object, String name) {
        if (object.get(name) instanceof Map<?, ?> fields) {
            return Json.object(fields);
        }
        throw new AssertionError("no object " + name + " in " + object);
    }

    public static List<Map<String, Object>> list(Map<String, Object> object, String name) {
        if (object.get(name) instanceof List<?> list) {
            return list.stream().map(entry -> Json.object((Map<?, ?>) entry)).toList();
        }
        throw new AssertionError("no array " + name + " in " + object);
    }
}
