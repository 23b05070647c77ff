package io.ddbvault.testkit;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Primary keys of items in DynamoDB JSON. */
final class ItemKey {
    private ItemKey() {}

    /** The key alone, as DynamoDB JSON; null if the item's key does not fit the schema. */
    static @Nullable Map<String, @Nullable Object> of(Map<String, @Nullable Object> item, KeySchema schema) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        for (KeyAttribute attribute : schema.attributes()) {
            if (!(item.get(attribute.name()) instanceof Map<?, ?> value)
                    || value.size() != 1
                    || !(value.get(attribute.type()) instanceof String text)
                    || text.isEmpty()) {
                return null;
            }
            key.put(attribute.name(), value);
        }
        return key;
    }

    /** Equal for keys that DynamoDB takes for the same: 1 and 1.0, and binary by its bytes. */
    static String identity(Map<String, @Nullable Object> key, KeySchema schema) {
        StringBuilder identity = new StringBuilder();
        for (KeyAttribute attribute : schema.attributes()) {
            Object value = key.get(attribute.name());
            String text = value instanceof Map<?, ?> typed ? String.valueOf(typed.get(attribute.type())) : "";
            String canonical = switch (attribute.type()) {
                case "N" -> new BigDecimal(text).stripTrailingZeros().toPlainString();
                case "B" -> Arrays.toString(Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)));
                default -> text;
            };
            identity.append(canonical.length()).append(':').append(canonical);
        }
        return identity.toString();
    }
}
