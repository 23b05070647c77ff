package io.ddbvault.core.item;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes of an item's tree another: the same item in another order and with other numerals, or one that may differ. */
final class VaryItem {
    private final Random random;

    VaryItem(long seed) {
        this.random = new Random(seed);
    }

    Map<String, Object> sameItem(Map<?, ?> attributes) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(attributes.entrySet());
        Collections.shuffle(entries, random);
        Map<String, Object> same = new LinkedHashMap<>();
        entries.forEach(entry -> same.put(String.valueOf(entry.getKey()), sameValue((Map<?, ?>) entry.getValue())));
        return same;
    }

    private Map<String, Object> sameValue(Map<?, ?> value) {
        Map.Entry<?, ?> typed = value.entrySet().iterator().next();
        String type = String.valueOf(typed.getKey());
        Object content = typed.getValue();
        return Map.of(
                type,
                switch (type) {
                    case "N" -> numeral(content);
                    case "NS" ->
                        shuffled(((List<?>) content).stream().map(this::numeral).toList());
                    case "SS", "BS" -> shuffled((List<?>) content);
                    case "L" ->
                        ((List<?>) content)
                                .stream()
                                        .map(member -> sameValue((Map<?, ?>) member))
                                        .toList();
                    case "M" -> sameItem((Map<?, ?>) content);
                    default -> content;
                });
    }

    private List<Object> shuffled(List<?> values) {
        List<Object> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private String numeral(Object text) {
        BigDecimal number = new BigDecimal(String.valueOf(text));
        return switch (random.nextInt(5)) {
            case 0 -> number.toPlainString();
            case 1 -> number.stripTrailingZeros().toString().replace("E", "e");
            case 2 -> number.setScale(number.scale() + random.nextInt(10)).toEngineeringString();
            case 3 -> (number.signum() < 0 ? "" : "+") + number;
            default -> number.unscaledValue() + "E" + -number.scale();
        };
    }

    /** One value somewhere in the item is replaced, by a near one; in rare cases that is the same again. */
    Map<String, Object> oneValueChanged(Map<?, ?> attributes) {
        Map<String, Object> changed = new LinkedHashMap<>();
        int chosen = random.nextInt(attributes.size());
        int i = 0;
        for (Map.Entry<?, ?> entry : attributes.entrySet()) {
            Map<?, ?> value = (Map<?, ?>) entry.getValue();
            changed.put(String.valueOf(entry.getKey()), i++ == chosen ? changedValue(value) : value);
        }
        return changed;
    }

    private Map<?, ?> changedValue(Map<?, ?> value) {
        Map.Entry<?, ?> typed = value.entrySet().iterator().next();
        String type = String.valueOf(typed.getKey());
        Object content = typed.getValue();
        return switch (type) {
            case "S" -> Map.of(random.nextBoolean() ? "S" : "N", Integer.toString(random.nextInt(3)));
            case "N" -> Map.of("N", nearNumber(content));
            case "B" -> Map.of("B", "AAAA" + content);
            case "BOOL" -> Map.of("BOOL", random.nextBoolean());
            case "L" -> Map.of("L", changedList((List<?>) content));
            case "M" ->
                ((Map<?, ?>) content).isEmpty()
                        ? Map.of("L", List.of())
                        : Map.of("M", oneValueChanged((Map<?, ?>) content));
            case "SS", "BS" ->
                Map.of(
                        type,
                        content instanceof List<?> list && list.size() > 1
                                ? list.subList(1, list.size())
                                : List.of("AAAA"));
            default -> Map.of("S", type);
        };
    }

    private List<?> changedList(List<?> list) {
        List<Object> changed = new ArrayList<>(list);
        if (random.nextBoolean()) {
            Collections.reverse(changed);
        } else {
            changed.add(Map.of("NULL", true));
        }
        return changed;
    }

    private String nearNumber(Object text) {
        BigDecimal number = new BigDecimal(String.valueOf(text));
        return switch (random.nextInt(4)) {
            case 0 -> number.negate().toString();
            case 1 -> number.scaleByPowerOfTen(1).toString();
            case 2 -> number.add(number.ulp()).toString();
            default -> numeral(text);
        };
    }
}
