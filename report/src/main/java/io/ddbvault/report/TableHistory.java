package io.ddbvault.report;

import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.TableVerifications;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one table's backups.
 *
 * @param current whether the newest readable backup names it
 * @param nights its COMPLETED exports, oldest first
 * @param bad days whose backup names it but has no COMPLETED export of it, oldest first
 * @param drill the newest rehearsal; null if there was none
 */
public record TableHistory(
        String name,
        boolean current,
        List<TableNight> nights,
        List<LocalDate> bad,
        TableVerifications verifications,
        @Nullable DrillResult drill) {

    public TableHistory {
        nights = List.copyOf(nights);
        bad = List.copyOf(bad);
    }

    /** The newest COMPLETED export. */
    public Optional<TableNight> newest() {
        return nights.isEmpty() ? Optional.empty() : Optional.of(nights.get(nights.size() - 1));
    }
}
