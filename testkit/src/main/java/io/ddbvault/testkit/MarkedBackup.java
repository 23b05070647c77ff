package io.ddbvault.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A backup whose keys and values can be told from everything else: a test looks whether they turn up where no item may.
 * Some of its lines are no items, and some items DynamoDB refuses, each for another reason.
 */
public final class MarkedBackup {
    /** In every key. */
    public static final String KEY = "key-that-no-log-may-hold";
    /** In every value that is no number. */
    public static final String VALUE = "value-that-no-log-may-hold";
    /** In every number. */
    public static final String NUMBER = "4242424242424242";

    /** What else a value may turn up as. */
    private static final List<String> SPELLINGS =
            List.of(VALUE, NUMBER, Base64.getEncoder().encodeToString(VALUE.getBytes(UTF_8)));

    public static final String DATE = "2025-07-20";
    public static final int GOOD_ITEMS = 60;
    public static final int MALFORMED_LINES = 7;
    public static final int REFUSED_ITEMS = 8;

    private MarkedBackup() {}

    /** With the environment {@code production}, and one table that has the key {@code id}, a text. */
    public static MakeBackup of(String bucket, String table) {
        MakeBackup backup = new MakeBackup(bucket, "native-exports", DATE, "production");
        backup.table(table, List.of(goodLines(), malformedLines(), refusedLines()));
        // Else the items' keys would be looked at before, and the first bad one would end it.
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        return backup;
    }

    /** An item as it may also stand in a table before. */
    public static String item(int number) {
        return item("%s-%d".formatted(KEY, number), "{\"S\":\"%s\"}".formatted(VALUE));
    }

    /** Fails if a key or a value is in what was logged. */
    public static void requireNoItem(String where, String logged) {
        requireAbsent(KEY, where, logged);
        requireNoValue(where, logged);
    }

    /** Fails if a value is in what was shown: results may name keys. */
    public static void requireNoValue(String where, String shown) {
        SPELLINGS.forEach(value -> requireAbsent(value, where, shown));
    }

    private static void requireAbsent(String marker, String where, String text) {
        int at = text.indexOf(marker);
        if (at >= 0) {
            throw new AssertionError("%s holds a part of an item: …%s…"
                    .formatted(where, text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100))));
        }
    }

    private static List<String> goodLines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < GOOD_ITEMS; i++) {
            lines.add(line(item(i)));
        }
        return lines;
    }

    private static List<String> malformedLines() {
        String line = line(item(1000));
        return List.of(
                VALUE,
                line.substring(0, line.length() - 10),
                line.substring(10),
                line + VALUE,
                line(item(KEY, "{\"N\":\"%s\"}".formatted(VALUE))),
                line(item(KEY, "{\"%s\":\"x\"}".formatted(VALUE))),
                line(item(KEY, "{\"B\":\"%s\"}".formatted(VALUE))));
    }

    private static List<String> refusedLines() {
        String digits = NUMBER.repeat(3);
        List<String> items = List.of(
                item(KEY + "-twice", "{\"SS\":[\"%s\",\"%s\"]}".formatted(VALUE, VALUE)),
                item(KEY + "-equal", "{\"NS\":[\"%s\",\"%s.0\"]}".formatted(NUMBER, NUMBER)),
                item(KEY + "-long", "{\"N\":\"%s\"}".formatted(digits)),
                item(KEY + "-high", "{\"N\":\"%sE200\"}".formatted(NUMBER)),
                item(KEY + "-deep", "{\"L\":[".repeat(40) + "{\"S\":\"" + VALUE + "\"}" + "]}".repeat(40)),
                item(KEY + "-large", "{\"S\":\"%s\"}".formatted(VALUE.repeat(20_000))),
                item(KEY.repeat(100), "{\"S\":\"%s\"}".formatted(VALUE)),
                "{\"id\":{\"N\":\"%s\"},\"v\":{\"S\":\"%s\"}}".formatted(NUMBER, VALUE));
        return items.stream().map(MarkedBackup::line).toList();
    }

    private static String item(String id, String value) {
        return "{\"id\":{\"S\":\"%s\"},\"v\":%s,\"b\":{\"B\":\"%s\"},\"n\":{\"N\":\"%s\"}}"
                .formatted(id, value, SPELLINGS.get(2), NUMBER);
    }

    private static String line(String item) {
        return "{\"Item\":%s}".formatted(item);
    }
}
