package io.ddbvault.report;

import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The figures that come first.
 *
 * @param newestDate of the newest backup with a COMPLETED export; null if there is none
 * @param newestAge how old its newest data is; null if that is not known
 * @param tables that the newest readable backup names
 * @param tablesGood of those, with a COMPLETED export in it
 * @param items of each table's newest COMPLETED export, together
 * @param bytes likewise
 * @param daysGood days of the period whose backup is good
 * @param days that should have one
 * @param verified tables of the newest backup whose every byte was read within {@link ReportPage#VERIFY_DAYS} and found
 *     good
 * @param drilled tables of the newest backup that were rehearsed well within {@link ReportPage#DRILL_DAYS}
 */
public record Headline(
        @Nullable LocalDate newestDate,
        @Nullable Duration newestAge,
        int tables,
        int tablesGood,
        long items,
        long bytes,
        int daysGood,
        int days,
        int verified,
        int drilled) {}
