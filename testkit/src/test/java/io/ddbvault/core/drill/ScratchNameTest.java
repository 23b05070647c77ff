package io.ddbvault.core.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScratchNameTest {
    @Test
    void itTellsTheTableAndEndsAtRandom() {
        assertThat(ScratchName.of("orders", new Random(1))).matches("ddbvault-drill-orders-[0-9a-f]{8}");
        assertThat(IntStream.range(0, 100)
                        .mapToObj(seed -> ScratchName.of("orders", new Random(seed)))
                        .distinct())
                .hasSize(100);
    }

    @Test
    void ofALongNameTheEndIsCutOff() {
        String longest = "x".repeat(250) + "tail!";

        String name = ScratchName.of(longest, new Random(1));

        assertThat(name).hasSize(255).matches("ddbvault-drill-x{231}-[0-9a-f]{8}");
        assertThat(Settings.isTableName(name)).isTrue();
    }

    @Test
    void theShortestNameStaysWhole() {
        assertThat(ScratchName.of("abc", new Random(1)))
                .startsWith("ddbvault-drill-abc-")
                .hasSize(27);
    }
}
