package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnitsAtATimeTest {
    @Test
    void asManyAsUseUpTheTablesCapacity() {
        assertThat(UnitsAtATime.of(provisioned(40_000), null)).isEqualTo(10);
        assertThat(UnitsAtATime.of(provisioned(4_000), null)).isEqualTo(1);
        assertThat(UnitsAtATime.of(provisioned(4_001), null)).isEqualTo(2);
        assertThat(UnitsAtATime.of(provisioned(5), null)).isEqualTo(1);
        assertThat(UnitsAtATime.of(provisioned(1_000_000), null)).isEqualTo(250);
    }

    @Test
    void theSlowestIndexCountsAsTheTableDoes() {
        TableSettings settings = new TableSettings(
                false,
                List.of(),
                0,
                new WriteCapacity(true, 40_000),
                Map.of("by-date", new WriteCapacity(true, 8_000), "by-name", WriteCapacity.ON_DEMAND));

        assertThat(UnitsAtATime.of(settings, null)).isEqualTo(2);
    }

    @Test
    void aCeilingLowersThemAndOnDemandRaisesThem() {
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, null)).isEqualTo(10);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, 1)).isEqualTo(1);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, 12_000)).isEqualTo(3);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, 400_000)).isEqualTo(100);
        assertThat(UnitsAtATime.of(TableSettings.PLAIN, Integer.MAX_VALUE)).isEqualTo(536_871);
        assertThat(UnitsAtATime.of(provisioned(40_000), 12_000)).isEqualTo(3);
        assertThat(UnitsAtATime.of(provisioned(12_000), 40_000)).isEqualTo(3);
    }

    private static TableSettings provisioned(long units) {
        return new TableSettings(false, List.of(), 0, new WriteCapacity(true, units), Map.of());
    }
}
