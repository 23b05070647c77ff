package io.ddbvault.lambda;

import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.Unit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a restore that many calls do, each its own: what an event with the field {@code step} asks for. */
sealed interface RestoreStep {
    /** The field that says which it is. */
    String FIELD = "step";

    Set<String> OF_UNITS = Set.of("clear", "cleared", "write");

    /**
     * Checks and locks the tables, and says what is to be done.
     *
     * @param request as of a restore that one call does
     */
    record Prepare(RestoreRequest request) implements RestoreStep {}

    /** Clears a segment of a table. */
    record Clear(Unit unit) implements RestoreStep {}

    /** All segments of a table are cleared. */
    record Cleared(String restoreId, int attempt, String table, int segments) implements RestoreStep {}

    /**
     * Writes a data file.
     *
     * @param dataFile its key, as the export's list of data files has it
     * @param maxWriteUnits this file's share of the ceiling; null for no limit
     */
    record Write(
            String restoreId,
            int attempt,
            String table,
            String dataFile,
            @Nullable Integer maxWriteUnits) implements RestoreStep {}

    /** Joins what the units noted, and ends the attempt. */
    record Report(String restoreId, int attempt) implements RestoreStep {}

    /** Whether an event is of a part of one table: its failure is no failed restore yet. */
    static boolean isOfUnits(Map<String, @Nullable Object> event) {
        return event.get(FIELD) instanceof String step && OF_UNITS.contains(step);
    }
}
