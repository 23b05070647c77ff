package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.WritePace;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.BuildTableResult.Judged;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores one validated table, or goes on with it: clears it if asked to, and writes every item of its data files that is
 * not written yet. Each phase is in the checkpoint before it begins.
 */
final class RestoreTable {
    private static final Logger LOG = LoggerFactory.getLogger("io.ddbvault.restore");

    private final ItemWriter writer;
    private final ExistingItems existing;
    private final ClearTable clearTable;
    private final WriteItems writeItems;
    private final ReplaceContents replaceContents;
    private final CheckDataFiles checkDataFiles;
    private final JoinRejects joinRejects;
    private final @Nullable WorkElsewhere elsewhere;
    private final JitteredPause pause;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ProgressListener listener;

    /** @param elsewhere does the two heavy phases; null for this process */
    RestoreTable(
            ItemWriter writer,
            ExistingItems existing,
            ClearTable clearTable,
            WriteItems writeItems,
            ReplaceContents replaceContents,
            CheckDataFiles checkDataFiles,
            JoinRejects joinRejects,
            @Nullable WorkElsewhere elsewhere,
            JitteredPause pause,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener) {
        this.writer = writer;
        this.existing = existing;
        this.clearTable = clearTable;
        this.writeItems = writeItems;
        this.replaceContents = replaceContents;
        this.checkDataFiles = checkDataFiles;
        this.joinRejects = joinRejects;
        this.elsewhere = elsewhere;
        this.pause = pause;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener;
    }

    /** @return how the table stands; if it is at its end, the run notes that for good */
    TableResult restore(TableProgress progress, RestorePlan plan, SharedWork shared, RunningRestore run, Stop stop) {
        if (stop.reached() && progress.phase() == TablePhase.WAITING) {
            return BuildTableResult.skipped(progress.table(), stop.reason());
        }
        Judged judged;
        try {
            judged = new Restoring(progress, plan, shared, run, stop).run();
            if (judged.atItsEnd()) {
                judged = nameRejects(judged.result(), progress, run);
            }
        } catch (RuntimeException | Error e) {
            // The lock is lost or the checkpoint cannot be stored: nothing more may be done, and a later run can go on.
            // Whatever else it is, what was done to this table must be told.
            progress.ledger().fault(reason(e));
            judged = BuildTableResult.brokenOff(progress.tally(), stop);
        }
        TableResult result = judged.result();
        if (judged.atItsEnd()) {
            run.end(progress.table().source(), result);
        }
        try {
            run.store(progress.table().source(), stop);
            if (judged.atItsEnd()) {
                run.release(progress.table().source());
            }
        } catch (RuntimeException | Error e) {
            // What was written is written. Going on would write it once more, which does no harm.
            run.warn("How far the restore of %s got could not be noted: %s"
                    .formatted(progress.table().name(), reason(e)));
        }
        return result;
    }

    /**
     * Does one unit, or goes on with it, and notes how far it came.
     *
     * @param progress of the unit alone
     * @return what kept it from its end and may pass or be mended; null if nothing did
     */
    @Nullable
    String doUnit(
            Unit unit, TableProgress progress, RestorePlan plan, SharedWork shared, RunningRestore run, Stop stop) {
        String fault = null;
        try {
            fault = new Restoring(progress, plan, shared, run, stop).doUnit(unit);
        } catch (RuntimeException | Error e) {
            fault = reason(e);
        }
        try {
            run.store(unit.table(), stop);
        } catch (RuntimeException | Error e) {
            fault = fault == null ? reason(e) : fault;
        }
        return fault;
    }

    /** The result of a table whose restore ended in a way that {@link #restore} itself could not tell. */
    TableResult brokenOff(TableProgress progress, Throwable failure, Stop stop) {
        progress.ledger().fault(reason(failure));
        return BuildTableResult.brokenOff(progress.tally(), stop).result();
    }

    private static String reason(Throwable e) {
        if (e instanceof DdbvaultException failure) {
            return failure.text();
        }
        LOG.error("Unexpected failure while restoring", e);
        return "An unexpected failure: %s. This is a defect of ddbvault; please report it.".formatted(e);
    }

    /** Only once the table is at its end: the object lists all, and a later run must not find it replaced by less. */
    private Judged nameRejects(TableResult result, TableProgress progress, RunningRestore run) {
        if (result.itemsFailed() == 0) {
            return new Judged(result, true);
        }
        try {
            List<RejectsSegment> segments = progress.ledger().written().rejects();
            // A process that was taken for dead must not replace what its successor joined.
            run.lease(progress.table().source()).require();
            String key = joinRejects.join(run.restoreId(), progress.table().name(), segments);
            return new Judged(result.withRejects(key), true);
        } catch (DdbvaultException e) {
            TableResult without = result.withRemark("The rejected items could not be stored: " + e.text());
            return e.code().passes() || e.code() == ErrorCode.LOCK_LOST
                    ? new Judged(without.withRemark("Go on with the same restore_id to store them."), false)
                    : new Judged(without, true);
        }
    }

    /** One table on its way through its phases. */
    private final class Restoring {
        private final TableProgress progress;
        private final ValidatedTable table;
        private final RestorePlan plan;
        private final RunningRestore run;
        private final Stop stop;
        private final RunPhase runPhase;

        Restoring(TableProgress progress, RestorePlan plan, SharedWork shared, RunningRestore run, Stop stop) {
            this.progress = progress;
            this.table = progress.table();
            this.plan = plan;
            this.run = run;
            this.stop = stop;
            // One for all phases: the ceiling is the table's, and the clear's last seconds count in the write's first.
            WritePace pace = new WritePace(plan.maxWriteUnits(), clock, sleeper, shared.calls());
            TransferBatches transferBatches = new TransferBatches(storeItems(shared), pace, shared);
            Heartbeat heartbeat = () -> run.beat(table.source());
            this.runPhase = new RunPhase(table.name(), transferBatches, plan, heartbeat, stop, clock, listener);
        }

        private StoreItems storeItems(SharedWork shared) {
            KeySchema keySchema = table.table().keySchema();
            return switch (plan.writeMode()) {
                case ALL -> fenced(writer);
                case MISSING -> fenced(new PutMissingItems(existing, keySchema));
                case CHANGED ->
                    new StoreChangedItems(
                            existing,
                            keySchema,
                            new WritePace(null, clock, sleeper, shared.calls()),
                            fenced(writer),
                            pause,
                            clock);
            };
        }

        private StoreBatch fenced(ItemWriter unfenced) {
            return new StoreBatch(new FencedItemWriter(unfenced, run.lease(table.source())), pause, clock);
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
                enter(plan.clearMode() == ClearMode.AFTER ? TablePhase.NOTING : TablePhase.CLEARING);
            }
            if (progress.phase() == TablePhase.NOTING) {
                WriteTally noted = replaceContents.note(progress, run.restoreId(), run.attempt(), runPhase);
                if (progress.existing() == null) {
                    return BuildTableResult.notNoted(progress.tally(), noted, stop);
                }
            }
            if (progress.phase() == TablePhase.CLEARING) {
                WriteTally cleared = elsewhere == null
                        ? clearTable.clear(progress, ReadExistingKeys.Choice.ALL, runPhase)
                        : elsewhere.clear(progress, run, runPhase);
                if (isIncomplete(cleared)) {
                    // Writing over the rest would leave items that the backup does not have, and call the table
                    // restored.
                    return BuildTableResult.notCleared(progress.tally(), cleared, stop);
                }
            }
            if (progress.phase() != TablePhase.DELETING) {
                if (progress.phase() != TablePhase.WRITING) {
                    // From here on nothing is cleared again, by no later run: it would delete what is written.
                    enter(TablePhase.WRITING);
                }
                if (elsewhere == null) {
                    writeItems.write(progress, runPhase);
                } else {
                    elsewhere.write(progress, run, runPhase);
                }
            }
            Judged written = BuildTableResult.written(progress.tally(), stop);
            if (progress.existing() == null) {
                return written;
            }
            if (written.result().status() != TableStatus.COMPLETED) {
                return written.atItsEnd() ? withoutDelete(written.result()) : written;
            }
            if (progress.phase() != TablePhase.DELETING) {
                enter(TablePhase.DELETING);
            }
            WriteTally deleted = replaceContents.delete(progress, runPhase);
            if (progress.added() > 0) {
                run.warn("%d rows came into %s while the restore ran; they stay."
                        .formatted(progress.added(), table.name()));
            }
            return isIncomplete(deleted)
                    ? BuildTableResult.notReplaced(progress.tally(), deleted, stop)
                    : BuildTableResult.written(progress.tally(), stop);
        }

        @Nullable
        String doUnit(Unit unit) {
            if (unit.kind() == Unit.Kind.WRITE) {
                writeItems.write(progress, runPhase);
                WriteLedger.Sum sum = progress.ledger().sum();
                return sum.brokenOff() ? String.join(" ", sum.faults()) : null;
            }
            List<Tables.Segment> segment = List.of(new Tables.Segment(unit.number(), Math.toIntExact(unit.last())));
            WriteTally cleared = clearTable.clear(progress, segment, ReadExistingKeys.Choice.ALL, runPhase);
            if (!isIncomplete(cleared)) {
                progress.enter(TablePhase.WRITING);
                return null;
            }
            // Nothing of it is on its way any more, so that whoever goes on need not fear a late delete.
            progress.enter(TablePhase.WAITING);
            List<String> reasons = new ArrayList<>(cleared.faults());
            cleared.failures().forEach(failure -> reasons.add(failure.place() + " " + failure.reason()));
            return reasons.isEmpty() ? null : String.join(" ", reasons);
        }

        private static Judged withoutDelete(TableResult result) {
            return new Judged(
                    result.withRemark(
                            "What the table held before is still in it: that is deleted only where every item was written."),
                    true);
        }

        private boolean isIncomplete(WriteTally cleared) {
            return stop.reached() || !cleared.faults().isEmpty() || cleared.stored() != cleared.lines();
        }

        private void enter(TablePhase phase) {
            progress.enter(phase);
            run.store(table.source(), stop);
        }
    }
}
