package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.ReadCheckpoint.StoredCheckpoint;
import io.ddbvault.core.restore.TableCheckpoint.Written;
import io.ddbvault.core.restore.UnitResult.Status;
import io.ddbvault.core.state.Lease;
import io.ddbvault.core.state.LockTable;
import io.ddbvault.core.state.LockTable.Taker;
import io.ddbvault.core.state.OwnedObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Does one unit of a restore that another process began: the worker's side of a {@link Workforce}.
 *
 * <pre>
 * Unit → the restore's checkpoint → the table and the file, checked → the unit's own checkpoint → UnitResult
 * </pre>
 *
 * A unit that was begun before, by whomever, goes on where its checkpoint says; one that has ended is not done again. It
 * writes only while the restore holds the table's lock, which it helps to renew. Thread-safe: one instance does many
 * units at a time.
 */
public final class DoUnit {
    private final Settings settings;
    private final BackupLayout layout;
    private final BackupStore store;
    private final ReadCheckpoint readCheckpoint;
    private final ValidateAgain validateAgain;
    private final LockTable lockTable;
    private final PlanRestore planRestore;
    private final RestoreTable restoreTable;
    private final JitteredPause pause;
    private final String owner;
    private final InstantSource clock;

    /**
     * @param store of it, the backup and the restore's checkpoint are read; written is the unit's
     * @param existing where what is written depends on what a table has
     * @param sleeper waits for a turn to write, and between two tries
     * @param owner this process as people know it
     * @param listener hears of the unit's progress
     * @param heapBytes that one unit may count with
     */
    public DoUnit(
            Settings settings,
            BackupStore store,
            Tables tables,
            ItemWriter writer,
            ExistingItems existing,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener,
            long heapBytes) {
        this.settings = settings;
        this.store = store;
        this.owner = owner;
        this.clock = clock;
        ProgressListener quiet = listener.withoutFailures();
        layout = new BackupLayout(settings.prefix());
        readCheckpoint = new ReadCheckpoint(store, layout);
        ReadExportManifests manifests = new ReadExportManifests(store, layout);
        CheckDataFiles checkDataFiles = new CheckDataFiles(store);
        validateAgain = new ValidateAgain(
                settings,
                tables,
                new LocateExport(settings.bucket(), layout, manifests),
                manifests,
                checkDataFiles,
                new ValidateRejects(settings, layout, store, tables));
        pause = new JitteredPause(sleeper, new Random(), Duration.ofMillis(50), Duration.ofSeconds(5));
        lockTable = new LockTable(store, layout, clock, pause, quiet);
        planRestore = new PlanRestore(heapBytes, 1);
        ClearTable clearTable = new ClearTable(tables, pause);
        CheckKeysFit checkKeysFit = new CheckKeysFit(heapBytes / Restore.HEAP_PER_KEYS);
        restoreTable = new RestoreTable(
                writer,
                existing,
                clearTable,
                new WriteItems(store),
                new ReplaceContents(
                        store,
                        tables,
                        new KeepExistingKeys(store, layout),
                        clearTable,
                        pause,
                        checkKeysFit,
                        new KeyMemory(heapBytes / Restore.HEAP_PER_KEYS)),
                checkDataFiles,
                new JoinRejects(store, layout),
                null,
                pause,
                clock,
                sleeper,
                quiet);
    }

    /**
     * @param stop reached in mid-unit, it ends at a batch boundary
     * @return how far the unit is now; {@link Status#BROKEN_OFF} also for what kept it from beginning
     */
    public UnitResult run(Unit unit, Stop stop) {
        try {
            return doUnit(unit, stop);
        } catch (DdbvaultException e) {
            Status status = e.code() == ErrorCode.STOPPED ? Status.STOPPED : Status.BROKEN_OFF;
            return new UnitResult(unit, status, 0, 0, 0, e.text());
        }
    }

    /**
     * A whole data file's unit.
     *
     * @param dataFile its key, as the export's manifest has it
     * @throws DdbvaultException if the restore or the export has no such table or file
     */
    public Unit ofFile(String restoreId, int attempt, String table, String dataFile, @Nullable Integer maxWriteUnits) {
        Unit any = new Unit(restoreId, attempt, table, Unit.Kind.WRITE, 1, 1, 1, maxWriteUnits);
        return validateAgain.whole(any, dataFile, checkpoint(any));
    }

    private RestoreCheckpoint checkpoint(Unit unit) {
        RestoreCheckpoint restore = readCheckpoint.read(unit.restoreId()).checkpoint();
        if (!restore.environment().equals(settings.environment())) {
            throw new DdbvaultException(
                    ErrorCode.ENVIRONMENT_MISMATCH,
                    "The restore %s was begun for the environment %s, but ENVIRONMENT is %s. Nothing was touched. Check ENVIRONMENT."
                            .formatted(unit.restoreId(), restore.environment(), settings.environment()));
        }
        TableCheckpoint table = restore.open().get(unit.table());
        if (restore.attempt() != unit.attempt() || table == null) {
            throw new DdbvaultException(
                    ErrorCode.NO_SUCH_RESTORE,
                    "The restore %s has no attempt %d at %s that is open: %s. See how it stands with 'ddbvault status %s'."
                            .formatted(
                                    unit.restoreId(),
                                    unit.attempt(),
                                    unit.table(),
                                    table == null ? "the table has ended" : "it is at attempt " + restore.attempt(),
                                    unit.restoreId()));
        }
        TablePhase due = unit.kind() == Unit.Kind.CLEAR ? TablePhase.CLEARING : TablePhase.WRITING;
        if (table.phase() != due) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "The restore %s is not at this step of %s: it is %s. Nothing was written or deleted."
                            .formatted(unit.restoreId(), unit.table(), table.phase()));
        }
        return restore;
    }

    private UnitResult doUnit(Unit unit, Stop stop) {
        RestoreCheckpoint restore = checkpoint(unit);
        TableCheckpoint whole = Objects.requireNonNull(restore.open().get(unit.table()));
        if (unit.kind() == Unit.Kind.WRITE
                && whole.written().filesDone().coveredUntil(unit.number()) >= unit.number()) {
            // By an earlier attempt.
            return new UnitResult(unit, Status.DONE, 0, 0, 0, null);
        }
        String key = JoinUnits.checkpointKey(layout, unit, whole.target());
        Optional<StoredCheckpoint> earlier = readCheckpoint.at(key);
        TableCheckpoint before = earlier.map(
                        stored -> stored.checkpoint().open().get(unit.table()))
                .orElse(null);
        if (before != null && isDone(unit, before)) {
            return result(unit, Status.DONE, before, null);
        }
        requireNoLateDeletes(unit, before);
        ValidatedTable table = validateAgain.unit(unit, restore, stop);
        Taker taker = new Taker(unit.restoreId(), owner, RestoreId.token(unit.restoreId(), unit.attempt()));
        Lease lease = lockTable.share(table.table(), taker);
        lease.require();
        RestoreRequest request = restore.request().toBuilder()
                .maxWriteUnits(unit.maxWriteUnits())
                .build();
        int tries = earlier.map(stored -> stored.checkpoint().attempt() + 1).orElse(1);
        RestoreCheckpoint first = new RestoreCheckpoint(
                unit.restoreId(),
                tries,
                owner,
                clock.instant(),
                clock.instant(),
                restore.date(),
                restore.environment(),
                request,
                List.of(unit.table()),
                Map.of(),
                Map.of(),
                List.of());
        TableProgress progress = progress(unit, whole, before, table, key, tries, request);
        OwnedObject object =
                new OwnedObject(store, key, earlier.map(StoredCheckpoint::etag).orElse(null), CheckpointJson.MAX_BYTES);
        RunningRestore run = new RunningRestore(
                first, Map.of(unit.table(), progress), Map.of(unit.table(), lease), object, clock, pause);
        return restore(unit, progress, run, request, stop);
    }

    /**
     * A late put does no harm, since it is of the same item. A late delete, by a process that was taken for dead and wakes
     * once the table is being written, would take away what is restored. The next attempt waits until none can come.
     */
    private static void requireNoLateDeletes(Unit unit, @Nullable TableCheckpoint before) {
        if (unit.kind() == Unit.Kind.CLEAR && before != null && before.phase() == TablePhase.CLEARING) {
            throw new DdbvaultException(
                    ErrorCode.LOCKED,
                    "Another process began to clear segment %d of %s and has not said that it ended, so it may still delete. Go on with the restore %s, which waits until it cannot: the CLI's or the Spark job's --restore-id, or an execution with restore_id."
                            .formatted(unit.number(), unit.table(), unit.restoreId()));
        }
    }

    private UnitResult restore(
            Unit unit, TableProgress progress, RunningRestore run, RestoreRequest request, Stop stop) {
        // The first thing that is seen of it: whoever does it at the same time loses this object, and stops.
        run.store(unit.table(), stop);
        ValidatedBackup backup = new ValidatedBackup(
                run.date(), List.of(unit.table()), Map.of(unit.table(), progress.table()), Map.of(), List.of());
        RestorePlan plan = planRestore.plan(backup, request, new ArrayList<>());
        String fault = restoreTable.doUnit(unit, progress, plan, SharedWork.of(plan), run, stop);
        TableCheckpoint noted = progress.checkpoint(clock.instant());
        if (isDone(unit, noted)) {
            return result(unit, Status.DONE, noted, null);
        }
        if (fault != null) {
            return result(unit, Status.BROKEN_OFF, noted, fault);
        }
        if (stop.reached()) {
            return result(unit, Status.STOPPED, noted, "Stopped because of %s.".formatted(stop.reason()));
        }
        return result(
                unit, Status.FAILED, noted, String.join(" ", noted.written().faults()));
    }

    private TableProgress progress(
            Unit unit,
            TableCheckpoint whole,
            @Nullable TableCheckpoint before,
            ValidatedTable table,
            String key,
            int tries,
            RestoreRequest request) {
        String prefix = "%srejects-%04d-".formatted(key.substring(0, key.lastIndexOf('/') + 1), tries);
        if (before != null) {
            return TableProgress.goOn(
                    table,
                    before,
                    new CollectRejects(store, prefix, before.written().rejects()));
        }
        return TableProgress.ofUnit(
                table,
                unit.kind() == Unit.Kind.CLEAR ? TablePhase.CLEARING : TablePhase.WRITING,
                Written.nothingOf(others(unit, whole, table), request.writeMode()),
                new CollectRejects(store, prefix, List.of()));
    }

    /** The file's lines that are not this unit's, or were written by the restore's earlier attempts. */
    private static LineRanges others(Unit unit, TableCheckpoint whole, ValidatedTable table) {
        LineRanges others = new LineRanges();
        if (unit.kind() == Unit.Kind.WRITE) {
            LineRanges written = whole.written().filesOpen().getOrDefault(unit.number(), others);
            others = written.copy();
            others.include(1, unit.first() - 1);
            others.include(unit.last() + 1, table.files().get(0).file().itemCount());
        }
        return others;
    }

    private static boolean isDone(Unit unit, TableCheckpoint noted) {
        return unit.kind() == Unit.Kind.CLEAR
                ? noted.phase() == TablePhase.WRITING
                : noted.written().filesDone().count() == 1;
    }

    private static UnitResult result(Unit unit, Status status, TableCheckpoint noted, @Nullable String error) {
        return new UnitResult(
                unit, status, noted.written().stored(), noted.written().failed(), noted.cleared(), error);
    }
}
