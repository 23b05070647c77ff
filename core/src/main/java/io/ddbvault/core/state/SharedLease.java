package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A table's lock in the hands of a restore that many processes work on. Each of them renews it, for all: who finds that
 * it was renewed of late believes that, so that a thousand of them write it no more often than one. Thread-safe.
 *
 * <p>What others renewed was timed by their clocks, so each believes in it for {@link #SKEW} less than in a lock of its
 * own.
 */
public final class SharedLease implements Lease {
    /** By how much clocks may differ. */
    private static final Duration SKEW = Duration.ofSeconds(30);
    /** Each try that fails is a sibling's success. */
    private static final int TRIES = 20;

    private final BackupStore store;
    private final String key;
    private final String table;
    private final String restoreId;
    private final String token;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile TableLock known;
    private volatile boolean lost;

    SharedLease(BackupStore store, String key, TableLock taken, InstantSource clock) {
        this.store = store;
        this.key = key;
        this.table = taken.table();
        this.restoreId = taken.restoreId();
        this.token = taken.token();
        this.clock = clock;
        this.known = taken;
    }

    private boolean isHeld() {
        TableLock current = known;
        Instant now = clock.instant();
        return !lost
                && !now.isBefore(current.renewedAt().minus(SKEW))
                && now.isBefore(current.expiresAt().minus(TableLease.SAFETY).minus(SKEW));
    }

    private boolean isDue() {
        return !isFresh(known, clock.instant());
    }

    private static boolean isFresh(TableLock lock, Instant now) {
        return !now.isBefore(lock.renewedAt().minus(SKEW))
                && now.isBefore(lock.renewedAt().plus(TableLease.RENEW_AFTER));
    }

    @Override
    public void require() {
        if (!isHeld()) {
            looking.lock();
            try {
                if (!isHeld()) {
                    look();
                }
            } finally {
                looking.unlock();
            }
        }
    }

    @Override
    public void renewIfDue() {
        if (lost || !isDue() || !looking.tryLock()) {
            return;
        }
        try {
            look();
        } catch (DdbvaultException e) {
            // Either it is lost, which is noted, or the store is out of reach, and the next call tries again.
        } finally {
            looking.unlock();
        }
    }

    /** Sees that the lock is still this restore's, and renews it unless somebody just did. */
    void look() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<SmallObject> object = lost ? Optional.empty() : store.read(key, TableLock.MAX_BYTES);
            TableLock found = object.map(present -> TableLock.parse(present.bytes(), store.uri(key)))
                    .orElse(null);
            if (found == null
                    || !found.restoreId().equals(restoreId)
                    || !found.token().equals(token)
                    || found.isReleased()) {
                lost = true;
                throw TableLease.taken(table, restoreId, key);
            }
            Instant now = clock.instant();
            if (isFresh(found, now)) {
                known = found;
                return;
            }
            TableLock renewed = found.at(now, now.plus(TableLease.LIFE));
            if (store.putIfUnchanged(
                    key, renewed.toJson(), object.map(SmallObject::etag).orElseThrow())) {
                known = renewed;
                return;
            }
        }
        throw new DdbvaultException(
                ErrorCode.AWS_UNAVAILABLE,
                "%s could not be renewed: each of %d puts was refused. Try again.".formatted(store.uri(key), TRIES));
    }

    @Override
    public void release() {
        looking.lock();
        try {
            for (int attempt = 0; attempt < TRIES && !lost; attempt++) {
                SmallObject object = store.read(key, TableLock.MAX_BYTES).orElse(null);
                TableLock found = object == null ? null : TableLock.parse(object.bytes(), store.uri(key));
                if (object == null
                        || found == null
                        || !found.restoreId().equals(restoreId)
                        || !found.token().equals(token)) {
                    lost = true;
                    return;
                }
                Instant now = clock.instant();
                if (store.putIfUnchanged(key, found.at(now, now).toJson(), object.etag())) {
                    lost = true;
                }
            }
        } catch (RuntimeException e) {
            // It expires.
        } finally {
            lost = true;
            looking.unlock();
        }
    }
}
