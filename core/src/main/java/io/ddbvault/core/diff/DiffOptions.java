package io.ddbvault.core.diff;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How two sides are compared, and how much is told of it.
 *
 * @param details whether each difference is told; without, only the counts are, and items are read once
 * @param values whether differences come with the items
 * @param most differences that are told, at the most
 * @param maxReadUnits the ceiling in read units a second for reading a table, 1 and more; null for none
 * @param temporary the folder that temporary files go to, in a folder of their own
 */
public record DiffOptions(
        boolean details,
        boolean values,
        long most,
        @Nullable Integer maxReadUnits,
        Path temporary) {
    /** Counts alone. */
    public static DiffOptions countsOnly(@Nullable Integer maxReadUnits, Path temporary) {
        return new DiffOptions(false, false, 0, maxReadUnits, temporary);
    }

    /** Every difference, without values. */
    public static DiffOptions all(@Nullable Integer maxReadUnits, Path temporary) {
        return new DiffOptions(true, false, Long.MAX_VALUE, maxReadUnits, temporary);
    }
}
