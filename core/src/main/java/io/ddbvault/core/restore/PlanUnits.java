package io.ddbvault.core.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what is left of a table's restore into units. Pure.
 *
 * <p>Most files are a unit. A file that would keep one worker busy when the others have nothing left is cut by lines.
 * Whoever does a part of it reads the whole file, to reach the part's lines and to know the file by its MD5: reading is
 * many times faster than writing, and so it is cut into no more parts than even the work out.
 */
final class PlanUnits {
    /** Fewer take less time to write than a file takes to be read twice. */
    static final long FEWEST_LINES = 50_000;

    private PlanUnits() {}

    /**
     * @param files what is left of them
     * @param atATime units that are done at a time
     * @return the largest first
     */
    static List<Unit> writes(
            String restoreId,
            int attempt,
            String table,
            List<RestoreUnit> files,
            int atATime,
            @Nullable Integer maxWriteUnits) {
        long left = files.stream().mapToLong(PlanUnits::left).sum();
        long mostLines = Math.max(FEWEST_LINES, divideUp(left, 2L * atATime));
        List<Unit> units = new ArrayList<>();
        for (RestoreUnit file : files) {
            units.addAll(parts(restoreId, attempt, table, file, mostLines));
        }
        units.sort(Comparator.comparingLong(Unit::lines).reversed());
        Integer share = share(maxWriteUnits, Math.min(atATime, Math.max(1, units.size())));
        return units.stream().map(unit -> unit.within(share)).toList();
    }

    private static List<Unit> parts(String restoreId, int attempt, String table, RestoreUnit file, long mostLines) {
        long count = Math.max(1, divideUp(left(file), mostLines));
        long length = Math.max(1, divideUp(file.lines(), count));
        List<Unit> parts = new ArrayList<>();
        for (long first = 1; first <= file.lines(); first += length) {
            long last = Math.min(file.lines(), first + length - 1);
            if (file.written().coveredUntil(first) < last) {
                parts.add(new Unit(restoreId, attempt, table, Unit.Kind.WRITE, file.index(), first, last, null));
            }
        }
        // All its lines are written, or it has none: it is read all the same, to know that it is whole.
        return parts.isEmpty()
                ? List.of(new Unit(restoreId, attempt, table, Unit.Kind.WRITE, file.index(), 1, file.lines(), null))
                : parts;
    }

    /** As many segments as are done at a time. */
    static List<Unit> clears(
            String restoreId, int attempt, String table, int atATime, @Nullable Integer maxWriteUnits) {
        Integer share = share(maxWriteUnits, atATime);
        return IntStream.range(0, atATime)
                .mapToObj(segment -> new Unit(restoreId, attempt, table, Unit.Kind.CLEAR, segment, 0, atATime, share))
                .toList();
    }

    /** Rounded down: all together stay under the ceiling. */
    static @Nullable Integer share(@Nullable Integer maxWriteUnits, int atATime) {
        return maxWriteUnits == null ? null : Integer.valueOf(Math.max(1, maxWriteUnits / atATime));
    }

    private static long left(RestoreUnit file) {
        return file.lines() - file.written().count();
    }

    private static long divideUp(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
