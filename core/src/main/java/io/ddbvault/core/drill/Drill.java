package io.ddbvault.core.drill;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.drill.DrillRecord.State;
import io.ddbvault.core.drill.UseScratchTable.Used;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ScratchTables;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.FindExport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Rehearses a table's restore.
 *
 * <pre>
 * DrillRequest → DrillPlan → (confirmed) → a scratch table: created, restored into, compared, deleted → DrillReport, stored
 * </pre>
 *
 * It writes to no table but the scratch table, which it creates, and deletes none but that. One drill per instance.
 */
public final class Drill {
    private final String owner;
    private final Settings settings;
    private final BackupStore store;
    private final BackupLayout layout;
    private final Tables tables;
    private final ItemWriter writer;
    private final PlanDrill planDrill;
    private final UseScratchTable useScratchTable;
    private final RunRestore runRestore;
    private final CompareScratch compareScratch;
    private final StoreDrill storeDrill;
    private final InstantSource clock;
    private final ProgressListener listener;

    /**
     * @param store of it, the backups are read; written is what drills and restores keep, under {@code _state/}
     * @param sleeper waits for the table, for a turn to write, and between two tries
     * @param random for the scratch table's name
     * @param owner this process as people know it, for those who find its table
     * @param listener hears of what a restore's listener hears, and of the scratch table
     */
    public Drill(
            Settings settings,
            BackupStore store,
            Tables tables,
            ScratchTables scratchTables,
            ItemWriter writer,
            CompareScratch compareScratch,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random,
            String owner,
            ProgressListener listener) {
        this.settings = settings;
        this.store = store;
        this.tables = tables;
        this.writer = writer;
        this.compareScratch = compareScratch;
        this.clock = clock;
        this.owner = owner;
        this.listener = listener.withoutFailures();
        layout = new BackupLayout(settings.prefix());
        JitteredPause pause = new JitteredPause(sleeper, random, Duration.ofMillis(500), Duration.ofSeconds(5));
        runRestore = new RunRestore(settings, store, clock, sleeper, owner, this.listener);
        planDrill = new PlanDrill(new FindExport(settings, store), tables, runRestore, random);
        useScratchTable = new UseScratchTable(tables, scratchTables, clock, pause, this.listener);
        storeDrill = new StoreDrill(store, layout);
    }

    /** What was done with the scratch table. */
    record Rehearsal(RestoreReport restored, long writeUnits, Comparison comparison) {
        TableResult result() {
            return restored.results().get(0);
        }
    }

    /**
     * @param drillId what this drill is called: a new {@link io.ddbvault.core.restore.RestoreId}
     * @param confirmation is told the estimate before anything is created
     * @param stop once reached, the drill ends at a safe point, and the scratch table is deleted
     * @throws DdbvaultException if nothing was compared: the backup cannot be found or restored, the drill was not confirmed,
     *     or it was stopped. The message says so if the scratch table is still there
     */
    public DrillReport run(DrillRequest request, String drillId, Confirmation confirmation, Stop stop) {
        DrillPlan plan = planDrill.plan(request, drillId, stop);
        confirmation.confirm(plan.estimate());
        listener.on(new DrillStarted(drillId));
        Instant began = clock.instant();
        Used<Rehearsal> used = useScratchTable(plan, request, began, stop);
        DrillReport report = JudgeDrill.judge(plan, request, used, settings.environment(), began, clock.instant());
        return storeDrill.store(report);
    }

    private Used<Rehearsal> useScratchTable(DrillPlan plan, DrillRequest request, Instant began, Stop stop) {
        // Before there is a table: one that nobody's record names could not be cleaned up.
        try (RunningDrill running = RunningDrill.begin(store, layout, record(plan, began), clock)) {
            try {
                return useScratchTable.use(
                        plan.scratch(),
                        plan.keys(),
                        request.keepTable(),
                        stop,
                        scratch -> rehearse(plan, request, scratch, stop));
            } finally {
                running.end(request.keepTable() ? State.KEPT : State.ENDED);
            }
        }
    }

    private DrillRecord record(DrillPlan plan, Instant now) {
        return new DrillRecord(
                plan.scratch().drillId(),
                plan.scratch().source(),
                plan.estimate().date(),
                plan.scratch().name(),
                owner,
                State.RUNNING,
                now,
                now,
                now.plus(RunningDrill.LIFE));
    }

    private Rehearsal rehearse(DrillPlan plan, DrillRequest request, TableDescription scratch, Stop stop) {
        MeasureWrites measured = new MeasureWrites(writer);
        RestoreReport restored =
                runRestore.restore(plan.estimate().date(), plan.scratch(), tables, measured, request, stop);
        requireRestored(restored.results().get(0), stop);
        return new Rehearsal(restored, measured.units(), compare(plan, scratch, stop));
    }

    /** What is not whole is compared too, so that the evidence says what is missing; where nothing is, there is none. */
    private static void requireRestored(TableResult result, Stop stop) {
        if (result.status() == TableStatus.COMPLETED) {
            return;
        }
        if (stop.reached()) {
            throw new DdbvaultException(
                    ErrorCode.STOPPED,
                    "The drill was stopped by %s after %d of %d items; nothing was compared, and nothing is proven."
                            .formatted(stop.reason(), result.itemsWritten(), result.expectedItems()));
        }
        if (result.status() != TableStatus.PARTIAL_SUCCESS) {
            throw new DdbvaultException(
                    ErrorCode.DRILL_FAILED,
                    "The restore into the scratch table %s came to nothing, so nothing was compared. It says: %s A drill does not go on: start it again."
                            .formatted(result.target(), result.error()));
        }
    }

    private Comparison compare(DrillPlan plan, TableDescription scratch, Stop stop) {
        try {
            return compareScratch.compare(
                    plan.estimate().date(), plan.scratch().source(), counted(scratch, plan.contents()), stop);
        } catch (DdbvaultException e) {
            // The restore has met it too, and was not whole. That is what there is to prove.
            if (e.code().kind() == ErrorKind.CORRUPT_DATA) {
                return Comparison.broken(e.text());
            }
            throw e;
        }
    }

    private static TableDescription counted(TableDescription scratch, ExportContents contents) {
        return new TableDescription(
                scratch.name(),
                scratch.arn(),
                scratch.id(),
                scratch.status(),
                scratch.keySchema(),
                contents.itemCount(),
                contents.billedSizeBytes(),
                scratch.settings());
    }
}
