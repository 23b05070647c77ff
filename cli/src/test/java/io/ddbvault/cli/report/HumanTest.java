package io.ddbvault.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "47888465, 45.7 MiB", "1099511627776, 1.0 TiB"})
    void bytesHaveAUnit(long bytes, String text) {
        assertThat(Human.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "440, 0.4 s", "59940, 59.9 s", "59960, 0:59", "61000, 1:01", "93800000, 26:03:20"})
    void durationsAreSecondsAndThenAClock(long millis, String text) {
        assertThat(Human.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void oneItemIsNoPlural() {
        assertThat(Human.count(1, "item")).isEqualTo("1 item");
        assertThat(Human.count(0, "item")).isEqualTo("0 items");
        assertThat(Human.count(1_234_567, "item")).isEqualTo("1,234,567 items");
    }
}
