package io.ddbvault.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateCostTest {
    @Test
    void aMillionUnitsCostTheListPrice() {
        assertThat(EstimateCost.reads(1_000_000)).isEqualByComparingTo("0.125");
        assertThat(EstimateCost.writes(1_000_000)).isEqualByComparingTo("0.625");
        assertThat(EstimateCost.gets(1000)).isEqualByComparingTo("0.0004");
        assertThat(EstimateCost.gets(3)).isEqualByComparingTo("0.0000012");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4096, 1", "4097, 2", "1073741824, 262144"})
    void aScanReadsFourKilobytesAUnit(long bytes, long units) {
        assertThat(EstimateCost.scanUnits(bytes)).isEqualTo(units);
    }

    @Test
    void unitsAreToldWithTheirPrice() {
        assertThat(EstimateCost.describeReads(1_200_000))
                .isEqualTo("about 1,200,000 read units ($0.15 on demand in us-east-1)");
        assertThat(EstimateCost.describeWrites(50_000_000))
                .isEqualTo("about 50,000,000 write units ($31.25 on demand in us-east-1)");
        assertThat(EstimateCost.describeReads(1))
                .isEqualTo("about 1 read unit (less than $0.01 on demand in us-east-1)");
        assertThat(EstimateCost.describeReads(0)).isEqualTo("about 0 read units ($0.00 on demand in us-east-1)");
    }

    @Test
    void provisionedCapacityIsPaidByTheHour() {
        assertThat(EstimateCost.provisioned(1000, 1)).isEqualByComparingTo("0.78");
        assertThat(EstimateCost.provisioned(1000, 3)).isEqualByComparingTo("2.34");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0000", "1073741824, 0.1000", "107374182400, 10.0000", "1000000, 0.0001"})
    void anExportIsPaidByTheTablesGigabytes(long bytes, BigDecimal dollars) {
        assertThat(EstimateCost.rounded(EstimateCost.export(bytes))).isEqualTo(dollars);
    }

    @ParameterizedTest
    @CsvSource({"0.0099, less than $0.01", "0.01, $0.01", "0.015, $0.02", "0, $0.00", "1234.5, '$1,234.50'"})
    void dollarsAreRoundedToCents(BigDecimal dollars, String text) {
        assertThat(EstimateCost.dollars(dollars)).isEqualTo(text);
    }
}
