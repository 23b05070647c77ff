package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A table's lock in the hands of the run that took it. The run renews it while it works, and believes in it only until
 * some time before it expires: a call that began by then has ended when another run may take the table. A run that was
 * frozen and wakes so finds out before its next write. Thread-safe.
 *
 * <p>It compares this machine's clock with itself only; another run compares its own with what was stored here. Clocks
 * must agree to some 30 seconds, as AWS's signatures demand to five minutes.
 */
public final class TableLease implements Lease {
    /** From the last renewal until others may take the table. */
    public static final Duration LIFE = Duration.ofMinutes(2);

    static final Duration RENEW_AFTER = Duration.ofSeconds(20);
    /** Longer than a call to DynamoDB may stay unanswered, which is 30 seconds. */
    static final Duration SAFETY = Duration.ofSeconds(45);

    private final OwnedObject object;
    private final InstantSource clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile TableLock lock;
    private volatile boolean lost;

    TableLease(OwnedObject object, TableLock lock, InstantSource clock) {
        this.object = object;
        this.lock = lock;
        this.clock = clock;
    }

    /** Whether the table may be written to now. */
    public boolean isHeld() {
        TableLock current = lock;
        Instant now = clock.instant();
        // By a clock that was set back, it would last for longer than others wait.
        return !lost
                && !now.isBefore(current.renewedAt())
                && now.isBefore(current.expiresAt().minus(SAFETY));
    }

    @Override
    public void require() {
        if (!isHeld()) {
            renewing.lock();
            try {
                if (!isHeld()) {
                    renew();
                }
            } finally {
                renewing.unlock();
            }
        }
    }

    @Override
    public void renewIfDue() {
        if (lost || !isDue() || !renewing.tryLock()) {
            return;
        }
        try {
            renew();
        } catch (DdbvaultException e) {
            // Either it is lost, which is noted, or the store is out of reach, and the next call tries again.
        } finally {
            renewing.unlock();
        }
    }

    private boolean isDue() {
        TableLock current = lock;
        Instant now = clock.instant();
        return now.isBefore(current.renewedAt())
                || !now.isBefore(current.renewedAt().plus(RENEW_AFTER));
    }

    @Override
    public void release() {
        renewing.lock();
        try {
            if (!lost) {
                Instant now = clock.instant();
                lost = true;
                object.put(lock.at(now, now).toJson());
            }
        } catch (RuntimeException e) {
            // It expires.
        } finally {
            renewing.unlock();
        }
    }

    private void renew() {
        if (lost) {
            throw taken();
        }
        Instant now = clock.instant();
        TableLock renewed = lock.at(now, now.plus(LIFE));
        if (!object.put(renewed.toJson())) {
            lost = true;
            throw taken();
        }
        lock = renewed;
    }

    private DdbvaultException taken() {
        return taken(lock.table(), lock.restoreId(), object.key());
    }

    static DdbvaultException taken(String table, String restoreId, String key) {
        return new DdbvaultException(
                ErrorCode.LOCK_LOST,
                "The lock on %s was taken over or removed (%s), so the restore %s stopped before its next batch. See with 'ddbvault unlock %s' who holds it now."
                        .formatted(table, key, restoreId, table));
    }
}
