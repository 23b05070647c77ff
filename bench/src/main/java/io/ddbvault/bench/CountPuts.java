package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Counts the items of a BatchWriteItem request, by Horspool's search: most bytes are never looked at. */
final class CountPuts {
    private static final byte[] WORD = "PutRequest".getBytes(US_ASCII);
    private static final int[] SHIFT = new int[256];

    static {
        Arrays.fill(SHIFT, WORD.length);
        for (int i = 0; i < WORD.length - 1; i++) {
            SHIFT[WORD[i]] = WORD.length - 1 - i;
        }
    }

    private CountPuts() {}

    static int in(byte[] bytes, int from, int to) {
        int count = 0;
        int last = from + WORD.length - 1;
        while (last < to) {
            int start = last - WORD.length + 1;
            if (bytes[last] == 't' && Arrays.equals(bytes, start, last + 1, WORD, 0, WORD.length)) {
                count++;
            }
            last += SHIFT[bytes[last] & 0xff];
        }
        return count;
    }
}
