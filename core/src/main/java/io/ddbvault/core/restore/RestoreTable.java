package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.BuildTableResult.Judged;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Restores one validated table, or goes on with it: clears it if asked to, then writes every item of its data files that
 * is not written yet. Each phase is in the checkpoint before it begins.
 */
final class RestoreTable {
    private final BackupStore backups;
    private final Tables tables;
    private final ItemWriter writer;
    private final CheckDataFiles checkDataFiles;
    private final JoinRejects joinRejects;
    private final JitteredPause pause;
    private final InstantSource clock;
    private final ProgressListener listener;

    RestoreTable(
            BackupStore backups,
            Tables tables,
            ItemWriter writer,
            CheckDataFiles checkDataFiles,
            JoinRejects joinRejects,
            JitteredPause pause,
            InstantSource clock,
            ProgressListener listener) {
        this.backups = backups;
        this.tables = tables;
        this.writer = writer;
        this.checkDataFiles = checkDataFiles;
        this.joinRejects = joinRejects;
        this.pause = pause;
        this.clock = clock;
        this.listener = listener;
    }

    /** @return how the table stands; if it is at its end, the run notes that for good */
    TableResult restore(TableProgress progress, RestorePlan plan, RunningRestore run, Stop stop) {
        if (stop.reached() && progress.phase() == TablePhase.WAITING) {
            return BuildTableResult.skipped(progress.table(), stop.reason());
        }
        Judged judged;
        try {
            judged = new Restoring(progress, plan, run, stop).run();
        } catch (DdbvaultException e) {
            // The lock is lost or the checkpoint cannot be stored: nothing more may be done, and a later run can go on.
            progress.ledger().fault(e.text());
            judged = BuildTableResult.brokenOff(progress.tally(), stop);
        }
        TableResult result = nameRejects(judged.result(), progress, run);
        if (judged.atItsEnd()) {
            run.end(progress.table().source(), result);
        }
        try {
            run.store(stop);
        } catch (DdbvaultException e) {
            // What was written is written. Going on would write it once more, which does no harm.
            run.warn("How far the restore of %s got could not be noted: %s"
                    .formatted(progress.table().name(), e.text()));
        }
        return result;
    }

    private TableResult nameRejects(TableResult result, TableProgress progress, RunningRestore run) {
        if (result.itemsFailed() == 0 || result.status() == TableStatus.IN_PROGRESS) {
            return result;
        }
        try {
            List<RejectsSegment> segments = progress.ledger().written().rejects();
            return result.withRejects(
                    joinRejects.join(run.restoreId(), progress.table().name(), segments));
        } catch (DdbvaultException e) {
            return result.withRemark("The rejected items could not be stored: " + e.text());
        }
    }

    /** One table on its way through its phases. */
    private final class Restoring {
        private final TableProgress progress;
        private final ValidatedTable table;
        private final RestorePlan plan;
        private final RunningRestore run;
        private final Stop stop;
        private final TransferBatches transferBatches;

        Restoring(TableProgress progress, RestorePlan plan, RunningRestore run, Stop stop) {
            this.progress = progress;
            this.table = progress.table();
            this.plan = plan;
            this.run = run;
            this.stop = stop;
            FencedItemWriter fenced = new FencedItemWriter(writer, run.lease(table.source()));
            this.transferBatches = new TransferBatches(new StoreBatch(fenced, pause, clock));
        }

        Judged run() {
            if (progress.phase() == TablePhase.WAITING && plan.clear()) {
                try {
                    // Other tables may have taken hours: what was validated then must still be there before this one
                    // is emptied.
                    checkDataFiles.requireUnchanged(table.files(), stop);
                } catch (DdbvaultException e) {
                    return BuildTableResult.notTouched(table, e);
                }
                enter(TablePhase.CLEARING);
            }
            if (progress.phase() == TablePhase.CLEARING) {
                WriteTally cleared = clear();
                if (stop.reached() || !cleared.faults().isEmpty() || cleared.stored() != cleared.lines()) {
                    // Writing over the rest would leave items that the backup does not have, and call the table
                    // restored.
                    return BuildTableResult.notCleared(progress.tally(), cleared, stop);
                }
            }
            if (progress.phase() != TablePhase.WRITING) {
                // From here on nothing is cleared again, by no later run: it would delete what is written.
                enter(TablePhase.WRITING);
            }
            write();
            return BuildTableResult.written(progress.tally(), stop);
        }

        private void enter(TablePhase phase) {
            progress.enter(phase);
            run.store(stop);
        }

        private WriteTally clear() {
            List<ReadExistingKeys> sources = Tables.Segment.of(plan.scanSegments()).stream()
                    .map(segment -> new ReadExistingKeys(
                            tables,
                            table.table(),
                            segment,
                            ReadExistingKeys.Choice.ALL,
                            progress.clearing(),
                            pause,
                            stop))
                    .toList();
            transfer(
                    Phase.CLEAR,
                    sources,
                    progress.clearing(),
                    progress.cleared(),
                    table.table().itemCount());
            return progress.clearing().sum();
        }

        private void write() {
            List<RestoreUnit> left = progress.ledger().openUnits();
            Queue<RestoreUnit> units = new ConcurrentLinkedQueue<>(left);
            List<ReadDataFiles> sources = Stream.generate(
                            () -> new ReadDataFiles(backups, table.name(), units, progress.ledger()))
                    .limit(Math.max(1, Math.min(plan.readers(), left.size())))
                    .toList();
            transfer(
                    Phase.WRITE,
                    sources,
                    progress.ledger(),
                    progress.ledger().decided(),
                    table.contents().itemCount());
        }

        private void transfer(
                Phase phase, List<? extends BatchSource> sources, Ledger ledger, long before, long expected) {
            Instant began = clock.instant();
            listener.on(new PhaseStarted(table.name(), phase, expected));
            LongAdder items = new LongAdder();
            LongAdder bytes = new LongAdder();
            items.add(before);
            Consumer<WriteTally> report = part -> {
                items.add(part.stored());
                bytes.add(part.bytes());
                listener.on(new Advanced(
                        table.name(),
                        phase,
                        items.sum(),
                        expected,
                        bytes.sum(),
                        Duration.between(began, clock.instant())));
            };
            transferBatches.transfer(sources, plan.workers(), plan.queueBytes(), ledger, run, stop, report);
            listener.on(new PhaseEnded(table.name(), phase, items.sum(), Duration.between(began, clock.instant())));
        }
    }
}
