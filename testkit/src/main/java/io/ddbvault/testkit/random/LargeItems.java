package io.ddbvault.testkit.random;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes items that DynamoDB counts with just below 400 KB and that are several times as long in JSON. The trees are as
 * {@link GenerateItems} makes them. Not thread-safe.
 */
public final class LargeItems {
    /** DynamoDB's limit is 409,600 bytes, names included. */
    private static final int STORED_BYTES = 400_000;

    private final SplittableRandom random;

    public LargeItems(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** What an item is full of; in brackets how many times as long its JSON is at the least. */
    public enum Kind {
        /** One text of characters that JSON escapes (6). */
        CONTROL_CHARACTERS,
        /** One binary, in base64 (1.3). */
        BINARY,
        /** A list of nulls (6). */
        NULLS,
        /** A list of numbers of one digit (3). */
        NUMBERS,
        /** Attributes with short names and no more than a truth value (3). */
        ATTRIBUTES
    }

    /** An item with the key {@code id}. */
    public Map<String, Object> item(Kind kind, String id) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", Map.of("S", id));
        switch (kind) {
            case CONTROL_CHARACTERS -> item.put("v", Map.of("S", controlCharacters()));
            case BINARY -> item.put("v", Map.of("B", binary()));
            case NULLS -> item.put("v", Map.of("L", nulls()));
            case NUMBERS -> item.put("v", Map.of("L", numbers()));
            case ATTRIBUTES -> {
                for (int i = 0; i < STORED_BYTES / 6; i++) {
                    item.put("%05x".formatted(i), Map.of("BOOL", random.nextBoolean()));
                }
            }
        }
        return item;
    }

    private String controlCharacters() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < STORED_BYTES; i++) {
            text.append((char) random.nextInt(1, 8));
        }
        return text.toString();
    }

    private String binary() {
        byte[] bytes = new byte[STORED_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Each element costs a byte beside its value's one. */
    private static List<Object> nulls() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < STORED_BYTES / 2; i++) {
            list.add(Map.of("NULL", true));
        }
        return list;
    }

    private List<Object> numbers() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < STORED_BYTES / 3; i++) {
            list.add(Map.of("N", Integer.toString(random.nextInt(1, 10))));
        }
        return list;
    }
}
