package io.ddbvault.bench.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ddbvault.bench.SampleItems;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Kinds of lines of a data file. */
public enum Lines {
    /** Of 1 KB, as a restore is measured with. */
    LARGE,
    /** Of 167 B, as a restore is measured with. */
    SMALL,
    /** Of 1 KB, almost all of it one text. */
    TEXT,
    /** Of 1 KB, a set of numbers. */
    NUMBERS,
    /** Of 1 KB, maps in lists in maps. */
    NESTED;

    private static final int COUNT = 256;
    private static final int ITEM_BYTES = 1000;

    /** Without the line feed. The same at each call. */
    List<byte[]> lines() {
        SplittableRandom random = new SplittableRandom(7);
        return switch (this) {
            case LARGE -> framed(SampleItems.large(COUNT));
            case SMALL -> framed(SampleItems.small(COUNT));
            case TEXT ->
                made(i -> "\"text\":{\"S\":\"%s\"}".formatted("some words of a text, ".repeat(ITEM_BYTES / 22)));
            case NUMBERS ->
                made(i -> "\"numbers\":{\"NS\":[%s]}"
                        .formatted(IntStream.range(0, ITEM_BYTES / 17)
                                .mapToObj(n -> "\"%d.%06d\"".formatted(10_000_000 + n, random.nextInt(1_000_000)))
                                .collect(Collectors.joining(","))));
            case NESTED ->
                made(i -> "\"nested\":{\"M\":{\"list\":{\"L\":[%s]}}}"
                        .formatted(IntStream.range(0, ITEM_BYTES / 62)
                                .mapToObj(n ->
                                        "{\"M\":{\"a\":{\"L\":[{\"BOOL\":true},{\"NULL\":true}]},\"b\":{\"N\":\"%03d\"}}}"
                                                .formatted(n))
                                .collect(Collectors.joining(","))));
        };
    }

    private interface Attributes {
        String of(int number);
    }

    private static List<byte[]> made(Attributes attributes) {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> "{\"Item\":{\"id\":{\"S\":\"%012d\"},%s}}"
                        .formatted(i, attributes.of(i))
                        .getBytes(US_ASCII))
                .toList();
    }

    private static List<byte[]> framed(List<byte[]> items) {
        return items.stream()
                .map(item ->
                        "{\"Item\":%s}".formatted(new String(item, US_ASCII)).getBytes(US_ASCII))
                .toList();
    }
}
