package io.ddbvault.core.catalog;

import io.ddbvault.core.port.BackupEraser.Refusal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a date that should go.
 *
 * @param objects that were deleted
 * @param bytes that they held
 * @param left how many objects S3 refused to delete
 * @param refusals the first of these
 * @param problem why it is not gone; null if it is
 */
public record DeletedBackup(
        LocalDate date,
        Outcome outcome,
        long objects,
        long bytes,
        long left,
        List<Refusal> refusals,
        @Nullable String problem) {
    public DeletedBackup {
        refusals = List.copyOf(refusals);
    }

    /** How far it came. */
    public enum Outcome {
        DELETED,
        /** Its manifest is gone, and not all of the rest; the next prune goes on. */
        HALF_DELETED,
        UNTOUCHED
    }

    static DeletedBackup untouched(LocalDate date, String problem) {
        return new DeletedBackup(date, Outcome.UNTOUCHED, 0, 0, 0, List.of(), problem);
    }
}
