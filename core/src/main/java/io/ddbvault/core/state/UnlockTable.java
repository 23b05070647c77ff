package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.state.ReadLock.StoredLock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes a table's lock away from the restore that has it. That restore, if it still works, finds so when it renews the
 * lock, some 20 seconds later at most, and stops before its next batch. Thread-safe.
 */
public final class UnlockTable {
    /** Its owner renews the lock every 20 seconds: to meet that more than once is no chance. */
    private static final int TRIES = 5;

    private final Tables tables;
    private final BackupStore store;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final ReadLock readLock;

    public UnlockTable(Tables tables, BackupStore store, BackupLayout layout, InstantSource clock) {
        this.tables = tables;
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.readLock = new ReadLock(store, layout);
    }

    /**
     * Who has the table; nothing is changed.
     *
     * @throws DdbvaultException {@code TABLE_NOT_FOUND}; {@code CHECKPOINT_UNREADABLE}; what the ports throw
     */
    public LockState look(String name) {
        TableDescription table = tables.describe(name)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.TABLE_NOT_FOUND,
                        "The table %s does not exist in this account and Region. Check the name and AWS_REGION."
                                .formatted(name)));
        TableLock lock = readLock.read(table.arn()).orElse(null);
        return new LockState(name, table.arn(), lock, lock != null && lock.isLiveAt(clock.instant()));
    }

    /**
     * Removes the lock that was seen; one that another restore took meanwhile is not touched.
     *
     * @return false if there was nothing left to remove
     * @throws DdbvaultException {@code LOCKED} if another restore has the table by now; what the ports throw
     */
    public boolean remove(LockState state) {
        TableLock seen = state.lock();
        for (int attempt = 0; seen != null && attempt < TRIES; attempt++) {
            Instant now = clock.instant();
            Optional<StoredLock> found =
                    readLock.find(state.tableArn()).filter(lock -> lock.lock().isLiveAt(now));
            if (found.isEmpty()) {
                return false;
            }
            TableLock lock = found.get().lock();
            if (!lock.token().equals(seen.token())) {
                throw LockTable.locked(lock);
            }
            // Not deleted: the next one to take the table replaces what it saw, and of two only one can.
            TableLock expired = lock.at(lock.renewedAt(), now);
            OwnedObject object = new OwnedObject(
                    store, layout.lock(state.tableArn()), found.get().etag(), TableLock.MAX_BYTES);
            if (object.put(expired.toJson())) {
                return true;
            }
        }
        return stillThere(state);
    }

    private boolean stillThere(LockState state) {
        readLock.read(state.tableArn())
                .filter(lock -> lock.isLiveAt(clock.instant()))
                .ifPresent(lock -> {
                    throw LockTable.locked(lock);
                });
        return false;
    }
}
