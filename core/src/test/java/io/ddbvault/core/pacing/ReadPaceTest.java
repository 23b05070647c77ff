package io.ddbvault.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Sleeper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ReadPaceTest {
    private final AtomicLong millis = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final Sleeper sleeper = duration -> millis.addAndGet(duration.toMillis());
    private final Stop stop = Stop.onRequest(clock);

    @Test
    void aPageIsPaidForByTimeBeforeTheNextIsRead() {
        ReadPace pace = new ReadPace(100, clock, sleeper);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Double cost = pace.read(
                    () -> {
                        times.add(millis.get());
                        return 256.0;
                    },
                    answer -> answer,
                    stop);
            assertThat(cost).isEqualTo(256.0);
        }
        assertThat(times).containsExactly(0L, 2560L, 5120L, 7680L, 10_240L);
        assertThat(pace.consumed()).isEqualTo(5 * 256.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void overALongTimeTheCeilingHoldsAndIsUsedWhateverCallsCost(long seed) {
        Random random = new Random(seed);
        ReadPace pace = new ReadPace(50, clock, sleeper);
        double sum = 0;
        for (int i = 0; i < 500; i++) {
            double cost = random.nextInt(5) == 0 ? random.nextInt(256) : random.nextInt(4);
            sum += cost;
            Double unused = pace.read(() -> cost, answer -> answer, stop);
        }
        assertThat(millis.get() / 1000.0).isCloseTo(sum / 50, within(256 / 50.0 + 1));
    }

    @Test
    void withoutACeilingNobodyWaits() {
        ReadPace pace = new ReadPace(null, clock, sleeper);
        for (int i = 0; i < 100; i++) {
            Double unused = pace.read(() -> 256.0, answer -> answer, stop);
        }
        assertThat(millis).hasValue(0);
        assertThat(pace.consumed()).isEqualTo(25_600);
    }

    @Test
    void aCallThatFailsCostsNothingAndItsErrorComesThrough() {
        ReadPace pace = new ReadPace(10, clock, sleeper);
        assertThatThrownBy(() -> pace.read(
                        () -> {
                            throw new IllegalStateException("throttled");
                        },
                        answer -> 1,
                        stop))
                .hasMessage("throttled");
        Double unused = pace.read(() -> 1.0, answer -> answer, stop);
        assertThat(millis).hasValue(0);
    }

    @Test
    void aRunThatMustStopMakesNoCallAndWaitsForNone() {
        ReadPace pace = new ReadPace(1, clock, duration -> {
            millis.addAndGet(duration.toMillis());
            if (millis.get() >= 1000) {
                stop.request("a test");
            }
        });
        Double first = pace.read(() -> 256.0, answer -> answer, stop);
        Double second = pace.read(() -> 256.0, answer -> answer, stop);
        assertThat(first).isEqualTo(256.0);
        assertThat(second).isNull();
        assertThat(millis).hasValue(1000);
    }

    @Test
    void severalThreadsShareTheCeiling() throws Exception {
        ReadPace pace = new ReadPace(1000, clock, sleeper);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                done.add(pool.submit(() -> {
                    for (int j = 0; j < 50; j++) {
                        Double unused = pace.read(() -> 100.0, answer -> answer, stop);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(pace.consumed()).isEqualTo(20_000);
        assertThat(millis.get()).as("20,000 units at 1,000 a second").isBetween(19_000L, 20_500L);
    }
}
