package io.ddbvault.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Admits so many calls within a stretch of time that ends now. Calls that are not admitted count too. */
final class CallRate {
    private final int calls;
    private final long withinNanos;
    private final Deque<Long> recent = new ArrayDeque<>();

    CallRate(int calls, Duration within) {
        this.calls = calls;
        this.withinNanos = within.toNanos();
    }

    boolean admits() {
        long now = System.nanoTime();
        while (!recent.isEmpty() && now - recent.getFirst() > withinNanos) {
            recent.removeFirst();
        }
        recent.addLast(now);
        return recent.size() <= calls;
    }
}
