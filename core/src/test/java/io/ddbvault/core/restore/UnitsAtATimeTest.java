package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnitsAtATimeTest {
    private static final int MANY = 100_000;

    @Test
    void asManyAsUseUpTheTablesCapacityAndNoMoreThanThereAreFiles() {
        assertThat(UnitsAtATime.of(provisioned(40_000), null, MANY)).isEqualTo(4);
        assertThat(UnitsAtATime.of(provisioned(10_000), null, MANY)).isEqualTo(1);
        assertThat(UnitsAtATime.of(provisioned(10_001), null, MANY)).isEqualTo(2);
        assertThat(UnitsAtATime.of(provisioned(5), null, MANY)).isEqualTo(1);
        assertThat(UnitsAtATime.of(provisioned(1_000_000), null, MANY)).isEqualTo(100);
        assertThat(UnitsAtATime.of(provisioned(1_000_000), null, 7)).isEqualTo(7);
        assertThat(UnitsAtATime.of(provisioned(1_000_000), null, 0)).isEqualTo(1);
    }

    @Test
    void theSlowestIndexCountsAsTheTableDoes() {
        TableSettings settings = new TableSettings(
                false,
                List.of(),
                0,
                new WriteCapacity(true, 40_000),
                Map.of("by-date", new WriteCapacity(true, 20_000), "by-name", WriteCapacity.ON_DEMAND));

        assertThat(UnitsAtATime.of(settings, null, MANY)).isEqualTo(2);
    }

    @Test
    void aCeilingLowersThemAndOnDemandRaisesThem() {
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, null, MANY)).isEqualTo(4);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, 1, MANY)).isEqualTo(1);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, 30_000, MANY)).isEqualTo(3);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, 400_000, MANY)).isEqualTo(40);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, Integer.MAX_VALUE, MANY))
                .isEqualTo(1_000);
        assertThat(UnitsAtATime.of(provisioned(40_000), 30_000, MANY)).isEqualTo(3);
        assertThat(UnitsAtATime.of(provisioned(30_000), 40_000, MANY)).isEqualTo(3);
    }

    private static TableSettings provisioned(long units) {
        return new TableSettings(false, List.of(), 0, new WriteCapacity(true, units), Map.of());
    }
}
