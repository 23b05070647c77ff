package io.ddbvault.core.backup;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.TableDescription;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run tells: warnings for its answer, events for its listener, lines for the log. Not thread-safe. */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("io.ddbvault.backup");

    private final ProgressListener listener;
    private final Set<String> warnings = new LinkedHashSet<>();

    Journal(ProgressListener listener) {
        this.listener = listener;
    }

    /** The same text twice is one warning. */
    void warn(String text) {
        if (warnings.add(text)) {
            LOG.warn(text);
            listener.on(new ProgressEvent.Warning(text));
        }
    }

    void planned(BackupPlan plan) {
        if (plan.finishOnly()) {
            LOG.info("Finishing the backup of {}", plan.date());
        } else {
            LOG.info("Backing up {} as of {}, run key {}", plan.tables(), plan.date(), plan.runKey());
        }
    }

    /** An export is about to be started. */
    void starting(TableDescription table) {
        listener.on(new ProgressEvent.ExportEstimated(
                table.name(), table.sizeBytes(), EstimateCost.export(table.sizeBytes())));
    }

    /** An export runs: this run started it, or found it. */
    void running(TableExport export) {
        LOG.info("Export of {} runs: {}", export.tableName(), export.exportArn());
        listener.on(new ProgressEvent.ExportStarted(export.tableName(), String.valueOf(export.exportArn())));
    }

    void waiting(long running, long ended, Duration elapsed) {
        listener.on(new ProgressEvent.ExportsRunning((int) running, (int) ended, elapsed));
    }

    /** The end of an export that another run started; not this run's progress, so only the log hears of it. */
    void recorded(LocalDate date, TableExport export) {
        LOG.info("Recorded in the backup of {}: export of {} is {}", date, export.tableName(), export.status());
    }

    void ended(TableExport export) {
        boolean completed = export.status() == ExportStatus.COMPLETED;
        String reason = String.valueOf(export.failureMessage());
        if (completed) {
            LOG.info("Export of {} completed: {} items", export.tableName(), export.itemCount());
        } else {
            LOG.error("Export of {} failed: {}", export.tableName(), reason);
        }
        listener.on(new ProgressEvent.ExportEnded(
                export.tableName(), completed, export.itemCount(), completed ? "" : reason));
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
