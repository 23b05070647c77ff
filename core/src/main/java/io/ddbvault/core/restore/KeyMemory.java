package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memory for the keys of all tables that are restored side by side. A table takes what it needs before it reads a key,
 * and waits while others have it. It never waits with some in hand: two of such would wait for each other. Thread-safe.
 */
final class KeyMemory {
    private static final long NOTICE_STOP_MILLIS = 500;

    private final long most;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private long taken;

    /** @param bytes of which a key takes {@value KeySet#BYTES_PER_KEY} */
    KeyMemory(long bytes) {
        most = bytes / KeySet.BYTES_PER_KEY;
    }

    /**
     * Waits for room.
     *
     * @param keys of more than there is room for, all the room is taken
     * @return null when the run must stop; an interrupt asks it to
     */
    @Nullable
    Part take(long keys, Stop stop) {
        long wanted = Math.min(keys, most);
        lock.lock();
        try {
            while (taken + wanted > most) {
                if (stop.reached()) {
                    return null;
                }
                boolean unused = freed.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
            }
            taken += wanted;
            return new Part(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.request("an interrupt");
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** What one table took; given back by closing it. Thread-safe. */
    final class Part implements AutoCloseable {
        private long keys;

        private Part(long keys) {
            this.keys = keys;
        }

        /** Whether there is room for so many keys, for which some may be taken now. */
        boolean holds(long count) {
            lock.lock();
            try {
                long more = Math.max(0, count - keys);
                if (taken + more > most) {
                    return false;
                }
                taken += more;
                keys += more;
                return true;
            } finally {
                lock.unlock();
            }
        }

        /** Whether this is all the memory that there is. */
        boolean isAll() {
            lock.lock();
            try {
                return keys == most;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                taken -= keys;
                keys = 0;
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
