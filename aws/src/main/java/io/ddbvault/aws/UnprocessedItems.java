package io.ddbvault.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Finds in a batch what DynamoDB gave back as unprocessed. It gives back items, in no order and not byte for byte, so
 * they are told apart by their keys; numbers by value, as {@code 1.0} comes back as {@code 1}.
 */
final class UnprocessedItems {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            // Items may have any number of attribute names, each up to 64 KB: none is worth keeping.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(1 << 17)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private UnprocessedItems() {}

    /**
     * The indexes of the returned requests in the batch, ascending.
     *
     * @return empty if they cannot be told one to one
     */
    static Optional<List<Integer>> find(WriteBatch batch, List<WriteRequest> returned, KeySchema schema) {
        try {
            Map<List<String>, Integer> indexes = indexes(batch, schema);
            TreeSet<Integer> found = new TreeSet<>();
            for (WriteRequest request : returned) {
                Integer index = indexes.get(key(item(request, batch.operation()), schema));
                if (index == null || !found.add(index)) {
                    return Optional.empty();
                }
            }
            return Optional.of(List.copyOf(found));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<List<String>, Integer> indexes(WriteBatch batch, KeySchema schema) throws IOException {
        Map<List<String>, Integer> indexes = new HashMap<>();
        for (int index = 0; index < batch.size(); index++) {
            if (indexes.put(key(batch, index, schema), index) != null) {
                throw new IOException("a key twice");
            }
        }
        return indexes;
    }

    private static Map<String, AttributeValue> item(WriteRequest request, WriteBatch.Operation operation)
            throws IOException {
        if (operation == WriteBatch.Operation.PUT && request.putRequest() != null) {
            return request.putRequest().item();
        }
        if (operation == WriteBatch.Operation.DELETE && request.deleteRequest() != null) {
            return request.deleteRequest().key();
        }
        throw new IOException("another operation");
    }

    private static List<String> key(Map<String, AttributeValue> item, KeySchema schema) throws IOException {
        List<String> key = new ArrayList<>(2);
        for (KeyAttribute attribute : schema.attributes()) {
            AttributeValue value = item.get(attribute.name());
            key.add(value == null ? missing() : comparable(attribute.type(), text(attribute.type(), value)));
        }
        return key;
    }

    private static @Nullable String text(String type, AttributeValue value) {
        return switch (type) {
            case "S" -> value.s();
            case "N" -> value.n();
            default ->
                value.b() == null
                        ? null
                        : Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe());
        };
    }

    private static List<String> key(WriteBatch batch, int index, KeySchema schema) throws IOException {
        Map<String, String> types = new HashMap<>();
        schema.attributes().forEach(attribute -> types.put(attribute.name(), attribute.type()));
        Map<String, String> values = new HashMap<>();
        int start = batch.start(index);
        try (JsonParser json = JSON.createParser(batch.bytes(), start, batch.end(index) - start)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                String type = types.get(name);
                json.nextToken();
                if (type == null) {
                    json.skipChildren();
                } else {
                    values.put(name, typed(json, type));
                }
            }
        }
        List<String> key = new ArrayList<>(2);
        for (KeyAttribute attribute : schema.attributes()) {
            String value = values.get(attribute.name());
            key.add(value == null ? missing() : value);
        }
        return key;
    }

    /** {@code {"S":"a"}}: the value of that one field. */
    private static String typed(JsonParser json, String type) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        expect(json.nextToken(), JsonToken.FIELD_NAME);
        if (!type.equals(json.currentName())) {
            throw new IOException("another type");
        }
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        String value = comparable(type, json.getText());
        expect(json.nextToken(), JsonToken.END_OBJECT);
        return value;
    }

    private static String comparable(String type, @Nullable String text) throws IOException {
        if (text == null) {
            return missing();
        }
        return switch (type) {
            case "N" -> new BigDecimal(text).stripTrailingZeros().toString();
            case "B" -> Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
            default -> text;
        };
    }

    private static String missing() throws IOException {
        throw new IOException("no key");
    }

    private static void expect(@Nullable JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new IOException("no item");
        }
    }
}
