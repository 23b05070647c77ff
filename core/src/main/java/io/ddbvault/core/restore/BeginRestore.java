package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.restore.ReadCheckpoint.StoredCheckpoint;
import io.ddbvault.core.state.Lease;
import io.ddbvault.core.state.LockTable;
import io.ddbvault.core.state.LockTable.Taker;
import io.ddbvault.core.state.OwnedObject;
import io.ddbvault.core.state.TableLock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * From what was validated to a restore at work: takes the tables' locks and stores the first checkpoint, so that from the
 * first write on another process can go on. Nothing of a table is touched before.
 */
final class BeginRestore {
    private final Settings settings;
    private final BackupLayout layout;
    private final BackupStore store;
    private final LockTable lockTable;
    private final boolean shared;
    private final InstantSource clock;
    private final JitteredPause pause;

    /** @param shared whether other processes of the same restore renew its locks too */
    BeginRestore(
            Settings settings,
            BackupLayout layout,
            BackupStore store,
            LockTable lockTable,
            boolean shared,
            InstantSource clock,
            JitteredPause pause) {
        this.settings = settings;
        this.layout = layout;
        this.store = store;
        this.lockTable = lockTable;
        this.shared = shared;
        this.clock = clock;
        this.pause = pause;
    }

    /** The tables of a backup that this run has locked, and those that it may not write after all. */
    record Locked(Map<String, Lease> leases, ValidatedBackup backup) {
        /** The same, but if one table may not be written, none is. */
        Locked allOrNothing() {
            if (backup.refused().isEmpty()) {
                return this;
            }
            leases.values().forEach(Lease::release);
            return new Locked(Map.of(), backup.allOrNothing());
        }
    }

    /**
     * A table that another restore is writing is refused, as one that fails validation.
     *
     * @param last is shown the expired lock that a table has, and throws if the table is to be refused for it
     */
    Locked lock(ValidatedBackup validated, Taker taker, Stop stop, BiConsumer<ValidatedTable, TableLock> last) {
        Map<String, Lease> leases = new LinkedHashMap<>();
        try {
            ValidatedBackup locked = validated.refusing(table -> {
                Lease own = lockTable.take(table.table(), taker, stop, found -> last.accept(table, found));
                leases.put(table.source(), shared ? lockTable.share(table.table(), taker) : own);
            });
            return new Locked(leases, locked);
        } catch (RuntimeException e) {
            leases.values().forEach(Lease::release);
            throw e;
        }
    }

    /** The locks that another process of the same attempt took. A table whose lock is lost is refused. */
    Locked join(ValidatedBackup validated, Taker taker) {
        Map<String, Lease> leases = new LinkedHashMap<>();
        ValidatedBackup locked = validated.refusing(table -> {
            Lease lease = lockTable.share(table.table(), taker);
            lease.require();
            leases.put(table.source(), lease);
        });
        return new Locked(leases, locked);
    }

    /** What a dry run tells of tables that another restore is writing. */
    ValidatedBackup look(ValidatedBackup validated) {
        return validated.refusing(table -> lockTable.live(table.table()).ifPresent(lock -> {
            throw LockTable.locked(lock);
        }));
    }

    /** @param refused results of the tables that are not restored */
    RunningRestore begin(
            Locked locked,
            Taker taker,
            RestoreRequest request,
            Map<String, TableResult> refused,
            List<String> warnings) {
        Instant now = clock.instant();
        ValidatedBackup backup = locked.backup();
        RestoreCheckpoint first = new RestoreCheckpoint(
                taker.restoreId(),
                1,
                taker.owner(),
                now,
                now,
                backup.date(),
                settings.environment(),
                request,
                backup.order(),
                Map.of(),
                refused,
                warnings);
        Map<String, TableProgress> open = new LinkedHashMap<>();
        backup.valid()
                .forEach((name, table) -> open.put(
                        name, TableProgress.begin(table, request.writeMode(), rejects(first, table, List.of()))));
        OwnedObject object =
                new OwnedObject(store, layout.checkpoint(first.restoreId()), null, CheckpointJson.MAX_BYTES);
        return running(first, open, locked, object);
    }

    /** The same restore in another process: what it has done so far stays done. */
    RunningRestore goOn(StoredCheckpoint stored, Locked locked, Taker taker) {
        return goOn(stored, locked, taker, stored.checkpoint().attempt() + 1);
    }

    /** Another process of the same attempt. */
    RunningRestore resume(StoredCheckpoint stored, Locked locked, Taker taker) {
        return goOn(stored, locked, taker, stored.checkpoint().attempt());
    }

    private RunningRestore goOn(StoredCheckpoint stored, Locked locked, Taker taker, int attempt) {
        RestoreCheckpoint earlier = stored.checkpoint();
        RestoreCheckpoint first = new RestoreCheckpoint(
                earlier.restoreId(),
                attempt,
                taker.owner(),
                earlier.startedAt(),
                clock.instant(),
                earlier.date(),
                earlier.environment(),
                earlier.request(),
                earlier.order(),
                earlier.open(),
                earlier.ended(),
                earlier.warnings());
        Map<String, TableProgress> open = new LinkedHashMap<>();
        for (TableCheckpoint table : earlier.openInOrder()) {
            ValidatedTable validated = locked.backup().valid().get(table.source());
            if (validated != null) {
                open.put(
                        table.source(),
                        TableProgress.goOn(
                                validated,
                                table,
                                rejects(first, validated, table.written().rejects())));
            }
        }
        OwnedObject object =
                new OwnedObject(store, layout.checkpoint(first.restoreId()), stored.etag(), CheckpointJson.MAX_BYTES);
        return running(first, open, locked, object);
    }

    private RunningRestore running(
            RestoreCheckpoint first, Map<String, TableProgress> open, Locked locked, OwnedObject object) {
        return new RunningRestore(first, open, locked.leases(), object, clock, pause);
    }

    private CollectRejects rejects(RestoreCheckpoint run, ValidatedTable table, List<RejectsSegment> earlier) {
        String prefix = "%srejects/%s/%04d-".formatted(layout.restore(run.restoreId()), table.name(), run.attempt());
        return new CollectRejects(store, prefix, earlier);
    }
}
