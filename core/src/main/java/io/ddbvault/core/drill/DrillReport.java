package io.ddbvault.core.drill;

import io.ddbvault.core.evidence.Verification.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a drill came to: the evidence that it stores.
 *
 * @param table the backed up table
 * @param verdict GOOD if the restore was COMPLETED, and the scratch table then held each item as the backup does and no other
 * @param items that were written to the scratch table
 * @param expectedItems that the export counts
 * @param bytes that these take in a table
 * @param duration of the whole drill
 * @param restoring of it, the restore
 * @param writeUnits that the restore consumed
 * @param problems the first {@value #MOST_PROBLEMS} things that are wrong; empty if it is GOOD. No item's values
 * @param forecast of a restore into the real table
 * @param leftToDo what the drill could not do for itself, with the command that does: a table that is still there, a result
 *     that is not stored
 * @param notes what the user should know
 * @param version of ddbvault
 */
public record DrillReport(
        String drillId,
        String table,
        LocalDate date,
        String environment,
        String exportArn,
        String scratchTable,
        Instant startedAt,
        Instant endedAt,
        Verdict verdict,
        long items,
        long expectedItems,
        long bytes,
        Duration duration,
        Duration restoring,
        int workers,
        long writeUnits,
        Comparison comparison,
        List<String> problems,
        RestoreForecast forecast,
        List<String> leftToDo,
        List<String> notes,
        String version) {
    public static final int MOST_PROBLEMS = 10;

    public DrillReport {
        problems = List.copyOf(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
        leftToDo = List.copyOf(leftToDo);
        notes = List.copyOf(notes);
    }

    DrillReport leaving(List<String> nowLeftToDo) {
        return new DrillReport(
                drillId,
                table,
                date,
                environment,
                exportArn,
                scratchTable,
                startedAt,
                endedAt,
                verdict,
                items,
                expectedItems,
                bytes,
                duration,
                restoring,
                workers,
                writeUnits,
                comparison,
                problems,
                forecast,
                nowLeftToDo,
                notes,
                version);
    }

    /** Items a second of the restore; 0 where it took no time that could be measured. */
    public long itemsPerSecond() {
        return restoring.isZero() ? 0 : Math.round(items / (restoring.toNanos() / 1e9));
    }
}
