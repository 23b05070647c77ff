package io.ddbvault.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to maps, lists, strings, numbers and booleans, and back. What is nested too deep, has too many values or the
 * same name twice in one object is refused like what is no JSON. Thread-safe.
 */
public final class Json {
    /**
     * A parsed text takes some 60 bytes of memory for each of its tokens, whatever its own length. No item has more: each
     * value costs DynamoDB two bytes of its 400 KB, and is four or five tokens.
     */
    private static final int MAX_TOKENS = 1_200_000;
    /** Items nest 32 levels deep, and each is two levels of JSON. Nothing shall exhaust the stack. */
    private static final int MAX_DEPTH = 200;
    /** DynamoDB's attribute names have up to 64 KB, and each byte may be escaped. */
    private static final int MAX_NAME_CHARS = 400_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_CHARS)
                    .build())
            .build();
    private static final JSON COMPACT =
            JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).with(JSON.Feature.WRITE_NULL_PROPERTIES);
    private static final JSON PRETTY = COMPACT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** @throws IOException if this is no JSON in UTF-8; the message says where */
    public static @Nullable Object parse(byte[] json) throws IOException {
        requireUtf8(json);
        try (JsonParser parser = FACTORY.createParser(json)) {
            return parse(parser);
        }
    }

    /** @throws IOException if this is no JSON; the message says where */
    public static @Nullable Object parse(String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return parse(parser);
        }
    }

    /** Jackson makes characters of what is none, and they would be others when written again. */
    private static void requireUtf8(byte[] json) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(json);
        CharBuffer unused = CharBuffer.allocate(Math.min(json.length + 1, 8192));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            unused.clear();
            result = decoder.decode(in, unused, true);
        }
        if (result.isError()) {
            throw new IOException("byte %d is not UTF-8".formatted(in.position() + 1));
        }
    }

    /** The whole text, not just its beginning: {@code ["orders"],["users"]} must not pass for one table. */
    private static @Nullable Object parse(JsonParser parser) throws IOException {
        parser.nextToken();
        Object value = COMPACT.anyFrom(parser);
        if (parser.nextToken() != null) {
            throw new IOException(
                    "something follows the JSON at " + parser.currentLocation().offsetDescription());
        }
        return value;
    }

    /** @throws IOException if this is no JSON object; the message says why */
    public static Map<String, @Nullable Object> parseObject(byte[] json) throws IOException {
        if (parse(json) instanceof Map<?, ?> map) {
            return object(map);
        }
        throw new IOException("it is no JSON object");
    }

    /** A parsed object's fields; JSON names are strings. */
    public static Map<String, @Nullable Object> object(Map<?, ?> map) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    /** One line, no spaces. */
    public static String compact(@Nullable Object value) {
        try {
            return COMPACT.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Indented, for objects that people open too. */
    public static byte[] pretty(Object value) {
        try {
            return (PRETTY.asString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
