package io.ddbvault.cli.memory;

import java.util.zip.CRC32C;

/**
 * What tells whether two sets of items are the same without holding either: an item that is missing, twice there or
 * altered changes it. The order does not.
 *
 * @param items how many
 * @param bytes of their JSON
 * @param checksum the sum of each item's CRC-32C
 */
record ItemSum(long items, long bytes, long checksum) {
    static final ItemSum NONE = new ItemSum(0, 0, 0);

    ItemSum plus(ItemSum other) {
        return new ItemSum(items + other.items, bytes + other.bytes, checksum + other.checksum);
    }

    static ItemSum of(byte[] item) {
        CRC32C crc = new CRC32C();
        crc.update(item);
        return new ItemSum(1, item.length, crc.getValue());
    }
}
