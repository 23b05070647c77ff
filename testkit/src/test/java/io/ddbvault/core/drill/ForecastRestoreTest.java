package io.ddbvault.core.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastRestoreTest {
    private static final Duration MEASURED = Duration.ofMinutes(10);
    private static final long UNITS = 1_000_000;

    @Test
    void aTableLikeTheScratchTableTakesAsLongAndCostsItsWrites() {
        assertThat(forecast(TableSettings.PLAIN))
                .isEqualTo(new RestoreForecast(MEASURED, new BigDecimal("0.625000000"), List.of()));
    }

    @Test
    void eachIndexCostsAsMuchAgain() {
        RestoreForecast forecast = forecast(
                new TableSettings(false, List.of(), 1, WriteCapacity.ON_DEMAND, Map.of("a", WriteCapacity.ON_DEMAND)));

        assertThat(forecast.duration()).isEqualTo(MEASURED);
        assertThat(forecast.cost()).isEqualByComparingTo("1.875");
        assertThat(forecast.remarks())
                .containsExactly(
                        "orders has 2 indexes, the scratch table none: each takes up to as many write units again.");
    }

    @Test
    void provisionedCapacityMakesItLongerAndIsPaidAnyway() {
        RestoreForecast forecast =
                forecast(new TableSettings(false, List.of(), 0, new WriteCapacity(true, 1000), Map.of()));

        assertThat(forecast.duration()).isEqualTo(Duration.ofSeconds(1000));
        assertThat(forecast.cost()).isZero();
        assertThat(forecast.remarks())
                .containsExactly(
                        "orders has 1,000 write units a second, and the restore needs 1,000,000 of them.",
                        "Its capacity is provisioned, so the restore costs nothing on top.");
    }

    @Test
    void capacityThatIsEnoughChangesNothing() {
        RestoreForecast forecast =
                forecast(new TableSettings(false, List.of(), 0, new WriteCapacity(true, 5000), Map.of()));

        assertThat(forecast.duration()).isEqualTo(MEASURED);
        assertThat(forecast.remarks())
                .containsExactly("Its capacity is provisioned, so the restore costs nothing on top.");
    }

    @Test
    void theSlowestOfTableAndIndexesDecidesAndLocalIndexesUseTheTables() {
        Map<String, WriteCapacity> indexes = new LinkedHashMap<>();
        indexes.put("fast", new WriteCapacity(false, 4000));
        indexes.put("slow", new WriteCapacity(false, 500));

        assertThat(forecast(new TableSettings(false, List.of(), 1, new WriteCapacity(false, 1000), indexes)))
                .isEqualTo(
                        new RestoreForecast(
                                Duration.ofSeconds(2000),
                                new BigDecimal("2.500000000"),
                                List.of(
                                        "orders has 1,000 write units a second, and the restore needs 2,000,000 of them.",
                                        "orders has 3 indexes, the scratch table none: each takes up to as many write units again.")));
    }

    @Test
    void aScratchTableThatWasSlowerThanTheTableIsSaid() {
        assertThat(ForecastRestore.forecast(MEASURED, UNITS, null, new WriteCapacity(true, 2500))
                        .remarks())
                .startsWith(
                        "The scratch table had 2,500 write units a second; a table that has more is restored faster.")
                .hasSize(2);
    }

    @Test
    void withoutTheTableItIsTakenForAPlainOne() {
        assertThat(ForecastRestore.forecast(MEASURED, UNITS, null, WriteCapacity.ON_DEMAND)
                        .remarks()
                        .get(0))
                .startsWith("The table does not exist now");
    }

    private static RestoreForecast forecast(TableSettings settings) {
        return ForecastRestore.forecast(
                MEASURED,
                UNITS,
                new TableDescription(
                        "orders",
                        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
                        null,
                        "ACTIVE",
                        InMemoryDrill.KEYS,
                        0,
                        0,
                        settings),
                WriteCapacity.ON_DEMAND);
    }
}
