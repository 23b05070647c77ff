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

/**
 * Looks once at every export that earlier runs left IN_PROGRESS, or that they started and no manifest names, and records
 * those that have ended. It waits for none, and nothing that goes wrong here keeps today's backup from being made: it becomes a warning.
 */
final class FinishEarlierBackups {
    private static final int DAYS = 7;

    private final ReadManifest readManifest;
    private final FindLostExports findLostExports;
    private final LookAtExport lookAtExport;
    private final StoreManifest storeManifest;

    FinishEarlierBackups(
            ReadManifest readManifest,
            FindLostExports findLostExports,
            LookAtExport lookAtExport,
            StoreManifest storeManifest) {
        this.readManifest = readManifest;
        this.findLostExports = findLostExports;
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
        // There may be none: a run can die before it writes one.
        List<TableExport> attempts = readManifest
                .read(date)
                .map(stored -> stored.manifest().attempts())
                .orElse(List.of());
        List<TableExport> lost = findLostExports.find(date, attempts, journal);
        List<TableExport> running = new ArrayList<>(lost);
        attempts.stream()
                .filter(export -> export.status() == ExportStatus.IN_PROGRESS)
                .forEach(running::add);
        List<TableExport> news = new ArrayList<>();
        for (TableExport export : running) {
            if (stop.reached()) {
                break;
            }
            Look look = lookAtExport.look(date, export);
            if (look.hasEnded() || lost.contains(export)) {
                news.add(look.export());
            }
            if (!look.hasEnded() && !(date.equals(plan.date()) && plan.isOfThisRun(export))) {
                String obstacle = look.obstacle();
                journal.warn("The backup of %s is not complete: %s"
                        .formatted(date, obstacle == null ? stillRuns(export) : obstacle));
            }
        }
        if (!news.isEmpty()) {
            storeManifest.store(date, news);
            news.forEach(export -> journal.recorded(date, export));
        }
    }

    private static String stillRuns(TableExport export) {
        return "the export of %s still runs, as %s. A later run records its end."
                .formatted(export.tableName(), export.exportArn());
    }
}
