package io.ddbvault.core.drill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clean-up found and did.
 *
 * @param tables every table whose name is that of a scratch table, in the order of their names
 */
public record CleanedDrills(List<Table> tables) {
    public CleanedDrills {
        tables = List.copyOf(tables);
    }

    /** What became of a table. */
    public enum Outcome {
        DELETED,
        /** It was not to be deleted. */
        LEFT,
        /** It was to be deleted, and could not be. */
        FAILED
    }

    /**
     * @param drillId of its tag; null if it has none
     * @param reason why, in a sentence
     */
    public record Table(String name, @Nullable String drillId, Outcome outcome, String reason) {}

    /** Those of which this became. */
    public List<Table> with(Outcome outcome) {
        return tables.stream().filter(table -> table.outcome() == outcome).toList();
    }
}
