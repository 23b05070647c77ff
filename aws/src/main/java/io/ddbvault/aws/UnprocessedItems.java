package io.ddbvault.aws;

import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
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
    private UnprocessedItems() {}

    /**
     * The indexes of the returned requests in the batch, ascending.
     *
     * @return empty if they cannot be told one to one
     */
    static Optional<List<Integer>> find(WriteBatch batch, List<WriteRequest> returned, KeySchema schema) {
        Map<KeyFingerprint, Integer> indexes = new HashMap<>();
        for (int index = 0; index < batch.size(); index++) {
            Optional<Map<String, String>> key =
                    ReadKey.read(batch.body(), batch.start(index), batch.end(index), schema);
            if (key.isEmpty() || indexes.put(KeyFingerprint.of(key.get(), schema), index) != null) {
                return Optional.empty();
            }
        }
        TreeSet<Integer> found = new TreeSet<>();
        for (WriteRequest request : returned) {
            Optional<Map<String, String>> key = key(item(request, batch.operation()), schema);
            Integer index = key.isEmpty() ? null : indexes.get(KeyFingerprint.of(key.get(), schema));
            if (index == null || !found.add(index)) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(found));
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

    /** As {@link ReadKey#read} gives it. */
    private static Optional<Map<String, String>> key(Map<String, AttributeValue> item, KeySchema schema) {
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
