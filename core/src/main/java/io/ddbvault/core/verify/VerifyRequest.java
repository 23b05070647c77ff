package io.ddbvault.core.verify;

import io.ddbvault.core.evidence.Depth;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be verified, and how deep.
 *
 * @param date null for the newest date that has a manifest
 * @param all every date instead
 * @param tables empty for all that a backup holds
 * @param share of a sample: what part of each table's data files is read, above 0 and up to 1
 * @param seed of a sample: which files it takes; another one each day gets round to all of them
 * @param threads that read side by side, 1 and more
 */
public record VerifyRequest(
        @Nullable LocalDate date,
        boolean all,
        List<String> tables,
        Depth depth,
        double share,
        LocalDate seed,
        int threads) {
    public VerifyRequest {
        tables = List.copyOf(tables);
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("a sample is a part: " + share);
        }
        if (date != null && all) {
            throw new IllegalArgumentException("one date or all of them");
        }
    }
}
