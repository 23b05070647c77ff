package io.ddbvault.cli.demo;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whether two attribute values are one value to DynamoDB: numbers by value, however they are spelled; sets without an
 * order; lists with one.
 */
final class SameItem {
    private SameItem() {}

    /** The names of the attributes that one has and the other lacks, or that differ, sorted; empty for equal items. */
    static List<String> differences(Map<String, AttributeValue> one, Map<String, AttributeValue> other) {
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        return names.stream().filter(name -> !sameIn(one, other, name)).toList();
    }

    private static boolean sameIn(Map<String, AttributeValue> one, Map<String, AttributeValue> other, String name) {
        AttributeValue mine = one.get(name);
        AttributeValue theirs = other.get(name);
        return mine != null && theirs != null && same(mine, theirs);
    }

    static boolean same(AttributeValue one, AttributeValue other) {
        if (one.type() != other.type()) {
            return false;
        }
        return switch (one.type()) {
            case S -> one.s().equals(other.s());
            case N -> number(one.n()).compareTo(number(other.n())) == 0;
            case B -> one.b().equals(other.b());
            case BOOL -> one.bool().equals(other.bool());
            case NUL -> one.nul().equals(other.nul());
            case SS ->
                one.ss().size() == other.ss().size() && Set.copyOf(one.ss()).equals(Set.copyOf(other.ss()));
            case NS -> one.ns().size() == other.ns().size() && numbers(one.ns()).equals(numbers(other.ns()));
            case BS -> one.bs().size() == other.bs().size() && bytes(one.bs()).equals(bytes(other.bs()));
            case L -> sameLists(one.l(), other.l());
            case M -> differences(one.m(), other.m()).isEmpty();
            case UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    private static boolean sameLists(List<AttributeValue> one, List<AttributeValue> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Without trailing zeros two numbers of one value are equal, and hash alike. */
    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static Set<BigDecimal> numbers(List<String> texts) {
        return texts.stream().map(SameItem::number).collect(Collectors.toSet());
    }

    private static Set<SdkBytes> bytes(List<SdkBytes> values) {
        return Set.copyOf(values);
    }

    /** A primary key's value as text: the same for one value, however it is spelled; and fit for people to read. */
    static String keyText(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> number(value.n()).toPlainString();
            case B -> HexFormat.of().formatHex(value.b().asByteArray());
            default -> throw new IllegalArgumentException("no type of a key: " + value.type());
        };
    }
}
