package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A function's answer, in the contract's shape or not at all. */
record FunctionAnswer(int statusCode, Map<String, @Nullable Object> body) {
    static FunctionAnswer of(byte[] json) {
        Map<String, @Nullable Object> fields = ParsedJson.object(json);
        if (fields.keySet().equals(Set.of("statusCode", "body"))
                && fields.get("statusCode") instanceof Integer statusCode) {
            return new FunctionAnswer(statusCode, ParsedJson.field(fields, "body"));
        }
        throw new AssertionError(new String(json, UTF_8));
    }

    String text(String field) {
        return String.valueOf(body.get(field));
    }

    String error() {
        return text("error");
    }

    /** @param name {@code exports} or {@code restore_results} */
    List<Map<String, @Nullable Object>> list(String name) {
        return ParsedJson.list(body, name);
    }

    /** The only entry of a list. */
    Map<String, @Nullable Object> only(String name) {
        List<Map<String, @Nullable Object>> list = list(name);
        if (list.size() != 1) {
            throw new AssertionError(list.toString());
        }
        return list.get(0);
    }
}
