package io.ddbvault.report;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one day's backup.
 *
 * @param tablesGood tables with a COMPLETED export
 * @param tables all that the backup names
 * @param items of the COMPLETED exports
 * @param bytes of the COMPLETED exports, as DynamoDB bills them
 * @param took from the first start to the last end of the COMPLETED exports; null where that is unknown
 * @param troubles tables without a COMPLETED export, and what cannot be read
 */
public record Day(
        LocalDate date,
        DayState state,
        int tablesGood,
        int tables,
        long items,
        long bytes,
        @Nullable Duration took,
        List<Trouble> troubles) {

    /**
     * Why a table of a day has no good export.
     *
     * @param table empty where it concerns the whole day
     * @param text as the manifest or the reader says; whatever text
     * @param running whether it may still get one
     */
    public record Trouble(String table, String text, boolean running) {}

    public Day {
        troubles = List.copyOf(troubles);
    }

    /** A day of which the bucket holds nothing. */
    static Day without(LocalDate date, DayState state) {
        return new Day(date, state, 0, 0, 0, 0, null, List.of());
    }
}
