package io.ddbvault.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ddbvault.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The SDK's attribute values as DynamoDB JSON, and keys back from it. */
final class ItemJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ItemJson() {}

    /** The whole item. */
    static byte[] write(Map<String, AttributeValue> item) {
        return written(512, json -> attributes(json, item));
    }

    /** @param names the attributes to write, in this order; the item has each of them */
    static byte[] write(Map<String, AttributeValue> item, List<String> names) {
        Map<String, AttributeValue> some = new LinkedHashMap<>();
        for (String name : names) {
            AttributeValue value = item.get(name);
            if (value == null) {
                throw new IllegalStateException("an item without its key attribute " + name);
            }
            some.put(name, value);
        }
        return written(64, json -> attributes(json, some));
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] written(int bytes, Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void attributes(JsonGenerator json, Map<String, AttributeValue> attributes) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            json.writeFieldName(attribute.getKey());
            value(json, attribute.getValue());
        }
        json.writeEndObject();
    }

    /** Items nest 32 levels deep at the most. */
    private static void value(JsonGenerator json, AttributeValue value) throws IOException {
        json.writeStartObject();
        switch (value.type()) {
            case S -> json.writeStringField("S", value.s());
            case N -> json.writeStringField("N", value.n());
            case B -> {
                json.writeFieldName("B");
                json.writeBinary(value.b().asByteArrayUnsafe());
            }
            case BOOL -> json.writeBooleanField("BOOL", value.bool());
            case NUL -> json.writeBooleanField("NULL", true);
            case SS -> texts(json, "SS", value.ss());
            case NS -> texts(json, "NS", value.ns());
            case BS -> {
                json.writeArrayFieldStart("BS");
                for (SdkBytes bytes : value.bs()) {
                    json.writeBinary(bytes.asByteArrayUnsafe());
                }
                json.writeEndArray();
            }
            case L -> {
                json.writeArrayFieldStart("L");
                for (AttributeValue member : value.l()) {
                    value(json, member);
                }
                json.writeEndArray();
            }
            case M -> {
                json.writeFieldName("M");
                attributes(json, value.m());
            }
            case UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException("an attribute of a type that this version does not know");
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String type, List<String> texts) throws IOException {
        json.writeArrayFieldStart(type);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** A key, whose values are of the types S, N and B. */
    static Map<String, AttributeValue> readKey(byte[] key) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        try {
            Json.parseObject(key).forEach((name, value) -> values.put(name, keyValue(value)));
        } catch (IOException e) {
            throw new IllegalArgumentException("no key in DynamoDB JSON", e);
        }
        return values;
    }

    private static AttributeValue keyValue(Object value) {
        if (value instanceof Map<?, ?> typed && typed.size() == 1) {
            Map.Entry<?, ?> only = typed.entrySet().iterator().next();
            String text = String.valueOf(only.getValue());
            switch (String.valueOf(only.getKey())) {
                case "S" -> {
                    return AttributeValue.fromS(text);
                }
                case "N" -> {
                    return AttributeValue.fromN(text);
                }
                case "B" -> {
                    return AttributeValue.fromB(
                            SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text)));
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("no key in DynamoDB JSON");
    }
}
