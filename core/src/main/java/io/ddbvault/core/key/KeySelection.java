package io.ddbvault.core.key;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The items that a user asked for by their keys: each key that was named once, fitting the table's key, with all of its
 * types. Keys are the same whose values are: numbers by value, binaries by their bytes. Immutable, so thread-safe.
 */
public final class KeySelection {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
    /** Section "Data types" of the DynamoDB developer's guide. */
    private static final int MOST_DIGITS = 38;

    private final KeySchema schema;
    private final KeySchema partition;
    private final List<RequestedKey> keys = new ArrayList<>();
    private final Map<KeyFingerprint, Integer> items = new HashMap<>();
    private final Map<KeyFingerprint, Integer> partitions = new HashMap<>();

    private KeySelection(KeySchema schema) {
        this.schema = schema;
        this.partition = new KeySchema(schema.attributes().subList(0, 1));
    }

    /**
     * @param keys one and more
     * @param table for messages
     * @throws DdbvaultException {@code INVALID_REQUEST} naming the first that does not fit, without its values
     */
    public static KeySelection of(List<RequestedKey> keys, KeySchema schema, String table) {
        KeySelection selection = new KeySelection(schema);
        for (RequestedKey key : keys) {
            try {
                selection.add(key);
            } catch (IllegalArgumentException e) {
                throw new DdbvaultException(
                        ErrorCode.INVALID_REQUEST,
                        "%s %s; the key of %s is %s. Nothing was touched."
                                .formatted(key.origin(), e.getMessage(), table, schema));
            }
        }
        return selection;
    }

    private void add(RequestedKey key) {
        Map<String, RequestedKey.Value> typed = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (KeyAttribute attribute : schema.attributes()) {
            RequestedKey.Value value = key.values().get(attribute.name());
            if (value != null) {
                typed.put(attribute.name(), typed(attribute, value));
                values.put(attribute.name(), value.text());
            }
        }
        key.values().keySet().stream()
                .filter(name -> !typed.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "names %s, which is no key attribute".formatted(DecodeKey.shown(name)));
                });
        String first = schema.attributes().get(0).name();
        if (!typed.containsKey(first)) {
            throw new IllegalArgumentException("lacks the partition key %s".formatted(first));
        }
        boolean whole = typed.size() == schema.attributes().size();
        KeyFingerprint fingerprint = KeyFingerprint.of(values, whole ? schema : partition);
        // Named twice, it is found once.
        if ((whole ? items : partitions).putIfAbsent(fingerprint, keys.size()) == null) {
            keys.add(new RequestedKey(key.origin(), typed));
        }
    }

    private static RequestedKey.Value typed(KeyAttribute attribute, RequestedKey.Value value) {
        String type = value.type() == null ? attribute.type() : value.type();
        if (!type.equals(attribute.type())) {
            throw new IllegalArgumentException("gives %s the type %s".formatted(attribute.name(), type));
        }
        String problem = switch (type) {
            case "N" -> isNumber(value.text()) ? null : "which is no number of at most 38 digits";
            case "B" -> isBase64(value.text()) ? null : "which is not base64";
            default -> null;
        };
        if (value.text().isEmpty()) {
            problem = "which is empty";
        }
        if (problem != null) {
            throw new IllegalArgumentException("gives a value for %s %s".formatted(attribute.name(), problem));
        }
        return new RequestedKey.Value(type, value.text());
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches()
                && new BigDecimal(text).stripTrailingZeros().precision() <= MOST_DIGITS;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Each once, in the order in which they were named, in full. */
    public List<RequestedKey> keys() {
        return Collections.unmodifiableList(keys);
    }

    public int size() {
        return keys.size();
    }

    /** Whether each key means one item at the most. */
    public boolean isOfSingleItems() {
        return partitions.isEmpty();
    }

    public KeySchema schema() {
        return schema;
    }

    /**
     * Which of the keys select this item, by their positions from 0: none, one, or both its own key and that of its
     * partition.
     *
     * @param item what {@code [from, to)} is an item of, in DynamoDB JSON
     * @return null if the item has not the table's key
     */
    public @Nullable List<Integer> matches(byte[] item, int from, int to) {
        Map<String, String> key = ReadKey.read(item, from, to, schema).orElse(null);
        if (key == null) {
            return null;
        }
        Integer own = items.isEmpty() ? null : items.get(KeyFingerprint.of(key, schema));
        Integer ofPartition = partitions.isEmpty() ? null : partitions.get(KeyFingerprint.of(key, partition));
        if (own == null) {
            return ofPartition == null ? List.of() : List.of(ofPartition);
        }
        return ofPartition == null ? List.of(own) : List.of(own, ofPartition);
    }
}
