package io.ddbvault.core.restore;

import io.ddbvault.core.key.RequestedKey;
import java.time.LocalDate;
import java.util.List;

/**
 * What a look for items in a backup came to.
 *
 * @param date of the backup
 * @param keys that were looked for, each once
 * @param items that were found
 * @param missing keys of which nothing was found; where there are faults, they may be in what could not be read
 * @param faults what could not be read, or is not what the export's manifest says, one sentence each; the first ten
 */
public record FoundItems(LocalDate date, int keys, long items, List<RequestedKey> missing, List<String> faults) {
    public FoundItems {
        missing = List.copyOf(missing);
        faults = List.copyOf(faults);
    }

    /** Whether an item was found for each key, and nothing was wrong with what was read for it. */
    public boolean isComplete() {
        return missing.isEmpty() && faults.isEmpty();
    }
}
