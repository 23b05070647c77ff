package io.ddbvault.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ddbvault.core.pacing.SimulateWrites.Call;
import io.ddbvault.core.pacing.SimulateWrites.Capacity;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackOffTest {
    private final BackOff backOff = new BackOff();

    @Test
    void thereIsNoLimitBeforeTheFirstThrottle() {
        for (int second = 0; second < 100; second++) {
            backOff.answered(5000, 5000, 0, second);
        }

        assertThat(backOff.limit(100)).isInfinite();
    }

    @Test
    void aThrottleLowersItToFourFifthsOfWhatGotThroughOnceASecond() {
        writeFor(10, 1000);
        throttle(10);
        assertThat(backOff.limit(10)).isCloseTo(800, within(30.0));

        throttle(10.5);
        assertThat(backOff.limit(10.5)).isCloseTo(800, within(30.0));

        throttle(11);
        assertThat(backOff.limit(11)).isLessThan(650);
    }

    @Test
    void withoutThrottlesItClimbsFasterAndFaster() {
        writeFor(10, 1000);
        throttle(10);

        assertThat(backOff.limit(11)).isCloseTo(800 * Math.exp(0.0525), within(30.0));
        assertThat(backOff.limit(20)).isCloseTo(800 * Math.exp(0.75), within(50.0));
        assertThat(backOff.limit(30)).isCloseTo(800 * Math.exp(2), within(100.0));
        assertThat(backOff.limit(100)).isInfinite();
    }

    @Test
    void aFewOperationsLeftUnprocessedAreNoThrottling() {
        for (int call = 0; call < 1000; call++) {
            backOff.answered(25, call % 25 == 0 ? 24 : 25, call % 25 == 0 ? 1 : 0, call * 0.01);
        }

        assertThat(backOff.limit(10)).isInfinite();
    }

    @Test
    void inAnOutageItFallsToASixteenthAndNotFurther() {
        writeFor(10, 1600);
        for (int second = 10; second < 100; second++) {
            throttle(second);
        }

        assertThat(backOff.limit(99)).isCloseTo(100, within(30.0));
    }

    @Test
    void whereNothingEverGetsThroughItFallsToOneUnitASecond() {
        for (int second = 0; second < 100; second++) {
            throttle(second);
        }

        assertThat(backOff.limit(99)).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aTablesWholeCapacityIsUsedWithFewThrottles(long seed) {
        SimulateWrites simulation = unlimited(seed).throttledBy(capacity(at -> 1000));

        List<Call> calls = simulation.run(16, 200);

        assertThat(rate(calls, 20, 200)).isBetween(850.0, 1010.0);
        assertThat(simulation.throttled(20, 200)).isLessThan(simulation.done() / 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theRateFollowsTheCapacityDownAndUp(long seed) {
        SimulateWrites simulation = unlimited(seed).throttledBy(capacity(at -> at < 30 ? 1e9 : at < 100 ? 500 : 4000));

        List<Call> calls = simulation.run(16, 200);

        assertThat(rate(calls, 0, 30)).as("no limit yet").isGreaterThan(10_000);
        assertThat(rate(calls, 40, 100)).isBetween(400.0, 510.0);
        assertThat(rate(calls, 130, 200)).isBetween(3200.0, 4060.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aMinuteOfThrottlingIsWaitedOutAndTheRateIsBackWithinAMinute(long seed) {
        SimulateWrites simulation = unlimited(seed).throttledBy(capacity(at -> at < 20 || at >= 80 ? 1000 : 0));

        List<Call> calls = simulation.run(16, 200);

        assertThat(rate(calls, 10, 20)).isGreaterThan(800);
        assertThat(rate(calls, 21, 80)).isZero();
        assertThat(rate(calls, 140, 200)).isGreaterThan(800);
        assertThat(simulation.throttled(25, 80)).as("tries").isBetween(50L, 5000L);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aCeilingHoldsAsWell(long seed) {
        SimulateWrites simulation = new SimulateWrites(seed, 2000, Writes.SMALL_ITEMS.operation, Writes.SMALL_ITEMS)
                .throttledBy(capacity(at -> at % 50 < 25 ? 500 : 1e9));

        List<Call> calls = simulation.run(16, 200);

        assertThat(Windows.mostWhenever(calls, 10)).isLessThanOrEqualTo(1.05 * 10 * 2000 + 1);
        assertThat(rate(calls, 160, 174)).isBetween(400.0, 600.0);
        assertThat(rate(calls, 190, 200)).isBetween(1500.0, 2000.0);
    }

    private void writeFor(int seconds, double unitsASecond) {
        for (int tenth = 0; tenth < seconds * 10; tenth++) {
            backOff.answered(unitsASecond / 10, 10, 0, tenth / 10.0);
        }
    }

    private void throttle(double now) {
        backOff.answered(0, 0, 25, now);
    }

    private static SimulateWrites unlimited(long seed) {
        return new SimulateWrites(seed, null, Writes.SMALL_ITEMS.operation, Writes.SMALL_ITEMS);
    }

    /** What a table has left, which is never more than that of a second. */
    private static Capacity capacity(DoubleUnaryOperator unitsASecond) {
        return new Capacity() {
            private double left;
            private double countedTo;

            @Override
            public boolean takes(double units, double now) {
                double rate = unitsASecond.applyAsDouble(now);
                left = Math.min(rate, left + rate * (now - countedTo));
                countedTo = now;
                boolean takes = units <= left;
                left -= takes ? units : 0;
                return takes;
            }
        };
    }

    private static double rate(List<Call> calls, double from, double to) {
        return calls.stream()
                        .filter(call -> call.to() >= from && call.to() < to)
                        .mapToDouble(Call::units)
                        .sum()
                / (to - from);
    }
}
