package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.random.LargeItems;
import io.ddbvault.testkit.random.LargeItems.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One data file of a given size: 1 KB items, items of 400 KB, and items of nearly 400 KB whose JSON is up to seven times
 * as long, one of each kind after the other and then many of one kind in a row. A few distinct contents repeat under ever
 * new keys, so it takes seconds to make and little memory.
 *
 * @param path where it lies
 * @param sum of its items
 */
record LargeDataFile(Path path, ItemSum sum) {
    /** The same length for each number. */
    private static final String KEY = "{\"id\":{\"S\":\"%016d\"}";

    private static final int KEY_LENGTH = KEY.formatted(0).length();
    /** So much of each of the three sizes comes in a row. */
    private static final long ROW_BYTES = 16 << 20;

    static LargeDataFile write(Path path, long size) throws IOException {
        List<List<byte[]>> contents = List.of(small(), stored400Kb(), long400Kb());
        byte[] before = "{\"Item\":".getBytes(US_ASCII);
        byte[] after = "}\n".getBytes(US_ASCII);
        ItemSum sum = ItemSum.NONE;
        long written = 0;
        try (OutputStream lines = new BufferedOutputStream(new FastGzip(Files.newOutputStream(path)), 64 << 10)) {
            for (int row = 0; written < size; row++) {
                List<byte[]> ofThisSize = contents.get(row % contents.size());
                for (long end = Math.min(size, written + ROW_BYTES); written < end; ) {
                    byte[] item = ofThisSize.get((int) (sum.items() % ofThisSize.size()));
                    System.arraycopy(KEY.formatted(sum.items()).getBytes(US_ASCII), 0, item, 0, KEY_LENGTH);
                    lines.write(before);
                    lines.write(item);
                    lines.write(after);
                    sum = sum.plus(ItemSum.of(item));
                    written += before.length + item.length + after.length;
                }
            }
        }
        return new LargeDataFile(path, sum);
    }

    private static List<byte[]> small() {
        List<byte[]> items = new ArrayList<>();
        for (char letter = 'a'; letter < 'i'; letter++) {
            items.add(item("\"n\":{\"N\":\"%d\"},\"ok\":{\"BOOL\":true},\"v\":{\"S\":\"%s\"}"
                    .formatted(letter * 1000, String.valueOf(letter).repeat(940))));
        }
        return items;
    }

    private static List<byte[]> stored400Kb() {
        List<byte[]> items = new ArrayList<>();
        for (char letter = 'a'; letter < 'd'; letter++) {
            items.add(
                    item("\"v\":{\"S\":\"%s\"}".formatted(String.valueOf(letter).repeat(400_000))));
        }
        return items;
    }

    private static List<byte[]> long400Kb() {
        List<byte[]> items = new ArrayList<>();
        LargeItems large = new LargeItems(1);
        for (Kind kind : Kind.values()) {
            Map<String, Object> item = large.item(kind, "");
            item.remove("id");
            String json = Json.compact(item);
            items.add(item(json.substring(1, json.length() - 1)));
        }
        return items;
    }

    /** With a key that is replaced each time. */
    private static byte[] item(String otherAttributes) {
        return (KEY.formatted(0) + "," + otherAttributes + "}").getBytes(US_ASCII);
    }

    /** Of the fastest level. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 64 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
