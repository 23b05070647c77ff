package io.ddbvault.core.drill;

import java.util.List;

/**
 * What a table holds, compared with a backup, item by item.
 *
 * @param whole whether it came to its end; if not, the backup cannot be read whole, the counts are 0, and a problem says why
 * @param same items that both have, and that are the same
 * @param onlyInBackup items that the table lacks
 * @param onlyInTable items that the backup lacks
 * @param changed items that both have, with other attributes or values
 * @param problems the first differences, a sentence each, with the item's key; no other values
 */
public record Comparison(
        boolean whole, long same, long onlyInBackup, long onlyInTable, long changed, List<String> problems) {
    public Comparison {
        problems = List.copyOf(problems);
    }

    /** Of a backup that cannot be read whole. */
    static Comparison broken(String why) {
        return new Comparison(false, 0, 0, 0, 0, List.of(why));
    }

    /** Whether each item is in both, and is the same. */
    public boolean isEqual() {
        return whole && onlyInBackup == 0 && onlyInTable == 0 && changed == 0;
    }
}
