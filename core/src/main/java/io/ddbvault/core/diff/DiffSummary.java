package io.ddbvault.core.diff;

import java.time.Duration;

/**
 * What a comparison came to. Each item is in exactly one of the first four counts.
 *
 * @param onlyHere items that only the backup has
 * @param onlyThere items that only the table, or the other backup, has
 * @param changed items that both have, with other attributes
 * @param same items that both have as they are
 * @param told differences that were told; fewer than there are where a limit was given
 * @param readUnits what DynamoDB charged for reading the table; 0 for two backups
 */
public record DiffSummary(
        long onlyHere, long onlyThere, long changed, long same, long told, double readUnits, Duration duration) {
    /** Whether nothing differs. */
    public boolean isEqual() {
        return differences() == 0;
    }

    public long differences() {
        return onlyHere + onlyThere + changed;
    }
}
