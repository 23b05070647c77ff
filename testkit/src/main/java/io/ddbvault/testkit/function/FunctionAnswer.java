package io.ddbvault.testkit.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A function's answer, in the contract's shape or not at all. */
public record FunctionAnswer(int statusCode, Map<String, Object> body) {
    public static FunctionAnswer of(byte[] json) {
        Map<String, Object> fields = ParsedJson.object(json);
        if (fields.keySet().equals(Set.of("statusCode", "body"))
                && fields.get("statusCode") instanceof Integer statusCode) {
            return new FunctionAnswer(statusCode, ParsedJson.field(fields, "body"));
        }
        throw new AssertionError(new String(json, UTF_8));
    }

    public String text(String field) {
        return String.valueOf(body.get(field));
    }

    public String error() {
        return text("error");
    }

    /** @param name {@code exports} or {@code restore_results} */
    public List<Map<String, Object>> list(String name) {
        return ParsedJson.list(body, name);
    }

    /** The only entry of a list. */
    public Map<String, Object> only(String name) {
        List<Map<String, Object>> list = list(name);
        if (list.size() != 1) {
            throw new AssertionError(list.toString());
        }
        return list.get(0);
    }
}
