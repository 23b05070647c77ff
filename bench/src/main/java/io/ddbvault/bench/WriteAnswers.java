package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The answers to BatchWriteItem: nothing left unprocessed, and a unit for each item, which has 1 KB at most. Made once
 * and then only looked up. For one connection.
 */
final class WriteAnswers {
    private static final byte[] BEFORE_TABLE = "{\"RequestItems\":{\"".getBytes(US_ASCII);
    private static final byte[] ASKED = "\"ReturnConsumedCapacity\"".getBytes(US_ASCII);
    /** Behind the items there is room for this question and not for much else. */
    private static final int TAIL = 128;

    private static final byte[] PLAIN = Answers.ok("{\"UnprocessedItems\":{}}");

    private final Map<Integer, byte[]> known = new HashMap<>();
    private byte[] table = {};

    byte[] to(byte[] bytes, int from, int to, int items) {
        if (!asksForCapacity(bytes, from, to)) {
            return PLAIN;
        }
        int name = from + BEFORE_TABLE.length;
        int nameEnd = name + table.length;
        boolean sameTable = table.length > 0
                && nameEnd < to
                && bytes[nameEnd] == '"'
                && Arrays.equals(bytes, name, nameEnd, table, 0, table.length);
        if (!sameTable) {
            table = tableName(bytes, from, to);
            known.clear();
        }
        return known.computeIfAbsent(
                items,
                units -> Answers.ok(
                        "{\"UnprocessedItems\":{},\"ConsumedCapacity\":[{\"TableName\":\"%s\",\"CapacityUnits\":%d.0}]}"
                                .formatted(new String(table, UTF_8), units)));
    }

    private static boolean asksForCapacity(byte[] bytes, int from, int to) {
        for (int i = Math.max(from, to - TAIL); i <= to - ASKED.length; i++) {
            if (bytes[i] == '"' && Arrays.equals(bytes, i, i + ASKED.length, ASKED, 0, ASKED.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] tableName(byte[] bytes, int from, int to) {
        int name = from + BEFORE_TABLE.length;
        if (name > to || !Arrays.equals(bytes, from, name, BEFORE_TABLE, 0, BEFORE_TABLE.length)) {
            throw new IllegalStateException("a request that does not begin with its items");
        }
        int end = name;
        while (end < to && bytes[end] != '"') {
            end++;
        }
        return Arrays.copyOfRange(bytes, name, end);
    }
}
