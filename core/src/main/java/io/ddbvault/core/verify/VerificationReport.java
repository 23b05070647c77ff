package io.ddbvault.core.verify;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification came to.
 *
 * @param request what was asked
 * @param backups newest first
 */
public record VerificationReport(
        VerifyRequest request,
        String bucket,
        String prefix,
        List<VerifiedBackup> backups,
        List<String> warnings,
        Duration duration) {
    /**
     * One date.
     *
     * @param environment null where its manifest cannot be used
     * @param problem why its manifest cannot be used, which makes all of it BAD; null if it can
     * @param tables in the manifest's order, or in that of the request
     */
    public record VerifiedBackup(
            LocalDate date,
            @Nullable String environment,
            @Nullable Problem problem,
            List<VerifiedTable> tables) {
        public VerifiedBackup {
            tables = List.copyOf(tables);
        }
    }

    public VerificationReport {
        backups = List.copyOf(backups);
        warnings = List.copyOf(warnings);
    }

    public Depth depth() {
        return request.depth();
    }

    public List<VerifiedTable> tables() {
        return backups.stream().flatMap(backup -> backup.tables().stream()).toList();
    }

    public long count(State state) {
        return tables().stream().filter(table -> table.state() == state).count();
    }

    /** Dates whose manifest cannot be used. */
    public long unreadableBackups() {
        return backups.stream().filter(backup -> backup.problem() != null).count();
    }

    public boolean allGood() {
        return unreadableBackups() == 0
                && !tables().isEmpty()
                && tables().stream().allMatch(table -> table.state() == State.GOOD);
    }
}
