package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressEvent.Warning;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.BeginRestore.Locked;
import io.ddbvault.core.restore.Prepared.PreparedTable;
import io.ddbvault.core.restore.ReadCheckpoint.StoredCheckpoint;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import io.ddbvault.core.state.LockTable;
import io.ddbvault.core.state.LockTable.Taker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Restores tables from a backup into existing tables.
 *
 * <pre>
 * RestoreRequest → ResolvedBackup → ValidatedBackup → RestorePlan → TableResult… → RestoreReport
 * </pre>
 *
 * Everything is read and checked before the first write or delete. What is done is kept in a checkpoint, so that a
 * restore that stopped, or whose process died, goes on from there: then its checkpoint takes the request's place. One
 * restore per instance at a time.
 */
public final class Restore {
    /** Half of the heap is for data on its way, a quarter for keys. */
    static final int HEAP_PER_KEYS = 4;

    private static final int TRIES = 10;

    private final Settings settings;
    private final @Nullable Workforce workforce;
    private final JoinUnits joinUnits;
    private final String owner;
    private final ResolveBackup resolveBackup;
    private final ValidateBackup validateBackup;
    private final ValidateRejects validateRejects;
    private final ValidateAgain validateAgain;
    private final PlanRestore planRestore;
    private final ReadCheckpoint readCheckpoint;
    private final RequireLastWriter requireLastWriter;
    private final BeginRestore beginRestore;
    private final WarnOfTarget warnOfTarget;
    private final CheckKeysFit checkKeysFit;
    private final RestoreTables restoreTables;
    private final ItemWriter writer;
    private final InstantSource clock;
    private final ProgressListener listener;

    /**
     * @param store of it, the backups are read; written is what restores keep for each other, under {@code _state/}
     * @param existing where what is written depends on what a table has
     * @param sleeper waits for a turn to write, and between two tries
     * @param owner this process as people know it, for those who find a table locked
     * @param listener hears of warnings and of each table's progress
     */
    public Restore(
            Settings settings,
            BackupStore store,
            Tables tables,
            ItemWriter writer,
            ExistingItems existing,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener) {
        this(
                settings,
                store,
                tables,
                writer,
                existing,
                clock,
                sleeper,
                owner,
                listener,
                Runtime.getRuntime().maxMemory(),
                Runtime.getRuntime().availableProcessors());
    }

    /** As {@link #Restore}, for requests that write all items: what a table has is not looked at. */
    public Restore(
            Settings settings,
            BackupStore store,
            Tables tables,
            ItemWriter writer,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener) {
        this(settings, store, tables, writer, new NoLooks(), clock, sleeper, owner, listener);
    }

    /** A restore whose items a workforce writes and deletes; this process plans, keeps account and reports. */
    public static Restore by(
            Workforce workforce,
            Settings settings,
            BackupStore store,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener) {
        return new Restore(
                settings,
                store,
                tables,
                batch -> {
                    throw new IllegalStateException("only units write");
                },
                new NoLooks(),
                workforce,
                clock,
                sleeper,
                owner,
                listener,
                Runtime.getRuntime().maxMemory(),
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * A restore whose units others begin and do: {@link #prepare}, {@link #cleared} and {@link #report}.
     *
     * @param atATime units of a table at the most; a table gets no more than use up its capacity
     */
    public static Restore inSteps(
            int atATime,
            Settings settings,
            BackupStore store,
            Tables tables,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener) {
        return by(new NobodyWorks(atATime), settings, store, tables, clock, sleeper, owner, listener);
    }

    /** As {@link #Restore}, on a machine of this heap and so many cores. */
    Restore(
            Settings settings,
            BackupStore store,
            Tables tables,
            ItemWriter writer,
            ExistingItems existing,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener,
            long heapBytes,
            int cores) {
        this(settings, store, tables, writer, existing, null, clock, sleeper, owner, listener, heapBytes, cores);
    }

    private Restore(
            Settings settings,
            BackupStore store,
            Tables tables,
            ItemWriter writer,
            ExistingItems existing,
            @Nullable Workforce workforce,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener,
            long heapBytes,
            int cores) {
        this.settings = settings;
        this.workforce = workforce;
        this.owner = owner;
        this.writer = writer;
        this.clock = clock;
        this.listener = listener.withoutFailures();
        BackupLayout layout = new BackupLayout(settings.prefix());
        ReadExportManifests manifests = new ReadExportManifests(store, layout);
        LocateExport locateExport = new LocateExport(settings.bucket(), layout, manifests);
        resolveBackup = new ResolveBackup(settings, layout, store, locateExport);
        CheckDataFiles checkDataFiles = new CheckDataFiles(store);
        validateBackup = new ValidateBackup(
                tables,
                new OpenExport(locateExport, manifests),
                checkDataFiles,
                new CheckKeySchema(store, heapBytes / 8),
                this.listener);
        validateRejects = new ValidateRejects(settings, layout, store, tables);
        validateAgain = new ValidateAgain(settings, tables, locateExport, manifests, checkDataFiles, validateRejects);
        warnOfTarget = new WarnOfTarget(tables);
        planRestore = new PlanRestore(heapBytes, cores);
        JitteredPause pause = new JitteredPause(sleeper, new Random(), Duration.ofMillis(50), Duration.ofSeconds(5));
        LockTable lockTable = new LockTable(store, layout, clock, pause, this.listener);
        readCheckpoint = new ReadCheckpoint(store, layout);
        requireLastWriter = new RequireLastWriter(readCheckpoint, layout);
        beginRestore = new BeginRestore(settings, layout, store, lockTable, workforce != null, clock, pause);
        joinUnits = new JoinUnits(store, layout);
        ClearTable clearTable = new ClearTable(tables, pause);
        checkKeysFit = new CheckKeysFit(heapBytes / HEAP_PER_KEYS);
        ReplaceContents replaceContents = new ReplaceContents(
                store,
                tables,
                new KeepExistingKeys(store, layout),
                clearTable,
                pause,
                checkKeysFit,
                new KeyMemory(heapBytes / HEAP_PER_KEYS));
        restoreTables = new RestoreTables(new RestoreTable(
                writer,
                existing,
                clearTable,
                new WriteItems(store),
                replaceContents,
                checkDataFiles,
                new JoinRejects(store, layout),
                workforce == null ? null : new WorkElsewhere(workforce, joinUnits),
                pause,
                clock,
                sleeper,
                this.listener));
    }

    /**
     * @param newId what this restore is called, if the request does not go on with one: a new {@link RestoreId}
     * @param stop reached in mid-run, the restore ends at a batch boundary and says exactly what it wrote
     * @throws io.ddbvault.core.error.DdbvaultException for an error of the request or the environment; no table was
     *     touched then
     */
    public RestoreReport run(RestoreRequest request, String newId, Stop stop) {
        String earlier = request.restoreId();
        if (!request.dryRun()) {
            listener.on(new RestoreStarted(earlier == null ? newId : earlier));
        }
        Begun begun = earlier == null ? begin(request, newId, stop) : goOn(earlier, stop);
        return report(begun, stop);
    }

    /**
     * Checks and locks the tables, and notes what is to be done: from then on anyone may do the units, each with {@link
     * DoUnit}. The locks are theirs to renew.
     *
     * @throws io.ddbvault.core.error.DdbvaultException as {@link #run}
     */
    public Prepared prepare(RestoreRequest request, String newId, Stop stop) {
        String earlier = request.restoreId();
        String id = earlier == null ? newId : earlier;
        Begun begun = earlier == null ? begin(request, newId, stop) : goOn(earlier, stop);
        RunningRestore run = begun.run();
        if (run == null || begun.backup().valid().isEmpty()) {
            return new Prepared(id, 0, List.of(), List.of(), report(begun, stop));
        }
        try {
            for (ValidatedTable table : begun.backup().inOrder()) {
                TableProgress progress = run.progress(table.source());
                if (progress.phase() == TablePhase.WAITING) {
                    progress.enter(begun.plan().clear() ? TablePhase.CLEARING : TablePhase.WRITING);
                }
            }
            run.store(null, stop);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        List<PreparedTable> tables = begun.backup().inOrder().stream()
                .map(table -> prepared(run.progress(table.source()), begun.plan()))
                .toList();
        return new Prepared(id, run.attempt(), tables, run.warnings(), null);
    }

    private PreparedTable prepared(TableProgress progress, RestorePlan plan) {
        ValidatedTable table = progress.table();
        int atATime = Math.min(
                Objects.requireNonNull(workforce).atATime(),
                UnitsAtATime.of(
                        table.table().settings(),
                        plan.maxWriteUnits(),
                        table.files().size()));
        boolean clears = progress.phase() == TablePhase.CLEARING;
        return new PreparedTable(
                table.source(),
                progress.phase(),
                clears ? atATime : 0,
                table.contents().folder() + "manifest-files.json",
                table.files().size(),
                table.contents().itemCount(),
                atATime,
                PlanUnits.share(plan.maxWriteUnits(), atATime));
    }

    /**
     * A prepared table is cleared, if all units of its clear came to their end; its writes may begin then.
     *
     * @param segments so many units
     * @throws DdbvaultException {@code INVALID_REQUEST} if some did not; what the bucket throws
     */
    public long cleared(String restoreId, int attempt, String table, int segments, Stop stop) {
        for (int round = 1; ; round++) {
            Begun begun = resume(restoreId, attempt, stop);
            RunningRestore run = Objects.requireNonNull(begun.run());
            if (!begun.backup().valid().containsKey(table)) {
                throw notOpen(
                        restoreId, attempt, table, begun.backup().refused().get(table));
            }
            TableProgress progress = run.progress(table);
            if (progress.phase() != TablePhase.CLEARING) {
                return progress.cleared();
            }
            JoinUnits.Cleared cleared = joinUnits.cleared(progress, restoreId, attempt);
            long done = cleared.done().stream()
                    .filter(unit -> unit.last() == segments)
                    .count();
            if (done != segments) {
                throw new DdbvaultException(
                        ErrorCode.INVALID_REQUEST,
                        "%d of %d segments of %s are cleared; the others come first. Nothing was written."
                                .formatted(done, segments, table));
            }
            progress.clearedElsewhere(cleared.items());
            progress.enter(TablePhase.WRITING);
            try {
                run.store(table, stop);
                return progress.cleared();
            } catch (DdbvaultException e) {
                // Another table's step may have stored the same checkpoint in between.
                if (e.code() != ErrorCode.LOCK_LOST || round == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static DdbvaultException notOpen(String restoreId, int attempt, String table, @Nullable Refusal refusal) {
        return refusal == null
                ? new DdbvaultException(
                        ErrorCode.NO_SUCH_RESTORE,
                        "The attempt %d of the restore %s has no open table %s. See how it stands with 'ddbvault status %s'."
                                .formatted(attempt, restoreId, table, restoreId))
                : new DdbvaultException(refusal.code(), refusal.reason());
    }

    /**
     * Joins what the units of a prepared restore came to, and lets others have its tables.
     *
     * @throws DdbvaultException {@code NO_SUCH_RESTORE} if there is no such attempt; what the bucket throws
     */
    public RestoreReport report(String restoreId, int attempt, Stop stop) {
        return report(resume(restoreId, attempt, stop), stop);
    }

    /** Another process of an attempt that is prepared. */
    private Begun resume(String restoreId, int attempt, Stop stop) {
        Instant began = clock.instant();
        StoredCheckpoint stored = readCheckpoint.read(restoreId);
        RestoreCheckpoint checkpoint = stored.checkpoint();
        if (checkpoint.attempt() != attempt) {
            throw new DdbvaultException(
                    ErrorCode.NO_SUCH_RESTORE,
                    "The restore %s is at attempt %d, not %d. See how it stands with 'ddbvault status %s'."
                            .formatted(restoreId, checkpoint.attempt(), attempt, restoreId));
        }
        ValidatedBackup validated = validateAgain.validate(checkpoint, stop);
        RestorePlan plan = planRestore.plan(validated, checkpoint.request(), new ArrayList<>());
        Taker taker = new Taker(restoreId, owner, RestoreId.token(restoreId, attempt));
        Locked locked = beginRestore.join(validated, taker);
        RunningRestore run = beginRestore.resume(stored, locked, taker);
        return new Begun(run, locked.backup(), plan, results(checkpoint, locked), began, null);
    }

    /**
     * A restore whose tables are locked.
     *
     * @param results of the tables that are not restored here
     * @param ended the report, if there is nothing to do
     */
    private record Begun(
            @Nullable RunningRestore run,
            ValidatedBackup backup,
            RestorePlan plan,
            Map<String, TableResult> results,
            Instant began,
            @Nullable RestoreReport ended) {}

    private RestoreReport report(Begun begun, Stop stop) {
        RunningRestore begunRun = begun.run();
        if (begunRun == null) {
            return Objects.requireNonNull(begun.ended());
        }
        try (RunningRestore run = begunRun) {
            return restore(run, begun.backup(), begun.plan(), begun.results(), begun.began(), stop);
        }
    }

    private Begun begin(RestoreRequest request, String id, Stop stop) {
        requireFit(request);
        Instant began = clock.instant();
        ValidatedBackup checked = request.rejects().isEmpty()
                ? requireMemory(validateBackup.validate(resolveBackup.resolve(request), stop), request)
                : validateRejects.validate(request, stop);
        ValidatedBackup validated = request.allOrNothing() ? checked.allOrNothing() : checked;
        List<String> warnings = new ArrayList<>(validated.warnings());
        if (request.dryRun()) {
            validated.inOrder().forEach(table -> warnOfSelection(table, warnings));
        }
        RestorePlan plan = planRestore.plan(validated, request, warnings);
        plan.tables().forEach(table -> warnings.addAll(warnOfTarget.warnings(table, request)));
        warnings.forEach(warning -> listener.on(new Warning(warning)));
        if (request.dryRun()) {
            ValidatedBackup seen = beginRestore.look(validated);
            ValidatedBackup told = request.allOrNothing() ? seen.allOrNothing() : seen;
            return new Begun(null, told, plan, Map.of(), began, dryRun(told, request, plan, warnings, began));
        }
        Taker taker = new Taker(id, owner, RestoreId.token(id, 1));
        Locked each = beginRestore.lock(validated, taker, stop, (table, last) -> {});
        Locked locked = request.allOrNothing() ? each.allOrNothing() : each;
        locked.backup().inOrder().forEach(table -> tellCost(table, request));
        Map<String, TableResult> refused = new LinkedHashMap<>();
        locked.backup().refused().forEach((table, refusal) -> refused.put(table, refused(table, refusal, false)));
        RunningRestore run = beginRestore.begin(locked, taker, typed(request, validated), refused, warnings);
        return new Begun(run, locked.backup(), plan, refused, began, null);
    }

    /** Units know nothing of what these need. */
    private void requireFit(RestoreRequest request) {
        Workforce workers = workforce;
        if (workers == null) {
            return;
        }
        boolean after = request.clearExistingData() && request.clearMode() == ClearMode.AFTER;
        if (after || !request.rejects().isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "%s is done by one process alone: by 'ddbvault restore', or by the restore function. Nothing was read or written."
                            .formatted(after ? "clear_mode \"after\"" : "Writing rejects"));
        }
        Integer ceiling = request.maxWriteUnits();
        // In steps, each table has no more units at a time than its ceiling is good for.
        if (ceiling != null && ceiling < workers.atATime() && !(workers instanceof NobodyWorks)) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "max_write_units of %d cannot be shared out over %d units at a time: each needs 1. Give more write units, or let fewer work at a time. Nothing was read or written."
                            .formatted(ceiling, workers.atATime()));
        }
    }

    /** Of whole tables: what single items cost is little, and known once the backup is read. */
    private void tellCost(ValidatedTable table, RestoreRequest request) {
        if (table.selection() == null) {
            listener.on(new RestoreEstimated(table.name(), table.expectedItems(), EstimateWrites.cost(table, request)));
        }
    }

    private static void warnOfSelection(ValidatedTable table, List<String> warnings) {
        KeySelection selection = table.selection();
        if (selection != null) {
            warnings.add(
                    "Which items of %s the keys select is known once its backup is read: all %,d items in %,d files, %.1f MiB. A key counts here for one item."
                            .formatted(
                                    table.source(),
                                    table.contents().itemCount(),
                                    table.files().size(),
                                    table.sizeBytes() / (double) (1 << 20)));
        }
    }

    /** With its keys as the table's key says them: whoever goes on must look for the same. */
    private static RestoreRequest typed(RestoreRequest request, ValidatedBackup validated) {
        return validated.inOrder().stream()
                .flatMap(table -> Stream.ofNullable(table.selection()))
                .findFirst()
                .map(selection -> request.toBuilder().keys(selection.keys()).build())
                .orElse(request);
    }

    /** By the approximate counts; the exact ones are known before the first write, and are looked at then. */
    private ValidatedBackup requireMemory(ValidatedBackup validated, RestoreRequest request) {
        return request.clearExistingData() && request.clearMode() == ClearMode.AFTER
                ? validated.refusing(
                        table -> checkKeysFit.require(table, table.table().itemCount()))
                : validated;
    }

    private Begun goOn(String id, Stop stop) {
        Instant began = clock.instant();
        StoredCheckpoint stored = readCheckpoint.read(id);
        RestoreCheckpoint checkpoint = stored.checkpoint();
        requireFit(checkpoint.request());
        ValidatedBackup validated = validateAgain.validate(checkpoint, stop);
        List<String> warnings = new ArrayList<>(checkpoint.warnings());
        RestorePlan plan = planRestore.plan(validated, checkpoint.request(), warnings);
        Taker taker = new Taker(id, owner, RestoreId.token(id, checkpoint.attempt() + 1));
        Locked locked = beginRestore.lock(
                validated, taker, stop, (table, last) -> requireLastWriter.require(checkpoint, table.source(), last));
        RunningRestore run = beginRestore.goOn(stored, locked, taker);
        for (ValidatedTable table : locked.backup().inOrder()) {
            joinUnits.joinAttempt(run.progress(table.source()), id, checkpoint.attempt());
        }
        return new Begun(run, locked.backup(), plan, results(checkpoint, locked), began, null);
    }

    /** Of the tables that have ended, or may not be gone on with. */
    private static Map<String, TableResult> results(RestoreCheckpoint checkpoint, Locked locked) {
        Map<String, TableResult> results = new LinkedHashMap<>(checkpoint.ended());
        for (TableCheckpoint table : checkpoint.openInOrder()) {
            Refusal refusal = locked.backup().refused().get(table.source());
            if (refusal != null) {
                results.put(table.source(), BuildTableResult.refused(table, refusal));
            }
        }
        return results;
    }

    /** @param results of the tables that are not restored here */
    private RestoreReport restore(
            RunningRestore run,
            ValidatedBackup backup,
            RestorePlan plan,
            Map<String, TableResult> results,
            Instant began,
            Stop stop) {
        if (!backup.valid().isEmpty()) {
            run.store(null, stop);
        }
        results.putAll(restoreTables.restore(backup.inOrder(), plan, run, stop));
        writer.remark().ifPresent(run::warn);
        if (!run.gotOn()) {
            results.replaceAll((table, result) ->
                    result.status() == TableStatus.IN_PROGRESS ? BuildTableResult.stuck(result) : result);
        }
        boolean unfinished = results.values().stream()
                .anyMatch(
                        result -> result.status() == TableStatus.IN_PROGRESS || result.status() == TableStatus.SKIPPED);
        boolean goesOn = unfinished && run.gotOn() && run.isOpen();
        return report(goesOn ? run.restoreId() : null, backup, plan, results, run.warnings(), run.request(), began);
    }

    private RestoreReport dryRun(
            ValidatedBackup backup, RestoreRequest request, RestorePlan plan, List<String> warnings, Instant began) {
        Map<String, TableResult> results = new LinkedHashMap<>();
        backup.refused().forEach((table, refusal) -> results.put(table, refused(table, refusal, true)));
        backup.inOrder().forEach(table -> results.put(table.source(), BuildTableResult.ready(table, request)));
        return report(null, backup, plan, results, warnings, request, began);
    }

    private RestoreReport report(
            @Nullable String goOnWith,
            ValidatedBackup backup,
            RestorePlan plan,
            Map<String, TableResult> results,
            List<String> warnings,
            RestoreRequest request,
            Instant began) {
        Instant ended = clock.instant();
        return new RestoreReport(
                goOnWith,
                backup.date(),
                settings.environment(),
                settings.bucket(),
                settings.prefix(),
                request.dryRun(),
                plan.clear(),
                plan.workers(),
                Duration.between(began, ended),
                ended,
                backup.order().stream()
                        .map(table -> Objects.requireNonNull(results.get(table)))
                        .toList(),
                warnings,
                request.rejects(),
                request.keys().size(),
                request.writeMode());
    }

    private static TableResult refused(String table, Refusal refusal, boolean dryRun) {
        if (refusal.code() == ErrorCode.STOPPED) {
            return BuildTableResult.refused(table, refusal, TableStatus.SKIPPED);
        }
        TableStatus status = !dryRun
                ? TableStatus.FAILED
                : refusal.code() == ErrorCode.NOT_IN_BACKUP ? TableStatus.NO_EXPORT : TableStatus.ERROR;
        return BuildTableResult.refused(table, refusal, status);
    }
}
