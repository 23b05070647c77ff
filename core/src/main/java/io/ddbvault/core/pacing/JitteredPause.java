package io.ddbvault.core.pacing;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that grow by half each time up to a longest one, each cut to a random length between its half and its whole:
 * runs that began together do not ask together for ever. Thread-safe if the sleeper and the random generator are.
 */
public final class JitteredPause {
    /** How soon a run notices that it was asked to stop. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Duration first;
    private final Duration longest;

    /**
     * @param first the longest that the first pause can be
     * @param longest no pause is longer
     */
    public JitteredPause(Sleeper sleeper, RandomGenerator random, Duration first, Duration longest) {
        this.sleeper = sleeper;
        this.random = random;
        this.first = first;
        this.longest = longest;
    }

    /** The whole pause, also where the run should stop; an interrupt ends it and stays set. */
    public void pause(int round) {
        try {
            sleeper.sleep(length(round));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pause, or what is left until the run must stop; an interrupt asks the run to stop. */
    public void pause(int round, Stop stop) {
        Duration left = shorter(length(round), stop.remaining());
        try {
            while (left.compareTo(Duration.ZERO) > 0 && !stop.reached()) {
                Duration slice = shorter(left, SLICE);
                sleeper.sleep(slice);
                left = left.minus(slice);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.request("an interrupt");
        }
    }

    private Duration length(int round) {
        double whole = Math.min(first.toMillis() * Math.pow(1.5, round), (double) longest.toMillis());
        return Duration.ofMillis(Math.round(whole * (0.5 + random.nextDouble() / 2)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
