package io.ddbvault.core.drill;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * What a drill will do and cost, before anything is created.
 *
 * @param scratchTable the name of the table that it will create, write and delete
 * @param items that the export counts
 * @param bytes that they take in a table, as DynamoDB bills them
 * @param dataFiles of the export
 * @param writeUnits of the restore; a scratch table has no index
 * @param readUnits of the comparison, which reads the whole scratch table once
 * @param cost in US dollars, by list prices
 * @param duration roughly: what a new table that is paid by use takes at first, or less if the drill is limited to less
 * @param warnings what the user should know
 */
public record DrillEstimate(
        String drillId,
        String table,
        LocalDate date,
        String scratchTable,
        long items,
        long bytes,
        long dataFiles,
        long writeUnits,
        long readUnits,
        BigDecimal cost,
        Duration duration,
        List<String> warnings) {
    public DrillEstimate {
        warnings = List.copyOf(warnings);
    }
}
