package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes tables' locks, so that one restore at a time writes a table. Thread-safe. */
public final class LockTable {
    private final BackupStore store;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final JitteredPause pause;
    private final ProgressListener listener;

    /**
     * @param pause between two looks at a lock that is about to expire
     * @param listener hears of locks that are waited for
     */
    public LockTable(
            BackupStore store,
            BackupLayout layout,
            InstantSource clock,
            JitteredPause pause,
            ProgressListener listener) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.pause = pause;
        this.listener = listener;
    }

    /** Who takes a lock: the restore, its process as people know it, and a token of that process alone. */
    public record Taker(String restoreId, String owner, String token) {}

    /** The lock that keeps others from this table now, if there is one. */
    public Optional<TableLock> live(TableDescription table) {
        return new ReadLock(store, layout).read(table.arn()).filter(lock -> lock.isLiveAt(clock.instant()));
    }

    /**
     * Takes the table for this restore. A lock of the same restore is of a process that ended without a word, or still
     * works: it is waited for until it expires.
     *
     * @param last is shown the expired lock that this one replaces, and throws if the table must not be taken after it
     * @throws DdbvaultException {@code LOCKED} if another run has it and lives; {@code STOPPED} if the run has to end
     *     before the lock expires
     */
    public TableLease take(TableDescription table, Taker taker, Stop stop, Consumer<TableLock> last) {
        String key = layout.lock(table.arn());
        String waitedFor = null;
        for (int round = 0; ; round++) {
            List<String> before = List.of();
            Optional<SmallObject> object = store.read(key, TableLock.MAX_BYTES);
            if (object.isPresent()) {
                TableLock found = TableLock.parse(object.get().bytes(), store.uri(key));
                if (found.isLiveAt(clock.instant())) {
                    boolean renewed =
                            waitedFor != null && !waitedFor.equals(object.get().etag());
                    if (!found.restoreId().equals(taker.restoreId()) || renewed) {
                        throw locked(found);
                    }
                    if (waitedFor == null) {
                        listener.on(new LockAwaited(found.table(), found.owner(), found.expiresAt()));
                    }
                    waitedFor = object.get().etag();
                    waitFor(found, round, stop);
                    continue;
                }
                last.accept(found);
                before = found.beforeNext(taker.restoreId());
            }
            Instant now = clock.instant();
            TableLock lock = new TableLock(
                    table.name(),
                    taker.restoreId(),
                    taker.owner(),
                    taker.token(),
                    now,
                    now.plus(TableLease.LIFE),
                    before);
            OwnedObject owned =
                    new OwnedObject(store, key, object.map(SmallObject::etag).orElse(null), TableLock.MAX_BYTES);
            if (owned.put(lock.toJson())) {
                return new TableLease(owned, lock, clock);
            }
        }
    }

    /** The lock that a process of this restore took with {@link #take}, for others of its processes to share. */
    public Lease share(TableDescription table, Taker taker) {
        String key = layout.lock(table.arn());
        Instant never = Instant.EPOCH;
        TableLock unseen =
                new TableLock(table.name(), taker.restoreId(), taker.owner(), taker.token(), never, never, List.of());
        return new SharedLease(store, key, unseen, clock);
    }

    private void waitFor(TableLock lock, int round, Stop stop) {
        if (stop.reached()) {
            throw new DdbvaultException(
                    ErrorCode.STOPPED,
                    "Not started: %s came while the lock on %s of this restore's run before was waited for; it expires at %s."
                            .formatted(stop.reason(), lock.table(), Timestamps.format(lock.expiresAt())));
        }
        pause.pause(round, stop);
    }

    /** What those are told who want a table that is taken. */
    public static DdbvaultException locked(TableLock lock) {
        return new DdbvaultException(
                ErrorCode.LOCKED,
                "%s is being restored by %s (restore %s, seen alive at %s). Wait until that has ended; if it died, its lock expires at %s. 'ddbvault unlock %s' shows it and can remove it."
                        .formatted(
                                lock.table(),
                                lock.owner(),
                                lock.restoreId(),
                                Timestamps.format(lock.renewedAt()),
                                Timestamps.format(lock.expiresAt()),
                                lock.table()));
    }
}
