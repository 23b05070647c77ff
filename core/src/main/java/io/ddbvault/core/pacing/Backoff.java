package io.ddbvault.core.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: each wait is random between zero and a ceiling that doubles with every try, so
 * that writers who were throttled together do not come back together. See "Exponential Backoff And Jitter" on the AWS
 * Architecture Blog. Immutable; thread-safe if the generator is.
 *
 * @param first the ceiling of the first wait
 * @param longest no ceiling is higher
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /**
     * @param tries how often it was tried already, from 1
     */
    public Duration delay(int tries) {
        long ceiling = Math.min(longest.toMillis(), first.toMillis() << Math.min(tries - 1, 30));
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }
}
