package io.ddbvault.core.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of an array as one number, the first of them lowest, so that text is looked through eight bytes at a time.
 * What is found is marked by the highest bit of its byte. Of several marks only the lowest is sure to be right: a carry
 * may set more above it.
 *
 * <p>The tricks are those of "Bit Twiddling Hacks" by S. E. Anderson, section "Determine if a word has a byte less than
 * n" and the one before it.
 */
final class EightBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;

    private EightBytes() {}

    /** Those from {@code index} on; all eight must be in the array. */
    static long at(byte[] bytes, int index) {
        return (long) LONG.get(bytes, index);
    }

    /** Where {@code value}, an ASCII character, is first in {@code [from, to)}; {@code to} if nowhere. */
    static int find(byte[] bytes, char value, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long marks = equal(at(bytes, i), value);
            if (marks != 0) {
                return i + before(marks);
            }
        }
        while (i < to && bytes[i] != value) {
            i++;
        }
        return i;
    }

    /** Marks bytes that are {@code value}, an ASCII character. */
    static long equal(long eight, char value) {
        long zeros = eight ^ ONES * value;
        return (zeros - ONES) & ~zeros & HIGHEST;
    }

    /**
     * Marks what ends a stretch of plain text in a JSON string: quote, backslash, control character, not ASCII. What is
     * not ASCII has the highest bit already; of the others, only what is looked for gets it, by the subtraction.
     */
    static long notPlain(long eight) {
        long quote = (eight ^ ONES * '"') - ONES;
        long backslash = (eight ^ ONES * '\\') - ONES;
        long control = eight - ONES * ' ';
        return (quote | backslash | control | eight) & HIGHEST;
    }

    /** How many bytes come before the first mark; {@code marks} are not 0. */
    static int before(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
