package io.ddbvault.cli;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Sleeper;
import java.time.Duration;

/** Sleeps, but not past a request to stop: Ctrl-C must not wait for the next poll of an export. */
record WakeOnStop(Stop stop) implements Sleeper {
    private static final Duration SLICE = Duration.ofMillis(100);

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        long left = duration.toNanos();
        while (left > 0 && !stop.reached()) {
            Sleeper.SYSTEM.sleep(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
            left = end - System.nanoTime();
        }
    }
}
