package io.ddbvault.core.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Says whether a line is an item in DynamoDB JSON, by Jackson's reader and the JDK's decoders of UTF-8 and base64. It
 * shares nothing with {@link ItemLine}, and so is its judge.
 */
final class JudgeLine {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int DEEPEST = 64;

    private JudgeLine() {}

    static boolean isItem(byte[] line) {
        try {
            CharBuffer unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            // Not from the characters: there Jackson takes U+0239 for a hex digit, by its low byte.
            try (JsonParser json = FACTORY.createParser(line)) {
                return json.nextToken() == JsonToken.START_OBJECT
                        && "Item".equals(json.nextFieldName())
                        && json.nextToken() == JsonToken.START_OBJECT
                        && attributes(json, 1)
                        && json.nextToken() == JsonToken.END_OBJECT
                        && json.nextToken() == null;
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean attributes(JsonParser json, int depth) throws IOException {
        boolean good = depth <= DEEPEST;
        while (good && json.nextToken() == JsonToken.FIELD_NAME) {
            good = isWellFormed(json.currentName()) && json.nextToken() == JsonToken.START_OBJECT && value(json, depth);
        }
        return good && json.currentToken() == JsonToken.END_OBJECT;
    }

    private static boolean value(JsonParser json, int depth) throws IOException {
        String type = Objects.requireNonNullElse(json.nextFieldName(), "");
        JsonToken token = json.nextToken();
        boolean good = switch (type) {
            case "S", "N", "B" -> scalar(type, json);
            case "BOOL" -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            case "NULL" -> token == JsonToken.VALUE_TRUE;
            case "SS", "NS", "BS" -> set(type.substring(0, 1), json);
            case "L" -> list(json, depth + 1);
            case "M" -> token == JsonToken.START_OBJECT && attributes(json, depth + 1);
            default -> false;
        };
        return good && json.nextToken() == JsonToken.END_OBJECT;
    }

    private static boolean list(JsonParser json, int depth) throws IOException {
        boolean good = depth <= DEEPEST && json.currentToken() == JsonToken.START_ARRAY;
        while (good && json.nextToken() == JsonToken.START_OBJECT) {
            good = value(json, depth);
        }
        return good && json.currentToken() == JsonToken.END_ARRAY;
    }

    private static boolean set(String type, JsonParser json) throws IOException {
        boolean good = json.currentToken() == JsonToken.START_ARRAY;
        int size = 0;
        while (good && json.nextToken() == JsonToken.VALUE_STRING) {
            good = scalar(type, json);
            size++;
        }
        return good && size > 0 && json.currentToken() == JsonToken.END_ARRAY;
    }

    private static boolean scalar(String type, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            return false;
        }
        String text = json.getText();
        return switch (type) {
            case "N" -> NUMBER.matcher(text).matches();
            case "B" -> isBase64(text);
            default -> isWellFormed(text);
        };
    }

    /** No half of a surrogate pair: such a text cannot be written in UTF-8. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isBase64(String text) {
        try {
            byte[] unused = Base64.getDecoder().decode(text);
            return text.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
