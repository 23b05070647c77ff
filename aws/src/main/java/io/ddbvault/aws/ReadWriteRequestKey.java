package io.ddbvault.aws;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The key of what a request of the SDK's writes, in the form of {@link io.ddbvault.core.format.ReadKey#read}. */
final class ReadWriteRequestKey {
    private ReadWriteRequestKey() {}

    /** Empty if it is a request for something else, or without a whole key. */
    static Optional<Map<String, String>> read(WriteRequest request, WriteBatch.Operation operation, KeySchema schema) {
        return read(item(request, operation), schema);
    }

    /** Of an item or a key. */
    static Optional<Map<String, String>> read(Map<String, AttributeValue> item, KeySchema schema) {
        Map<String, String> key = new HashMap<>();
        for (KeyAttribute attribute : schema.attributes()) {
            AttributeValue value = item.get(attribute.name());
            String text = value == null ? null : text(attribute.type(), value);
            if (text == null) {
                return Optional.empty();
            }
            key.put(attribute.name(), text);
        }
        return Optional.of(key);
    }

    private static Map<String, AttributeValue> item(WriteRequest request, WriteBatch.Operation operation) {
        return switch (operation) {
            case PUT ->
                request.putRequest() == null ? Map.of() : request.putRequest().item();
            case DELETE ->
                request.deleteRequest() == null
                        ? Map.of()
                        : request.deleteRequest().key();
        };
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
}
