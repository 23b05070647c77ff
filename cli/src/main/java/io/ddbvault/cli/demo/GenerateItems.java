package io.ddbvault.cli.demo;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes items that try everything DynamoDB can store: all ten types, nested 32 levels deep, empty texts and
 * collections, numbers at the limits of 38 digits and of the exponent, texts of many scripts, and one item near 400 KB.
 *
 * <p>An item depends on the seed, the table's name and its index alone, so any item can be made again at any time, in
 * any order. Items of one table differ in their keys. Thread-safe.
 */
public final class GenerateItems {
    /** DynamoDB's limit is 409,600 bytes, the attributes' names included. */
    static final int LARGE_TEXT_BYTES = 395_000;

    /** The item that holds every type, so that no run lacks one. */
    static final int COMPLETE_INDEX = 0;
    /** The item near DynamoDB's limit of 400 KB. */
    static final int LARGE_INDEX = 1;
    /** The item that is nested as deep as DynamoDB allows. */
    static final int DEEP_INDEX = 2;

    private static final int DEEPEST = 32;

    private static final String[] NUMBERS = {
        "0",
        "-1",
        "0.1",
        "-273.15",
        "99999999999999999999999999999999999999",
        "-99999999999999999999999999999999999999",
        "0.12345678901234567890123456789012345678",
        "1234567890123456789.0123456789012345678",
        "1E-130",
        "-1E-130",
        "9.9999999999999999999999999999999999999E+125",
        "-9.9999999999999999999999999999999999999E+125"
    };

    private static final String[] TEXTS = {
        "plain",
        "Zoë Müller",
        "李小龙",
        "Σίσυφος",
        "שלום",
        "🔐",
        "👩‍👩‍👧‍👦 family",
        "a \"quoted\" \\ text",
        "line\nbreak\tand tab",
        "control \u0001 and \u007f",
        "line separator \u2028",
        "{\"Item\":{\"S\":\"not an item\"}}"
    };

    private final long seed;

    public GenerateItems(long seed) {
        this.seed = seed;
    }

    /** The item at {@code index}, which is 0 or more. */
    public Map<String, AttributeValue> item(String table, KeySchema keySchema, int index) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(table, keySchema, index));
        SplittableRandom random = random(table, index, "attributes");
        item.put("name", text(pick(TEXTS, random) + " " + random.nextInt(1_000_000)));
        item.put("created_at", number(Long.toString(1_600_000_000L + random.nextInt(200_000_000))));
        item.put("enabled", AttributeValue.fromBool(random.nextBoolean()));
        switch (index) {
            case COMPLETE_INDEX -> item.putAll(everyType(random));
            case LARGE_INDEX -> item.put("large", text(largeText(random)));
            case DEEP_INDEX -> item.put("deep", deep());
            default -> item.putAll(someAttributes(random));
        }
        return item;
    }

    /** The primary key of the item at {@code index}. */
    public Map<String, AttributeValue> key(String table, KeySchema keySchema, int index) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        List<KeyAttribute> attributes = keySchema.attributes();
        // With a sort key, three items share each partition key.
        int partition = attributes.size() == 1 ? index : index / 3;
        KeyAttribute hash = attributes.get(0);
        key.put(hash.name(), keyValue(hash.type(), partition, random(table, partition, "partition")));
        if (attributes.size() == 2) {
            KeyAttribute range = attributes.get(1);
            key.put(range.name(), keyValue(range.type(), index, random(table, index, "sort")));
        }
        return key;
    }

    /** Holds the index, so that no two are alike, behind random bits, so that they spread. */
    private static AttributeValue keyValue(String type, int index, SplittableRandom random) {
        return switch (type) {
            case "S" -> text(String.format(Locale.ROOT, "%08x-é🔑-%06d", random.nextInt(), index));
            case "N" -> number(String.format(Locale.ROOT, "%d.%09d", random.nextLong(1L << 50), index));
            case "B" -> {
                byte[] bytes = bytes(random, 16);
                for (int i = 0; i < 4; i++) {
                    bytes[12 + i] = (byte) (index >>> (8 * i));
                }
                yield AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
            }
            default -> throw new IllegalArgumentException("no type of a key: " + type);
        };
    }

    private static Map<String, AttributeValue> someAttributes(SplittableRandom random) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        int count = 2 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            attributes.put("attribute_" + i, value(random, 0));
        }
        return attributes;
    }

    private static Map<String, AttributeValue> everyType(SplittableRandom random) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            attributes.put("a " + kind.name().toLowerCase(Locale.ROOT), value(kind, random, 0));
        }
        for (String number : NUMBERS) {
            attributes.put("number " + number, number(number));
        }
        for (String text : TEXTS) {
            attributes.put("text " + text, text(text));
        }
        return attributes;
    }

    private enum Kind {
        TEXT,
        EMPTY_TEXT,
        INTEGER,
        NUMBER,
        BINARY,
        EMPTY_BINARY,
        BOOL,
        NULL,
        TEXT_SET,
        NUMBER_SET,
        BINARY_SET,
        LIST,
        EMPTY_LIST,
        MAP,
        EMPTY_MAP
    }

    private static AttributeValue value(SplittableRandom random, int depth) {
        Kind[] kinds = Kind.values();
        return value(kinds[random.nextInt(kinds.length)], random, depth);
    }

    private static AttributeValue value(Kind kind, SplittableRandom random, int depth) {
        return switch (kind) {
            case TEXT -> text(pick(TEXTS, random) + random.nextInt());
            case EMPTY_TEXT -> text("");
            case INTEGER -> number(Long.toString(random.nextLong()));
            case NUMBER -> number(random.nextBoolean() ? pick(NUMBERS, random) : digits(random));
            case BINARY -> AttributeValue.fromB(SdkBytes.fromByteArray(bytes(random, 1 + random.nextInt(64))));
            case EMPTY_BINARY -> AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0]));
            case BOOL -> AttributeValue.fromBool(random.nextBoolean());
            case NULL -> AttributeValue.fromNul(true);
            case TEXT_SET -> AttributeValue.fromSs(distinct(random, () -> pick(TEXTS, random) + random.nextInt(100)));
            case NUMBER_SET -> AttributeValue.fromNs(distinct(random, () -> digits(random)));
            case BINARY_SET ->
                AttributeValue.fromBs(distinct(random, () -> Integer.toString(random.nextInt())).stream()
                        .map(SdkBytes::fromUtf8String)
                        .toList());
            case LIST -> AttributeValue.fromL(list(random, depth));
            case EMPTY_LIST -> AttributeValue.fromL(List.of());
            case MAP -> AttributeValue.fromM(map(random, depth));
            case EMPTY_MAP -> AttributeValue.fromM(Map.of());
        };
    }

    private static List<AttributeValue> list(SplittableRandom random, int depth) {
        List<AttributeValue> list = new ArrayList<>();
        for (int i = size(random, depth); i > 0; i--) {
            list.add(value(random, depth + 1));
        }
        return list;
    }

    private static Map<String, AttributeValue> map(SplittableRandom random, int depth) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        for (int i = size(random, depth); i > 0; i--) {
            map.put(pick(TEXTS, random) + i, value(random, depth + 1));
        }
        return map;
    }

    private static int size(SplittableRandom random, int depth) {
        return depth >= 4 ? 0 : 1 + random.nextInt(4);
    }

    private static List<String> distinct(SplittableRandom random, Supplier<String> element) {
        TreeSet<String> set = new TreeSet<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            set.add(element.get());
        }
        return List.copyOf(set);
    }

    /** Up to 38 digits, a point anywhere in them. Never two spellings of one number: a set would hold it twice. */
    private static String digits(SplittableRandom random) {
        StringBuilder digits = new StringBuilder();
        for (int i = 1 + random.nextInt(38); i > 0; i--) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        BigDecimal number = new BigDecimal(digits.toString()).movePointLeft(random.nextInt(40));
        return (random.nextBoolean() ? number : number.negate())
                .stripTrailingZeros()
                .toString();
    }

    private static String largeText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        // An emoji every kilobyte: 4 bytes in UTF-8, 2 chars.
        for (int bytes = 0; bytes < LARGE_TEXT_BYTES; bytes++) {
            if (bytes % 1024 == 0) {
                text.append("🎉");
                bytes += 3;
            } else {
                text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    private static AttributeValue deep() {
        AttributeValue value = text("the bottom");
        for (int level = 1; level < DEEPEST; level++) {
            value = level % 2 == 0
                    ? AttributeValue.fromL(List.of(value))
                    : AttributeValue.fromM(Map.of("level " + (DEEPEST - level), value));
        }
        return value;
    }

    private SplittableRandom random(String table, int index, String purpose) {
        long mixed = seed;
        mixed = 31 * mixed + table.hashCode();
        mixed = 31 * mixed + index;
        mixed = 31 * mixed + purpose.hashCode();
        return new SplittableRandom(mixed);
    }

    private static String pick(String[] choices, SplittableRandom random) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(String number) {
        return AttributeValue.fromN(number);
    }
}
