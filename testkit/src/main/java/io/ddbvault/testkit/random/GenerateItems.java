package io.ddbvault.testkit.random;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes random items that DynamoDB stores: all ten types nested up to 32 levels, texts of any script and of what has to
 * be escaped, empty texts, binaries, lists and maps, numbers of up to 38 digits and up to both ends of the exponent.
 *
 * <p>An item is a tree as a JSON reader gives it: a map of attribute names to {@code {"S": "text"}}, {@code {"L":
 * [{"N": "1"}]}} and so on. Its type stands for what DynamoDB makes of it, and its text for what is written.
 *
 * <p>Not thread-safe.
 */
public final class GenerateItems {
    /** As deep as DynamoDB nests: page "Service quotas". */
    public static final int DEEPEST = 32;

    private static final int MOST_DIGITS = 38;
    private static final int[] RANGES = {0x20, 0x7f, 0xa0, 0x24f, 0x370, 0x3ff, 0x5d0, 0x5ea, 0x4e00, 0x9fff};
    private static final int[] ODD_CHARACTERS = {
        '"', '\\', '/', '\b', '\f', '\n', '\r', '\t', 0, 1, 0x1f, 0x7f, 0x85, 0xad, 0x200d, 0x2028, 0x2029, 0xd7ff,
        0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f469, 0x1f510, 0x10ffff, '{', '}', '[', ']', ':', ',', '\''
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "0.1",
        "99999999999999999999999999999999999999",
        "-99999999999999999999999999999999999999",
        "0.00000000000000000000000000000000000001",
        "1E-130",
        "-1E-130",
        "9.9999999999999999999999999999999999999E+125",
        "-9.9999999999999999999999999999999999999E+125"
    };

    private final SplittableRandom random;

    public GenerateItems(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next item, its key first; items with different {@code index} have different keys. */
    public Map<String, Object> item(KeySchema keySchema, int index) {
        Map<String, Object> item = new LinkedHashMap<>();
        for (KeyAttribute attribute : keySchema.attributes()) {
            item.put(attribute.name(), keyValue(attribute.type(), index));
        }
        for (int i = random.nextInt(12); i > 0; i--) {
            item.putIfAbsent(name(), value(1));
        }
        if (random.nextInt(10) == 0) {
            item.put("deep " + index, deep(DEEPEST));
        }
        return item;
    }

    private Map<String, Object> keyValue(String type, int index) {
        return switch (type) {
            case "S" -> Map.of("S", text(20) + index);
            case "N" -> Map.of("N", Integer.toString(index));
            case "B" -> Map.of("B", base64(bytes(12), index));
            default -> throw new IllegalArgumentException("no type of a key: " + type);
        };
    }

    /** @param depth the level that the value stands on, from 1 */
    private Map<String, Object> value(int depth) {
        return switch (random.nextInt(depth < 6 ? 10 : 8)) {
            case 0 -> Map.of("S", text(200));
            case 1 -> Map.of("N", number());
            case 2 -> Map.of("B", base64(bytes(random.nextInt(100))));
            case 3 -> Map.of("BOOL", random.nextBoolean());
            case 4 -> Map.of("NULL", true);
            case 5 -> Map.of("SS", distinct(() -> text(20), text -> text));
            case 6 -> Map.of("NS", distinct(this::number, text -> new BigDecimal(text).stripTrailingZeros()));
            case 7 -> Map.of("BS", distinct(() -> base64(bytes(random.nextInt(20))), text -> text));
            case 8 -> Map.of("L", list(depth));
            default -> Map.of("M", map(depth));
        };
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(name(), value(depth + 1));
        }
        return map;
    }

    /** Lists and maps in one another, {@code levels} deep with the value inside. */
    private Map<String, Object> deep(int levels) {
        Map<String, Object> value = Map.of("N", number());
        for (int i = 1; i < levels; i++) {
            value = random.nextBoolean() ? Map.of("L", List.of(value)) : Map.of("M", Map.of(name(), value));
        }
        return value;
    }

    private interface Made {
        String next();
    }

    private interface Identity {
        Object of(String text);
    }

    /** A set has at least one value, and none twice. */
    private List<String> distinct(Made made, Identity identity) {
        Set<Object> seen = new HashSet<>();
        List<String> set = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            String next = made.next();
            if (seen.add(identity.of(next))) {
                set.add(next);
            }
        }
        return set;
    }

    private String name() {
        return random.nextInt(20) == 0 ? "n".repeat(1 + random.nextInt(2000)) : "n" + text(12);
    }

    private String text(int longest) {
        int length = random.nextInt(4) == 0 ? 0 : random.nextInt(longest + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(character());
        }
        return text.toString();
    }

    private int character() {
        if (random.nextInt(5) == 0) {
            return ODD_CHARACTERS[random.nextInt(ODD_CHARACTERS.length)];
        }
        int range = 2 * random.nextInt(RANGES.length / 2);
        return random.nextInt(RANGES[range], RANGES[range + 1]);
    }

    /** As DynamoDB takes it: at most 38 significant digits, from 1E-130 to 9.99…E+125 and the same below zero. */
    private String number() {
        if (random.nextInt(3) == 0) {
            return NUMBERS[random.nextInt(NUMBERS.length)];
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 1 + random.nextInt(MOST_DIGITS); i > 0; i--) {
            digits.append((char) ('1' + random.nextInt(9)));
        }
        int point = random.nextInt(digits.length() + 1);
        String sign = random.nextInt(3) == 0 ? "-" : "";
        return switch (random.nextInt(3)) {
            case 0 -> sign + digits;
            case 1 -> sign + (point == 0 ? "0" : "") + digits.insert(point, point == digits.length() ? "" : ".");
            default -> sign + digits + "E" + random.nextInt(-120, 80);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String base64(byte[] bytes, int index) {
        for (int i = 0; i < 4; i++) {
            bytes[bytes.length - 1 - i] = (byte) (index >>> (8 * i));
        }
        return base64(bytes);
    }
}
