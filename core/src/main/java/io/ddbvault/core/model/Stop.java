package io.ddbvault.core.model;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * When a run has to end: at its deadline, or when someone asks it to. Steps look at it between two batches or two
 * polls, so a run always ends at a safe point. Thread-safe.
 */
public final class Stop {
    private static final Duration FOREVER = Duration.ofDays(365);

    private final InstantSource clock;
    private final @Nullable Instant deadline;
    private volatile @Nullable String request;

    public Stop(InstantSource clock, @Nullable Instant deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /** A run without a deadline. */
    public static Stop onRequest(InstantSource clock) {
        return new Stop(clock, null);
    }

    /** Asks the run to end. {@code reason} completes "stopped because of …". */
    public void request(String reason) {
        request = reason;
    }

    public boolean reached() {
        return request != null || (deadline != null && !clock.instant().isBefore(deadline));
    }

    /** Why, once {@link #reached()}. */
    public String reason() {
        String requested = request;
        return requested == null ? "the deadline" : requested;
    }

    /** Time left; zero once reached; about a year where there is no deadline. */
    public Duration remaining() {
        if (reached()) {
            return Duration.ZERO;
        }
        return deadline == null ? FOREVER : Duration.between(clock.instant(), deadline);
    }
}
