package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.port.BackupEraser.Versions;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a prune would do.
 *
 * @param decisions for every date, newest first
 * @param lastGood of each table the backup that must be there before any other of it goes
 * @param versions what becomes of what is deleted
 * @param warnings backups that look damaged
 */
public record PrunePlan(
        RetentionRules rules,
        List<PruneDecision> decisions,
        Map<String, LocalDate> lastGood,
        Versions versions,
        List<String> warnings) {
    public PrunePlan {
        decisions = List.copyOf(decisions);
        lastGood = Map.copyOf(lastGood);
        warnings = List.copyOf(warnings);
    }

    /** Newest first. */
    public List<PruneDecision> with(Fate fate) {
        return decisions.stream().filter(decision -> decision.fate() == fate).toList();
    }

    public long objects() {
        return decisions.stream().mapToLong(PruneDecision::objects).sum();
    }

    public long bytes() {
        return decisions.stream().mapToLong(PruneDecision::bytes).sum();
    }
}
