package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks once at every export that earlier runs left IN_PROGRESS, and records those that have ended. It waits for none,
 * and nothing that goes wrong here keeps today's backup from being made: it becomes a warning.
 */
final class FinishEarlierBackups {
    private static final int DAYS = 7;

    private final ReadManifest readManifest;
    private final LookAtExport lookAtExport;
    private final StoreManifest storeManifest;

    FinishEarlierBackups(ReadManifest readManifest, LookAtExport lookAtExport, StoreManifest storeManifest) {
        this.readManifest = readManifest;
        this.lookAtExport = lookAtExport;
        this.storeManifest = storeManifest;
    }

    /**
     * Looks at today's manifest and those of the seven days before. An export of the plan's own run key that failed
     * meanwhile is so started anew in this very run; one that still runs is waited for later.
     */
    public void finish(BackupPlan plan, Instant now, Stop stop, Journal journal) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        for (int daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
            LocalDate date = today.minusDays(daysAgo);
            if (stop.reached() || (plan.finishOnly() && date.equals(plan.date()))) {
                continue;
            }
            try {
                finish(date, plan, stop, journal);
            } catch (DdbvaultException e) {
                journal.warn("The backup of %s could not be looked at: %s".formatted(date, e.text()));
                if (e.code() == ErrorCode.BUCKET_NOT_FOUND || e.code() == ErrorCode.ACCESS_DENIED) {
                    // The other dates would tell the same seven times more.
                    return;
                }
            }
        }
    }

    private void finish(LocalDate date, BackupPlan plan, Stop stop, Journal journal) {
        Optional<StoredManifest> stored = readManifest.read(date);
        if (stored.isEmpty()) {
            return;
        }
        List<TableExport> ended = new ArrayList<>();
        for (TableExport export : stored.get().manifest().attempts()) {
            if (export.status() != ExportStatus.IN_PROGRESS || stop.reached()) {
                continue;
            }
            Look look = lookAtExport.look(date, export);
            if (look.hasEnded()) {
                ended.add(look.export());
            } else if (!(date.equals(plan.date()) && plan.isOfThisRun(export))) {
                String obstacle = look.obstacle();
                journal.warn("The backup of %s is not complete: %s"
                        .formatted(date, obstacle == null ? stillRuns(export) : obstacle));
            }
        }
        if (!ended.isEmpty()) {
            storeManifest.store(date, ended);
            ended.forEach(export -> journal.recorded(date, export));
        }
    }

    private static String stillRuns(TableExport export) {
        return "the export of %s still runs, as %s. A later run records its end."
                .formatted(export.tableName(), export.exportArn());
    }
}
