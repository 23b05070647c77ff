package io.ddbvault.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What the page tells. Immutable.
 *
 * @param madeAt what is meant by now
 * @param version of ddbvault
 * @param days every day from the first backup of the period to today, oldest first
 * @param tables by name
 * @param attention most urgent first
 * @param warnings what lies in the bucket and was not believed, a sentence each
 */
public record ReportPage(
        String environment,
        String bucket,
        String prefix,
        Instant madeAt,
        String version,
        LocalDate today,
        Headline headline,
        List<Attention> attention,
        List<Day> days,
        List<TableHistory> tables,
        List<String> warnings) {
    /** A nightly backup is a day old when the next begins; two more hours let that one end. */
    public static final Duration OLD = Duration.ofHours(26);

    public static final int VERIFY_DAYS = 30;
    public static final int DRILL_DAYS = 90;
    /** A backup that is missing for longer cannot be made up for, and needs nobody's attention. */
    public static final int MISSING_DAYS = 30;
    /** How long a drop is told of. */
    public static final int DROP_DAYS = 7;
    /** A drop to less than half. */
    public static final double DROP = 0.5;
    /** Tables that hold less than this come and go. */
    public static final long DROP_ITEMS = 100;

    public ReportPage {
        days = List.copyOf(days);
        tables = List.copyOf(tables);
        attention = List.copyOf(attention);
        warnings = List.copyOf(warnings);
    }
}
