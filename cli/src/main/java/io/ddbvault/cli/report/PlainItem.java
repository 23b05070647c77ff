package io.ddbvault.cli.report;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item as ordinary JSON: numbers are numbers, to the digit; sets are arrays, and binaries base64 texts. What is no
 * item in DynamoDB JSON stays as it is. Pure.
 */
public final class PlainItem {
    private PlainItem() {}

    /** @param item in DynamoDB JSON */
    public static String of(byte[] item) {
        try {
            return Json.compact(attributes(Json.parseObject(item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, @Nullable Object> attributes(Map<?, ?> typed) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        typed.forEach((name, value) -> plain.put(String.valueOf(name), value(value)));
        return plain;
    }

    private static @Nullable Object value(@Nullable Object typed) {
        if (!(typed instanceof Map<?, ?> map) || map.size() != 1) {
            return typed;
        }
        Map.Entry<?, ?> entry = map.entrySet().iterator().next();
        Object value = entry.getValue();
        return switch (String.valueOf(entry.getKey())) {
            case "N" -> new BigDecimal(String.valueOf(value));
            case "NULL" -> null;
            case "M" -> value instanceof Map<?, ?> fields ? attributes(fields) : value;
            case "L" -> each(value, PlainItem::value);
            case "NS" -> each(value, number -> new BigDecimal(String.valueOf(number)));
            default -> value;
        };
    }

    private interface Convert {
        @Nullable
        Object convert(@Nullable Object element);
    }

    private static @Nullable Object each(@Nullable Object value, Convert convert) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        List<@Nullable Object> converted = new ArrayList<>();
        list.forEach(element -> converted.add(convert.convert(element)));
        return converted;
    }
}
