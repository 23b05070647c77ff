package io.ddbvault.testkit.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Replaces, removes and adds fields of a parsed JSON text at random, with the values that an attacker would try. What
 * comes out is JSON still. Not thread-safe.
 */
public final class SpoilFields {
    private static final List<@Nullable Object> VALUES = values();

    private final SplittableRandom random;

    public SpoilFields(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A spoilt copy of a tree of maps, lists and plain values. */
    public @Nullable Object spoil(@Nullable Object tree) {
        return copy(tree, 1 + random.nextInt(30));
    }

    /** @param rarity one value of so many is spoilt */
    private @Nullable Object copy(@Nullable Object tree, int rarity) {
        if (random.nextInt(rarity) == 0 && random.nextInt(3) == 0) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        if (tree instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (random.nextInt(10 * rarity) != 0) {
                    fields.put(String.valueOf(name), copy(value, rarity));
                }
            });
            return fields;
        }
        if (tree instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : list) {
                for (int times = random.nextInt(10 * rarity) == 0 ? random.nextInt(3) : 1; times > 0; times--) {
                    elements.add(copy(element, rarity));
                }
            }
            return elements;
        }
        return tree;
    }

    private static List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(
                null,
                true,
                0,
                1,
                -1,
                0.5,
                -0.0,
                1e300,
                0x1p63,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE / 2 + 1,
                new java.math.BigInteger("9223372036854775808"),
                new java.math.BigInteger("18446744073709551617"),
                "",
                " ",
                "\0",
                "\u001b[2J",
                "\r\n",
                "..",
                "../..",
                "/",
                "%2e%2e%2f",
                "native-exports/../../etc/passwd",
                "native-exports/2025-07-20/../x",
                "s3://other/native-exports/2025-07-20",
                "x".repeat(5000),
                "\ud800",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00+18:00",
                "0000-00-00T00:00:00Z",
                "COMPLETED",
                "FAILED",
                "IN_PROGRESS",
                "completed",
                "FULL_EXPORT",
                "INCREMENTAL_EXPORT",
                "ION",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/../export/..",
                "arn:aws:dynamodb:::table/a/export/999999999999999999-x",
                List.of(),
                Map.of()));
        Object deep = 1;
        for (int i = 0; i < 150; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("a", deep);
        }
        values.add(deep);
        return values;
    }
}
