package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.DeletedBackup.Outcome;
import io.ddbvault.core.catalog.PruneDecision.Fate;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a prune did.
 *
 * @param plan what it set out to do
 * @param deleted what became of the dates that should go, as far as it came; nothing after a dry run
 * @param stopped why it did not come to its end; null if it did
 */
public record PruneReport(
        PrunePlan plan,
        boolean dryRun,
        List<DeletedBackup> deleted,
        @Nullable String stopped) {
    public PruneReport {
        deleted = List.copyOf(deleted);
    }

    public static PruneReport dryRun(PrunePlan plan) {
        return new PruneReport(plan, true, List.of(), null);
    }

    public Optional<DeletedBackup> of(LocalDate date) {
        return deleted.stream().filter(backup -> backup.date().equals(date)).findFirst();
    }

    public long count(Outcome outcome) {
        return deleted.stream().filter(backup -> backup.outcome() == outcome).count();
    }

    public long objects() {
        return dryRun
                ? plan.objects()
                : deleted.stream().mapToLong(DeletedBackup::objects).sum();
    }

    public long bytes() {
        return dryRun
                ? plan.bytes()
                : deleted.stream().mapToLong(DeletedBackup::bytes).sum();
    }

    /** All that should go is gone, or would be, and nothing looked damaged on the way. */
    public boolean isGood() {
        return plan.with(Fate.REFUSED).isEmpty()
                && plan.warnings().isEmpty()
                && (dryRun || count(Outcome.DELETED) == plan.with(Fate.GOES).size());
    }

    /** Something should go, and nothing did. */
    public boolean isUseless() {
        return !dryRun && !plan.with(Fate.GOES).isEmpty() && objects() == 0;
    }
}
