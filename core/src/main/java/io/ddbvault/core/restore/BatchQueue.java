package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way from readers to writers, bounded in bytes: the waiting ones, and those taken and not yet done.
 * A batch larger than the bound passes when it is alone. Thread-safe.
 */
final class BatchQueue {
    /** How soon a thread that waits here notices that the run shall stop: nobody signals that. */
    private static final long NOTICE_STOP_MILLIS = 500;

    private final long maxBytes;
    private final Stop stop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Portion> waiting = new ArrayDeque<>();
    private long bytes;
    private int readers;
    private boolean closed;

    /**
     * @param readers how many will call {@link #readerEnded}
     * @param stop once reached, the queue is closed
     */
    BatchQueue(long maxBytes, int readers, Stop stop) {
        this.maxBytes = maxBytes;
        this.stop = stop;
        this.readers = readers;
    }

    /** Waits for room. @return false once closed: nobody will write the batch, and the reader should end */
    boolean put(Portion batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isClosed() && bytes > 0 && bytes + batch.byteCount() > maxBytes) {
                boolean unused = changed.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (isClosed()) {
                return false;
            }
            bytes += batch.byteCount();
            waiting.add(batch);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a batch. @return null when there will be none: all readers have ended, or the queue is closed */
    @Nullable
    Portion take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isClosed() && waiting.isEmpty() && readers > 0) {
                boolean unused = changed.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
            }
            return isClosed() ? null : waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the room of a batch that was taken. */
    void done(Portion batch) {
        lock.lock();
        try {
            bytes -= batch.byteCount();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void readerEnded() {
        lock.lock();
        try {
            readers--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the work early; what waits is dropped, uncounted. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed || stop.reached();
        } finally {
            lock.unlock();
        }
    }
}
