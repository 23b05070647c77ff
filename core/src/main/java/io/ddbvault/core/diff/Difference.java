package io.ddbvault.core.diff;

import io.ddbvault.core.item.AttributeDifferences;
import org.jspecify.annotations.Nullable;

/**
 * An item that is not the same on both sides. "Here" is the backup; "there" is the table, or the other backup.
 *
 * @param key the item's key in DynamoDB JSON, its attributes in the schema's order
 * @param attributes in which attributes it differs; of an item that only one side has, none are named
 * @param here the item here, in DynamoDB JSON; null where there is none, or where values were not asked for
 * @param there the item there, as {@code here}
 */
public record Difference(
        Kind kind, String key, AttributeDifferences attributes, byte @Nullable [] here, byte @Nullable [] there) {
    /** What differs. */
    public enum Kind {
        ONLY_HERE,
        ONLY_THERE,
        CHANGED
    }
}
