package io.ddbvault.core.drill;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill will do and cost, before anything is created.
 *
 * @param scratchTable the name of the table that it will create, write and delete
 * @param items that the export counts
 * @param bytes that they take in a table, as DynamoDB bills them
 * @param dataFiles of the export
 * @param writeUnits of the restore; a scratch table has no index
 * @param readUnits of the comparison, which reads the whole scratch table once
 * @param provisionedUnits the scratch table's write units a second, and its read units; null if it is paid by use
 * @param cost in US dollars, by list prices
 * @param duration roughly: by the provisioned units, or by what a new table that is paid by use takes at first; longer if the
 *     drill is limited to less
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
        @Nullable Integer provisionedUnits,
        BigDecimal cost,
        Duration duration,
        List<String> warnings) {
    public DrillEstimate {
        warnings = List.copyOf(warnings);
    }

    /** Into a scratch table that is paid by use. */
    public DrillEstimate(
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
        this(
                drillId,
                table,
                date,
                scratchTable,
                items,
                bytes,
                dataFiles,
                writeUnits,
                readUnits,
                null,
                cost,
                duration,
                warnings);
    }

    /** Those that a provisioned capacity is paid for; the table's creation and deletion take minutes at the most. */
    public long hours() {
        return duration.toHours() + 1;
    }
}
