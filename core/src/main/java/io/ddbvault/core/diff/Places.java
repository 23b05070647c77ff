package io.ddbvault.core.diff;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some of a backup's items, by where they stand: one bit each, so that those of a table of 50 million take 6 MB. A place
 * is one number made of the data file's and the line's. Not thread-safe while places are added.
 */
final class Places {
    private static final int LINE_BITS = 40;

    private final Map<Integer, BitSet> lines = new HashMap<>();

    /** All that are in one of these. */
    static Places of(List<Places> some) {
        Places all = new Places();
        for (Places places : some) {
            places.lines.forEach((file, found) ->
                    all.lines.computeIfAbsent(file, missing -> new BitSet()).or(found));
        }
        return all;
    }

    /**
     * @param file its index, from 0
     * @param line from 1
     */
    static long place(int file, long line) {
        return (long) file << LINE_BITS | line;
    }

    static int file(long place) {
        return (int) (place >>> LINE_BITS);
    }

    static long line(long place) {
        return place & (1L << LINE_BITS) - 1;
    }

    void add(long place) {
        lines.computeIfAbsent(file(place), missing -> new BitSet()).set(Math.toIntExact(line(place)));
    }

    boolean contains(long place) {
        BitSet found = lines.get(file(place));
        return found != null && found.get((int) line(place));
    }

    /** The last line of a file that is one of them; 0 where none is. */
    long lastLine(int file) {
        BitSet found = lines.get(file);
        return found == null ? 0 : found.length() - 1L;
    }
}
