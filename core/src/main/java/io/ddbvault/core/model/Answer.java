package io.ddbvault.core.model;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gets back: the same from the functions and, with {@code --json}, from the command line.
 *
 * @param statusCode 200 all done, 207 partly, 500 nothing
 * @param body the contract's fields, ready for JSON
 */
public record Answer(int statusCode, Map<String, @Nullable Object> body) {
    public static final int OK = 200;
    public static final int PARTLY = 207;
    public static final int NOTHING = 500;

    /** The answer to a request that failed as a whole. */
    public static Answer to(DdbvaultException failure) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("error", failure.text());
        body.put("error_code", failure.code().name());
        return new Answer(NOTHING, body);
    }

    /** What a process that ends with this answer exits with. */
    public int exitCode() {
        return switch (statusCode) {
            case OK -> 0;
            case PARTLY -> 2;
            default -> 1;
        };
    }

    /** One line of JSON: {@code {"statusCode":…,"body":{…}}}. */
    public String toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("statusCode", statusCode);
        fields.put("body", body);
        return Json.compact(fields);
    }
}
