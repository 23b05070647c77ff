package io.ddbvault.lambda;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event's bytes into its fields, whatever the bytes are. */
final class ReadEvent {
    /** As large as Lambda lets an event be. */
    static final int MAX_BYTES = 6 * 1024 * 1024;

    private ReadEvent() {}

    /** @throws DdbvaultException {@code INVALID_REQUEST} saying what the event is instead of a JSON object */
    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    static Map<String, @Nullable Object> read(InputStream event) throws IOException {
        byte[] bytes = event.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw refuse("longer than %d bytes".formatted(MAX_BYTES));
        }
        if (bytes.length == 0) {
            throw refuse("empty");
        }
        Object parsed;
        try {
            parsed = Json.parse(bytes);
        } catch (IOException e) {
            // The parser's first line; the others tell of the parser.
            throw refuse("not JSON (%s)"
                    .formatted(
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
        if (parsed instanceof Map<?, ?> fields) {
            return Json.object(fields);
        }
        throw refuse(
                parsed == null ? "null" : parsed instanceof List ? "a JSON array" : "a JSON value of another kind");
    }

    private static DdbvaultException refuse(String what) {
        return new DdbvaultException(
                ErrorCode.INVALID_REQUEST,
                "The event is %s; it must be a JSON object, such as {}. Nothing was read or written.".formatted(what));
    }
}
