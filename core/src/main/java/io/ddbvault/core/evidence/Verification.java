package io.ddbvault.core.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one verification of one table's backup found.
 *
 * @param date the backup's
 * @param verifiedAt when it ended
 * @param exportArn the export that was looked at; null where the manifest names none
 * @param files data files that were looked at, or, of a sample, read
 * @param items of a deep one or a sample those that were read; else as the manifests count them
 * @param bytes of data files that were read; 0 for a quick one
 * @param problems the first {@value #MOST_PROBLEMS}; empty if it is GOOD. No item's values
 */
public record Verification(
        LocalDate date,
        Instant verifiedAt,
        Verdict verdict,
        @Nullable String exportArn,
        long files,
        long items,
        long bytes,
        List<String> problems) {
    public static final int MOST_PROBLEMS = 10;

    /** What a verification came to. */
    public enum Verdict {
        GOOD,
        BAD
    }

    public Verification {
        problems = List.copyOf(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
    }
}
