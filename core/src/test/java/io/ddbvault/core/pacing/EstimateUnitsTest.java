package io.ddbvault.core.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateUnitsTest {
    private static final double PLENTY = 1000;

    private final EstimateUnits units = new EstimateUnits();

    @Test
    void whatIsNotKnownGoesAlone() {
        assertThat(units.fitting(puts(100, 100, 100), PLENTY, PLENTY)).isEqualTo(1);
        assertThat(units.fitting(deletes(25), PLENTY, PLENTY)).isEqualTo(1);

        learn(puts(100), 1);

        assertThat(units.fitting(puts(100, 100, 100), PLENTY, PLENTY)).isEqualTo(3);
        assertThat(units.fitting(puts(100, 100, 5000, 100), PLENTY, PLENTY))
                .as("up to the one of a size not seen")
                .isEqualTo(2);
        assertThat(units.fitting(deletes(25), PLENTY, PLENTY)).isEqualTo(1);
    }

    @Test
    void anItemCostsAUnitForEachBegunKilobyteOfItsJson() {
        WriteBatch batch = puts(1, 1024, 1025, 400 * 1024);

        assertThat(units.estimate(batch, 1).usual()).isEqualTo(1);
        assertThat(units.estimate(batch, 2).usual()).isEqualTo(2);
        assertThat(units.estimate(batch, 3).usual()).isEqualTo(4);
        assertThat(units.estimate(batch, 4).usual()).isEqualTo(404);
    }

    @Test
    void whatIndexesAddIsLearnedFromOneAnswer() {
        learn(puts(100), 6);

        assertThat(units.estimate(puts(100, 900), 2).usual()).isEqualTo(12);
    }

    @Test
    void smallItemsAndLargeOnesAreLearnedApart() {
        learn(puts(100), 21);
        learn(puts(300 * 1024), 320);

        assertThat(units.estimate(puts(100), 1).usual()).isEqualTo(21);
        assertThat(units.estimate(puts(300 * 1024), 1).usual()).isCloseTo(320, within(0.001));
    }

    @Test
    void aDeleteCostsWhatDeletesCostOfLate() {
        for (int i = 0; i < 300; i++) {
            learn(deletes(1), 1);
        }
        assertThat(units.estimate(deletes(25), 25).most()).isCloseTo(25, within(1.0));

        learn(deletes(1), 400);
        assertThat(units.fitting(deletes(25), PLENTY, PLENTY))
                .as("the next may be as dear")
                .isEqualTo(2);

        for (int i = 0; i < 50; i++) {
            learn(deletes(1), 1);
        }
        assertThat(units.estimate(deletes(25), 25).cautious()).isLessThan(100);
        assertThat(units.estimate(deletes(25), 25).most())
                .as("that one was so dear is not forgotten")
                .isGreaterThan(100);
    }

    @Test
    void aDeleteIsOfTheSizeThatIsKnownOfIt() {
        learn(deletesOf(300, 1), 1);

        assertThat(units.estimate(deletesOf(300, 4), 4).usual()).isEqualTo(4);
        assertThat(units.estimate(deletesOf(300 * 1024, 1), 1).usual()).isEqualTo(300);
        assertThat(units.fitting(deletesOf(300 * 1024, 4), PLENTY, PLENTY))
                .as("such large ones have not been seen")
                .isEqualTo(1);
    }

    @Test
    void theFirstOfAKindAreTrustedLittle() {
        learn(puts(100), 1);
        assertThat(units.estimate(puts(100), 1).cautious()).isEqualTo(4);

        for (int i = 0; i < 99; i++) {
            learn(puts(100), 1);
        }
        assertThat(units.estimate(puts(100), 1).cautious()).isCloseTo(1, within(0.05));
    }

    @Test
    void onlyTheOperationsThatWereDoneAreLearnedFrom() {
        units.learn(puts(100, 100, 100, 100, 100), 4, List.of(1, 3), 10);

        assertThat(units.estimate(puts(100), 1).usual()).isEqualTo(5);
    }

    @Test
    void anAnswerThatDoesNotSayConfirmsTheEstimate() {
        learn(puts(100), Double.NaN);

        assertThat(units.estimate(puts(100), 1).usual()).isEqualTo(1);
        assertThat(units.fitting(puts(100, 100), PLENTY, PLENTY)).isEqualTo(2);
    }

    @Test
    void aBatchIsCutWhereItBecomesTooDear() {
        for (int i = 0; i < 1000; i++) {
            learn(deletes(1), 10);
        }

        assertThat(units.fitting(deletes(25), 101, PLENTY)).isEqualTo(10);
        assertThat(units.fitting(deletes(25), PLENTY, 55)).isEqualTo(5);
        assertThat(units.fitting(deletes(25), 3, PLENTY)).as("one at least").isEqualTo(1);
    }

    private void learn(WriteBatch batch, double consumed) {
        units.learn(batch, batch.size(), List.of(), consumed);
    }

    private static WriteBatch puts(int... bytes) {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", Operation.PUT);
        for (int length : bytes) {
            builder.add(new byte[length], 0, length, new Place("file", 1));
        }
        return builder.build();
    }

    private static WriteBatch deletes(int count) {
        return deletesOf(0, count);
    }

    private static WriteBatch deletesOf(int size, int count) {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", Operation.DELETE);
        for (int i = 0; i < count; i++) {
            builder.add(new byte[30], 0, 30, new Place("file", 1), size);
        }
        return builder.build();
    }
}
