package io.ddbvault.cli.memory;

import java.util.zip.CRC32C;

/**
 * Sums up the items of one BatchWriteItem request, whose body comes in pieces. An item is what stands at its depth of
 * nesting: {@code {"RequestItems":{"table":[{"PutRequest":{"Item":{…}}}]}}}. Holds no more than its place in the text.
 */
final class SumItems {
    private static final int ITEM_DEPTH = 6;

    private final CRC32C crc = new CRC32C();
    private ItemSum sum = ItemSum.NONE;
    private long bytes;
    private int depth;
    private boolean text;
    private boolean escaped;

    void add(byte[] piece, int from, int to) {
        int item = from;
        for (int at = from; at < to; at++) {
            byte octet = piece[at];
            if (text) {
                if (escaped) {
                    escaped = false;
                } else if (octet == '\\') {
                    escaped = true;
                } else if (octet == '"') {
                    text = false;
                }
            } else if (octet == '"') {
                text = true;
            } else if (octet == '{' || octet == '[') {
                depth++;
                if (depth == ITEM_DEPTH) {
                    item = at;
                }
            } else if (octet == '}' || octet == ']') {
                if (depth == ITEM_DEPTH) {
                    partOfItem(piece, item, at + 1);
                    sum = sum.plus(new ItemSum(1, bytes, crc.getValue()));
                    crc.reset();
                    bytes = 0;
                }
                depth--;
            }
        }
        if (depth >= ITEM_DEPTH) {
            partOfItem(piece, item, to);
        }
    }

    private void partOfItem(byte[] piece, int from, int to) {
        crc.update(piece, from, to - from);
        bytes += to - from;
    }

    /** Of a body that has come to its end. */
    ItemSum sum() {
        if (depth != 0) {
            throw new IllegalStateException("a request that breaks off");
        }
        return sum;
    }
}
