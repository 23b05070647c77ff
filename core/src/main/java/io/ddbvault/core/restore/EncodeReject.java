package io.ddbvault.core.restore;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Place;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a rejects object: the item as it was, as in an export, and beside it the table, the place and the reason;
 * <code>{"Item":{…},"table":"…","file":"…","line":7,"reason":"…"}</code>. A line that is no item stands there in base64, as
 * {@code "line_base64"} in place of {@code "Item"}. Pure.
 */
final class EncodeReject {
    private EncodeReject() {}

    /** @param bytes what {@code [from, to)} is the item of */
    static byte[] item(String table, Place place, String reason, byte[] bytes, int from, int to) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(to - from + 256);
        line.writeBytes("{\"Item\":".getBytes(StandardCharsets.US_ASCII));
        line.write(bytes, from, to - from);
        String rest = Json.compact(fields(table, place, reason));
        line.write(',');
        line.writeBytes(rest.substring(1).getBytes(StandardCharsets.UTF_8));
        line.write('\n');
        return line.toByteArray();
    }

    static byte[] unreadable(String table, Portion.UnreadableLine line) {
        if (line.rejectedBefore()) {
            byte[] asItWas = Arrays.copyOf(line.bytes(), line.bytes().length + 1);
            asItWas[line.bytes().length] = '\n';
            return asItWas;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("line_base64", Base64.getEncoder().encodeToString(line.bytes()));
        fields.putAll(fields(table, line.place(), line.reason()));
        return (Json.compact(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> fields(String table, Place place, String reason) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", table);
        fields.put("file", place.source());
        fields.put("line", place.line());
        fields.put("reason", reason);
        return fields;
    }
}
