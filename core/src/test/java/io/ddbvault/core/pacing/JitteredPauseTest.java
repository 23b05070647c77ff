package io.ddbvault.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JitteredPauseTest {
    private Instant now = Instant.EPOCH;
    private final List<Duration> sleeps = new ArrayList<>();
    private final InstantSource clock = () -> now;
    private final JitteredPause pause = new JitteredPause(
            duration -> {
                sleeps.add(duration);
                now = now.plus(duration);
            },
            new Random(20250722),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30));

    @Test
    void growsByHalfAndLastsBetweenHalfAndAll() {
        for (int round = 0; round < 40; round++) {
            pause.pause(round);
        }

        for (int round = 0; round < 40; round++) {
            double whole = Math.min(2_000 * Math.pow(1.5, round), 30_000);
            assertThat((double) sleeps.get(round).toMillis()).isBetween(whole / 2 - 1, whole + 1);
        }
        assertThat(sleeps.subList(20, 40)).doesNotHaveDuplicates();
    }

    @Test
    void endsAtTheDeadline() {
        pause.pause(40, new Stop(clock, now.plusMillis(2_500)));

        assertThat(sleeps).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(500));
    }

    @Test
    void noticesWithinASecondThatTheRunShallStop() {
        Stop stop = Stop.onRequest(clock);
        JitteredPause interrupted = new JitteredPause(
                duration -> {
                    sleeps.add(duration);
                    stop.request("SIGINT");
                },
                new Random(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));

        interrupted.pause(0, stop);

        assertThat(sleeps).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void anInterruptAsksTheRunToStopAndStaysSet() {
        Stop stop = Stop.onRequest(clock);
        JitteredPause interrupted = new JitteredPause(
                duration -> {
                    throw new InterruptedException();
                },
                new Random(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));

        interrupted.pause(0, stop);

        assertThat(stop.reached()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
