package io.ddbvault.core.pacing;

import io.ddbvault.core.model.Stop;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls may be on their way at a time, over all the tables that are written side by side. Who comes first is
 * served first, so that no table keeps the others out. Thread-safe.
 */
public final class CallSlots {
    /** How soon a thread that waits here notices that the run shall stop: nobody signals that. */
    private static final long NOTICE_STOP_MILLIS = 500;

    private final Semaphore free;

    /** @param calls at least 1 */
    public CallSlots(int calls) {
        free = new Semaphore(calls, true);
    }

    /** Waits for a slot. @return false when the run must stop; nothing is taken then */
    boolean take(Stop stop) throws InterruptedException {
        while (!free.tryAcquire(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS)) {
            if (stop.reached()) {
                return false;
            }
        }
        return true;
    }

    void giveBack() {
        free.release();
    }
}
