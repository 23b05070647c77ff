package io.ddbvault.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UseOverItemsTest {
    private static final double EXACT = 1e-9;

    private final UseOverItems use = new UseOverItems(1000);

    @Test
    void theTotalIsAllThatTheProcessUsed() {
        use.add(1_000_000, 0);
        use.add(4_000_000, 1000);
        use.add(5_000_000, 1000);

        assertThat(use.total()).isEqualTo(5.0, within(EXACT));
    }

    @Test
    void theSteadyPartBeginsBetweenTheTwoSamplesAroundTheHalf() {
        use.add(1_000_000, 0);
        use.add(3_000_000, 400);
        use.add(4_000_000, 600);
        use.add(4_600_000, 900);

        // 3.5 ms at 500 items, 4.6 ms at 900.
        assertThat(use.steady()).isEqualTo(1_100.0 / 400, within(EXACT));
    }

    @Test
    void whatComesAfterTheLastItemIsNoPartOfTheSteadyOne() {
        use.add(1_000_000, 500);
        use.add(2_000_000, 750);
        use.add(9_000_000, 1000);
        use.add(12_000_000, 1000);

        assertThat(use.steady()).isEqualTo(1_000.0 / 250, within(EXACT));
    }

    @Test
    void aRunThatIsOverBetweenTwoSamplesIsTakenWhole() {
        use.add(1_000_000, 0);
        use.add(3_000_000, 1000);

        assertThat(use.steady()).isEqualTo(1_000.0 / 500, within(EXACT));
    }

    @Test
    void aRunThatNoSampleSawGettingToTheHalfHasNoSteadyPart() {
        use.add(1_000_000, 100);

        assertThat(use.steady()).isNaN();
    }
}
