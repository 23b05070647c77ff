package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way from readers to writers. Bounded in bytes are the waiting ones together with those taken and not
 * yet done; bounded in number are the waiting ones alone, since more of them would take memory and make nothing faster. A
 * batch larger than the bound passes when it is alone. Thread-safe.
 *
 * <p>A thread is woken only when there is something for it: one writer by each batch, readers by room. Readers that found
 * as many waiting as may wait go on once half of them are gone, so that they are not woken for each.
 */
final class BatchQueue {
    /** How soon a thread that waits here notices that the run shall stop: nobody signals that. */
    private static final long NOTICE_STOP_MILLIS = 500;

    private final SharedAmount.Part bytes;
    private final int mostWaiting;
    private final Stop stop;
    private final Runnable unattended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Portion> waiting = new ArrayDeque<>();
    private int idleWriters;
    private int waitForBytes;
    private int readers;
    private volatile boolean closed;

    /**
     * @param bytes what it may take
     * @param mostWaiting batches that may wait, at least 2
     * @param readers how many will call {@link #readerEnded}
     * @param stop once reached, the queue is closed
     * @param unattended told by the reading thread when it put a batch for which no writer was waiting
     */
    BatchQueue(SharedAmount.Part bytes, int mostWaiting, int readers, Stop stop, Runnable unattended) {
        this.bytes = bytes;
        this.mostWaiting = mostWaiting;
        this.stop = stop;
        this.readers = readers;
        this.unattended = unattended;
    }

    /** Waits for room. @return false once closed: nobody will write the batch, and the reader should end */
    boolean put(Portion batch) throws InterruptedException {
        boolean attended;
        lock.lockInterruptibly();
        try {
            if (!takesRoom(batch.byteCount())) {
                return false;
            }
            waiting.add(batch);
            attended = waiting.size() <= idleWriters;
            filled.signal();
        } finally {
            lock.unlock();
        }
        if (!attended) {
            unattended.run();
        }
        return true;
    }

    private boolean takesRoom(long size) throws InterruptedException {
        int below = mostWaiting;
        while (!isClosed()) {
            if (waiting.size() >= below) {
                below = mostWaiting / 2;
                boolean unused = room.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
            } else if (bytes.take(size) || bytes.takeAlone(size)) {
                return true;
            } else {
                waitForBytes++;
                try {
                    // What another table gives back wakes nobody here. It need not: who waits has batches of its own on
                    // their way, and the next of these does.
                    boolean unused = room.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
                } finally {
                    waitForBytes--;
                }
            }
        }
        return false;
    }

    /**
     * Waits for a batch.
     *
     * @param surplus asked after half a second without one: whether this writer had better end
     * @return null for the writer's end: all readers have ended, the queue is closed, or it is surplus
     */
    @Nullable
    Portion take(BooleanSupplier surplus) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isClosed() && waiting.isEmpty() && readers > 0) {
                boolean woken;
                idleWriters++;
                try {
                    woken = filled.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
                } finally {
                    idleWriters--;
                }
                if (!woken && waiting.isEmpty() && surplus.getAsBoolean()) {
                    return null;
                }
            }
            if (isClosed()) {
                return null;
            }
            Portion batch = waiting.poll();
            if (waiting.size() == mostWaiting / 2 - 1) {
                room.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** How many batches wait beyond the writers that do. */
    int unattended() {
        lock.lock();
        try {
            return Math.max(0, waiting.size() - idleWriters);
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the room of a batch that was taken. */
    void done(Portion batch) {
        lock.lock();
        try {
            bytes.giveBack(batch.byteCount());
            if (waitForBytes > 0) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void readerEnded() {
        lock.lock();
        try {
            readers--;
            if (readers == 0) {
                filled.signalAll();
            }
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
            filled.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed || stop.reached();
    }
}
