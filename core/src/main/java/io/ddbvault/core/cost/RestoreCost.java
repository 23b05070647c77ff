package io.ddbvault.core.cost;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a table's restore consumes and costs, with the deletes of a clear and with its indexes, at the most.
 *
 * @param writeUnits of the table and of its indexes
 * @param readUnits of the scan that finds what a clear deletes, or of the comparison with what the table has
 * @param provisioned whether the table's capacity is paid for anyway; then the units are not in {@code dollars}
 * @param dollars by list prices, see {@link EstimateCost}, with the requests for data files
 * @param duration by the limits that somebody set; where there is none, at {@link #NEW_TABLE_WRITE_UNITS}
 */
public record RestoreCost(long writeUnits, long readUnits, boolean provisioned, BigDecimal dollars, Duration duration) {
    /** What a new table that is paid by use takes a second (developer's guide, "On-demand capacity mode"). */
    public static final long NEW_TABLE_WRITE_UNITS = 4_000;

    /** Of a table that is paid by use; the requests for data files are not counted. */
    public static RestoreCost onDemand(long writeUnits, long readUnits) {
        return new RestoreCost(
                writeUnits,
                readUnits,
                false,
                EstimateCost.writes(writeUnits).add(EstimateCost.reads(readUnits)),
                Duration.ofSeconds(writeUnits / NEW_TABLE_WRITE_UNITS));
    }
}
