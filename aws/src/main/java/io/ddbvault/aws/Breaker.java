package io.ddbvault.aws;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Stops trying what failed many times in a row, for a while, so that it does not cost a timeout each time. Thread-safe.
 */
final class Breaker {
    static final int FAILURES = 20;
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile long pausedAt;

    Breaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isOpen() {
        return inARow.get() >= FAILURES && nanos.getAsLong() - pausedAt < PAUSE.toNanos();
    }

    void succeeded() {
        if (inARow.get() != 0) {
            inARow.set(0);
        }
    }

    /** After a pause, the first failure begins the next one. */
    void failed() {
        // Before the count: whoever sees that it is full, sees since when.
        pausedAt = nanos.getAsLong();
        inARow.updateAndGet(count -> Math.min(FAILURES, count + 1));
    }
}
