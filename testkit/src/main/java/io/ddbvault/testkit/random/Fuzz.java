package io.ddbvault.testkit.random;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;

/**
 * Runs a check on one input after the other: a fixed number of them, and for longer where {@code -Dfuzz.seconds=…} asks
 * for that. Whatever the check throws, a stack overflow too, fails with the input's seed; so does a check that hangs.
 */
public final class Fuzz {
    private static final Duration SECONDS = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));
    /** Far more than the fixed number of inputs takes. */
    private static final Duration HANGS = Duration.ofMinutes(2);

    private Fuzz() {}

    /** One input. */
    @FunctionalInterface
    public interface Check {
        /** @param seed makes the input */
        void on(long seed) throws Exception;
    }

    /**
     * @param seed of all inputs; each has one of its own that follows from it
     * @param inputs at least so many
     */
    public static void run(long seed, int inputs, Check check) {
        assertTimeoutPreemptively(HANGS.plus(SECONDS), () -> {
            long begin = System.nanoTime();
            for (long i = 0; i < inputs || System.nanoTime() - begin < SECONDS.toNanos(); i++) {
                long input = seed * 1_000_000_000 + i;
                try {
                    check.on(input);
                } catch (Throwable e) {
                    throw new AssertionError("with the input of seed " + input, e);
                }
            }
        });
    }
}
