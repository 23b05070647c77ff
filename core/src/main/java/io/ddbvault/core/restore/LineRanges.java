package io.ddbvault.core.restore;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Some of a file's lines, kept as the stretches that they form, so that ten million lines in a row take as little room as
 * one. Lines count from 1. Not thread-safe.
 */
final class LineRanges {
    private static final int MOST_RANGES = 100_000;

    private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

    /**
     * {@link #text()} read back.
     *
     * @throws IllegalArgumentException if it is none
     */
    static LineRanges parse(String text) {
        LineRanges ranges = new LineRanges();
        if (text.isEmpty()) {
            return ranges;
        }
        String[] parts = text.split(",", MOST_RANGES);
        for (String part : parts) {
            String[] ends = part.split("-", 2);
            // NumberFormatException is an IllegalArgumentException.
            ranges.add(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
        }
        return ranges;
    }

    /**
     * Adds the lines from the first to the last, both included.
     *
     * @throws IllegalArgumentException if one of them is here already: a line that is counted twice is a defect
     */
    void add(long first, long last) {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no stretch of lines: %d to %d".formatted(first, last));
        }
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(last);
        if (before != null && before.getValue() >= first) {
            throw new IllegalArgumentException("lines %d to %d are here already, in part".formatted(first, last));
        }
        long from = first;
        long to = last;
        if (before != null && before.getValue() == first - 1) {
            from = before.getKey();
        }
        Long behind = lastByFirst.remove(last + 1);
        if (behind != null) {
            to = behind;
        }
        lastByFirst.put(from, to);
    }

    /** Adds those of these lines that are not here yet. Nothing if the last is before the first. */
    void include(long first, long last) {
        for (long line = first; line <= last; line = coveredUntil(line) + 1) {
            if (coveredUntil(line) < line) {
                Long next = lastByFirst.higherKey(line);
                add(line, next == null ? last : Math.min(last, next - 1));
            }
        }
    }

    /** Adds those of another's lines from the first to the last that are not here yet. */
    void include(LineRanges other, long first, long last) {
        other.lastByFirst.forEach((from, to) -> include(Math.max(from, first), Math.min(to, last)));
    }

    /** The last line of the stretch that this line is in; one before the line if it is in none. */
    long coveredUntil(long line) {
        Map.Entry<Long, Long> stretch = lastByFirst.floorEntry(line);
        return stretch == null || stretch.getValue() < line ? line - 1 : stretch.getValue();
    }

    long count() {
        return lastByFirst.entrySet().stream()
                .mapToLong(range -> range.getValue() - range.getKey() + 1)
                .sum();
    }

    LineRanges copy() {
        LineRanges copy = new LineRanges();
        copy.lastByFirst.putAll(lastByFirst);
        return copy;
    }

    /** As {@code 1-500,551-600,700}. */
    String text() {
        return lastByFirst.entrySet().stream()
                .map(range -> range.getKey().equals(range.getValue())
                        ? range.getKey().toString()
                        : range.getKey() + "-" + range.getValue())
                .collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineRanges ranges && ranges.lastByFirst.equals(lastByFirst);
    }

    @Override
    public int hashCode() {
        return lastByFirst.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
