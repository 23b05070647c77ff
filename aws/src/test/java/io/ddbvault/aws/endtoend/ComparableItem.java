package io.ddbvault.aws.endtoend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items as values that are equal when DynamoDB holds them for equal: numbers by value, sets without order. */
final class ComparableItem {
    private ComparableItem() {}

    static Object of(Map<String, AttributeValue> item) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        item.forEach((name, value) -> attributes.put(name, of(value)));
        return attributes;
    }

    private static Object of(AttributeValue value) {
        Object content = switch (value.type()) {
            case S -> value.s();
            case N -> number(value.n());
            case B -> value.b();
            case BOOL -> value.bool();
            case NUL -> "null";
            case SS -> new HashSet<>(value.ss());
            case NS ->
                new HashSet<>(value.ns().stream().map(ComparableItem::number).toList());
            case BS -> new HashSet<>(value.bs());
            case L -> value.l().stream().map(ComparableItem::of).toList();
            case M -> of(value.m());
            case UNKNOWN_TO_SDK_VERSION -> throw new AssertionError("an unknown type");
        };
        List<Object> typed = new ArrayList<>();
        typed.add(value.type());
        typed.add(content);
        return typed;
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }
}
