package io.ddbvault.core.item;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An item's tree as Java values that are equal when DynamoDB holds the items for equal: a second opinion. */
final class ComparableTree {
    private ComparableTree() {}

    static Object of(Map<?, ?> attributes) {
        Map<Object, Object> comparable = new LinkedHashMap<>();
        attributes.forEach((name, value) -> comparable.put(name, typed((Map<?, ?>) value)));
        return comparable;
    }

    private static Object typed(Map<?, ?> value) {
        Map.Entry<?, ?> typed = value.entrySet().iterator().next();
        String type = String.valueOf(typed.getKey());
        Object content = typed.getValue();
        return List.of(
                type,
                switch (type) {
                    case "N" -> number(content);
                    case "B" -> binary(content);
                    case "SS" -> new HashSet<>((List<?>) content);
                    case "NS" ->
                        new HashSet<>(((List<?>) content)
                                .stream().map(ComparableTree::number).toList());
                    case "BS" ->
                        new HashSet<>(((List<?>) content)
                                .stream().map(ComparableTree::binary).toList());
                    case "L" ->
                        ((List<?>) content)
                                .stream()
                                        .map(member -> typed((Map<?, ?>) member))
                                        .toList();
                    case "M" -> of((Map<?, ?>) content);
                    default -> content;
                });
    }

    private static BigDecimal number(Object text) {
        return new BigDecimal(String.valueOf(text)).stripTrailingZeros();
    }

    private static ByteBuffer binary(Object base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(String.valueOf(base64)));
    }
}
