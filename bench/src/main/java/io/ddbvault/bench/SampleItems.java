package io.ddbvault.bench;

import java.util.List;
import java.util.stream.LongStream;

/** Some of the items that a restore is measured with. */
public final class SampleItems {
    private static final long SEED = 7;

    private SampleItems() {}

    /** Of 1 KB: each one's DynamoDB JSON. The same at each call. */
    public static List<byte[]> large(int count) {
        return of(ItemSize.LARGE, count);
    }

    /** Of 167 B; as {@link #large}. */
    public static List<byte[]> small(int count) {
        return of(ItemSize.SMALL, count);
    }

    private static List<byte[]> of(ItemSize size, int count) {
        GenerateItems generate = new GenerateItems(size, SEED);
        return LongStream.range(0, count).mapToObj(generate::item).toList();
    }
}
