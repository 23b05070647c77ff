package io.ddbvault.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5), new Random(1));

    @Test
    void theCeilingDoublesWithEveryTryUpToTheLongest() {
        assertThat(longestOf(1)).isBetween(40L, 50L);
        assertThat(longestOf(2)).isBetween(80L, 100L);
        assertThat(longestOf(5)).isBetween(700L, 800L);
        assertThat(longestOf(8)).isBetween(4500L, 5000L);
        assertThat(longestOf(1_000_000)).isBetween(4500L, 5000L);
    }

    @Test
    void waitsDifferSoThatWritersDoNotComeBackTogether() {
        assertThat(java.util.stream.IntStream.range(0, 100)
                        .mapToObj(i -> backoff.delay(8))
                        .distinct())
                .hasSizeGreaterThan(80);
    }

    private long longestOf(int tries) {
        return java.util.stream.IntStream.range(0, 500)
                .mapToLong(i -> backoff.delay(tries).toMillis())
                .max()
                .orElseThrow();
    }
}
