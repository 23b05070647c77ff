package io.ddbvault.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A primary key as DynamoDB JSON. */
final class KeyJson {
    private static final JsonFactory JSON = new JsonFactory();

    private KeyJson() {}

    /** @param names the key's attributes, in the order to write them */
    static byte[] write(Map<String, AttributeValue> item, List<String> names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (String name : names) {
                AttributeValue value = item.get(name);
                if (value == null) {
                    throw new IllegalStateException("an item without its key attribute " + name);
                }
                json.writeObjectFieldStart(name);
                write(json, name, value);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, String name, AttributeValue value) throws IOException {
        switch (value.type()) {
            case S -> json.writeStringField("S", value.s());
            case N -> json.writeStringField("N", value.n());
            case B -> {
                json.writeFieldName("B");
                json.writeBinary(value.b().asByteArrayUnsafe());
            }
            default ->
                throw new IllegalStateException("a key attribute cannot have type " + value.type() + ": " + name);
        }
    }
}
