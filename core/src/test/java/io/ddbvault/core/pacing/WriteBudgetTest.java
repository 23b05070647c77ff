package io.ddbvault.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.pacing.SimulateWrites.Call;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise: over any 10 seconds, at most 1.05 times the ceiling and one largest item. Checked over whole simulated
 * runs, whether a call consumes when it is sent, when it is answered, or at the worst moment in between.
 */
class WriteBudgetTest {
    private static final String NAME = "{0} write units a second, {1}, seed {2}";
    private static final int[] CEILINGS = {1, 5, 100, 4_000, 40_000};
    /** Nobody can tell which delete is four hundred times as dear as the others, so there is time lost in being careful. */
    private static final Set<Writes> SURPRISING = EnumSet.of(Writes.DELETES_OF_FEW_LARGE);

    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        for (int ceiling : CEILINGS) {
            for (Writes writes : Writes.values()) {
                for (long seed = 1; seed <= 2; seed++) {
                    runs.add(Arguments.of(ceiling, writes, seed));
                }
            }
        }
        return runs.stream();
    }

    @ParameterizedTest(name = NAME)
    @MethodSource("runs")
    void theCeilingHoldsOverAnyTenSecondsAndNineTenthsOfItAreUsed(int ceiling, Writes writes, long seed) {
        double seconds = seconds(ceiling);
        SimulateWrites simulation = new SimulateWrites(seed, ceiling, writes.operation, writes).answersWithin(0.02);

        List<Call> calls = simulation.run(ceiling > 10_000 ? 64 : 16, seconds);

        assertHolds(ceiling, calls, simulation);
        double steadyFrom = seconds / 5;
        double used = calls.stream()
                .filter(call -> call.to() >= steadyFrom)
                .mapToDouble(Call::units)
                .sum();
        double part = SURPRISING.contains(writes) ? 0.5 : 0.9;
        // The last item before that time may be paid for after it.
        assertThat(used + simulation.dearestOperation()).isGreaterThan(part * ceiling * (seconds - steadyFrom));
        if (!SURPRISING.contains(writes)) {
            double dearestBatch = calls.stream()
                    .filter(call -> call.operations() > 1)
                    .mapToDouble(Call::units)
                    .max()
                    .orElse(0);
            assertThat(dearestBatch)
                    .as("no batch costs more than a second of the ceiling")
                    .isLessThanOrEqualTo(ceiling);
        }
    }

    @ParameterizedTest(name = NAME)
    @MethodSource("runs")
    void theCeilingHoldsWhereAnswersAreSlowOrLostAndItemsAreLeftUnprocessed(int ceiling, Writes writes, long seed) {
        SimulateWrites simulation = new SimulateWrites(seed, ceiling, writes.operation, writes)
                .answersWithin(0.1)
                .hangs(0.002, 3)
                .losesAnswers(0.02)
                .leavesUnprocessed(0.02);

        List<Call> calls = simulation.run(16, seconds(ceiling) / 2);

        assertHolds(ceiling, calls, simulation);
        assertThat(simulation.done()).isPositive();
    }

    @ParameterizedTest(name = "{0} write units a second")
    @ValueSource(ints = {1, 5, 100, 1_000})
    void oneThreadAloneUsesTheCeilingToo(int ceiling) {
        List<Call> calls = new SimulateWrites(1, ceiling, Writes.SMALL_ITEMS.operation, Writes.SMALL_ITEMS).run(1, 200);

        assertThat(calls.stream().mapToDouble(Call::units).sum()).isBetween(0.9 * 200 * ceiling, 200.0 * ceiling + 1);
    }

    @ParameterizedTest(name = "{0} write units a second")
    @ValueSource(ints = {1, 5, 100, 4_000, 40_000})
    void withoutReportsTheJsonIsThePrice(int ceiling) {
        SimulateWrites simulation =
                new SimulateWrites(1, ceiling, Writes.LARGEST_ITEMS.operation, Writes.LARGEST_ITEMS).reportsNothing();

        List<Call> calls = simulation.run(16, seconds(ceiling));

        assertHolds(ceiling, calls, simulation);
        assertThat(calls.stream().mapToDouble(Call::units).sum()).isGreaterThan(0.9 * ceiling * seconds(ceiling));
    }

    private static double seconds(int ceiling) {
        return ceiling <= 100 ? 900 : ceiling <= 4_000 ? 60 : 30;
    }

    private static void assertHolds(int ceiling, List<Call> calls, SimulateWrites simulation) {
        double allowed = 1.05 * 10 * ceiling + simulation.dearestOperation();
        assertThat(Windows.most(calls, 10, Call::from)).isLessThanOrEqualTo(allowed);
        assertThat(Windows.most(calls, 10, Call::to)).isLessThanOrEqualTo(allowed);
        assertThat(Windows.mostWhenever(calls, 10)).isLessThanOrEqualTo(allowed);
    }
}
