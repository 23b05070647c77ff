package io.ddbvault.core.pacing;

import io.ddbvault.core.pacing.SimulateWrites.Call;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The most that calls consumed in any window of time. */
final class Windows {
    private Windows() {}

    /** If each call consumed at the moment that {@code when} says. */
    static double most(List<Call> calls, double seconds, ToDoubleFunction<Call> when) {
        return most(calls, seconds, when, when);
    }

    /** If each call consumed at that moment between its sending and its answer which makes the window fullest. */
    static double mostWhenever(List<Call> calls, double seconds) {
        return most(calls, seconds, Call::from, Call::to);
    }

    private static double most(
            List<Call> calls, double seconds, ToDoubleFunction<Call> earliest, ToDoubleFunction<Call> latest) {
        double[][] enters = timeline(calls, call -> earliest.applyAsDouble(call) - seconds);
        double[][] leaves = timeline(calls, latest);
        double sum = 0;
        double most = 0;
        int left = 0;
        for (double[] enter : enters) {
            while (leaves[left][0] < enter[0]) {
                sum -= leaves[left++][1];
            }
            sum += enter[1];
            most = Math.max(most, sum);
        }
        return most;
    }

    private static double[][] timeline(List<Call> calls, ToDoubleFunction<Call> when) {
        double[][] times = calls.stream()
                .map(call -> new double[] {when.applyAsDouble(call), call.units()})
                .toArray(double[][]::new);
        Arrays.sort(times, (one, other) -> Double.compare(one[0], other[0]));
        return times;
    }
}
