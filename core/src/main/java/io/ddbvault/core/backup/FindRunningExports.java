package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** In place of {@link StartExports} where a run only finishes: what its date's manifest says is running, or fails to say. */
final class FindRunningExports {
    private final ReadManifest readManifest;
    private final FindLostExports findLostExports;

    FindRunningExports(ReadManifest readManifest, FindLostExports findLostExports) {
        this.readManifest = readManifest;
        this.findLostExports = findLostExports;
    }

    /**
     * @throws DdbvaultException {@code NO_BACKUP} if that date has no manifest, or one that holds nothing, and no export
     *     that it should name
     */
    public StartedExports find(BackupPlan plan, Journal journal) {
        List<TableExport> attempts = new ArrayList<>(readManifest
                .read(plan.date())
                .map(stored -> stored.manifest().attempts())
                .orElse(List.of()));
        attempts.addAll(findLostExports.find(plan.date(), List.copyOf(attempts), journal));
        if (attempts.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.NO_BACKUP,
                    "There is no backup of %s to finish. Choose another backup_date, or leave the field out for a new backup."
                            .formatted(plan.date()));
        }
        List<TableExport> running = attempts.stream()
                .filter(export -> export.status() == ExportStatus.IN_PROGRESS && plan.includes(export.tableName()))
                .collect(Collectors.toList());
        running.forEach(journal::running);
        return new StartedExports(plan.date(), running);
    }
}
