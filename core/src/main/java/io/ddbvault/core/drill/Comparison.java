package io.ddbvault.core.drill;

import java.util.List;

/**
 * What a table holds, compared with a backup, item by item.
 *
 * @param same items that both have, and that are the same
 * @param onlyInBackup items that the table lacks
 * @param onlyInTable items that the backup lacks
 * @param changed items that both have, with other attributes or values
 * @param unreadable lines of the backup that are no item, so that there was nothing to compare
 * @param problems the first differences, a sentence each; no values
 */
public record Comparison(
        long same, long onlyInBackup, long onlyInTable, long changed, long unreadable, List<String> problems) {
    public Comparison {
        problems = List.copyOf(problems);
    }

    /** Whether each item is in both, and is the same. */
    public boolean isEqual() {
        return onlyInBackup == 0 && onlyInTable == 0 && changed == 0 && unreadable == 0;
    }
}
