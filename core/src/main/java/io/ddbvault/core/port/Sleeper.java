package io.ddbvault.core.port;

import java.time.Duration;

/** Waits. Tests give one that moves their clock instead. */
@FunctionalInterface
public interface Sleeper {
    /** The machine's own. */
    Sleeper SYSTEM = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;
}
