package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SayTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0          | 0
                    9999       | 9,999
                    10000      | 10.0 k
                    99949      | 99.9 k
                    99950      | 100 k
                    999499     | 999 k
                    999500     | 1.0 M
                    16088072   | 16.1 M
                    1234567890 | 1.2 G
                    """)
    void largeCountsAreShort(long count, String text) {
        assertThat(Say.shortCount(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0 s", "PT59S,59 s", "PT60S,1 min", "PT59M29S,59 min", "PT59M30S,1 h", "PT72M,1 h 12 min"})
    void durationsAreInTheLargestUnits(Duration duration, String text) {
        assertThat(Say.duration(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT59M,59 minutes", "PT1M,1 minute", "PT6H,6 hours", "PT47H59M,47 hours", "PT48H,2 days"})
    void agesAreInTheUnitsOfPeople(Duration age, String text) {
        assertThat(Say.age(age)).isEqualTo(text);
    }

    @Test
    void howLongAgoCountsDaysOfTheCalendar() {
        LocalDate today = LocalDate.parse("2025-07-22");

        assertThat(Say.ago(Instant.parse("2025-07-22T00:00:00Z"), today)).isEqualTo("today");
        assertThat(Say.ago(Instant.parse("2025-07-21T23:59:59Z"), today)).isEqualTo("yesterday");
        assertThat(Say.ago(Instant.parse("2025-06-22T12:00:00Z"), today)).isEqualTo("30 days ago");
        assertThat(Say.ago(Instant.parse("2025-07-23T12:00:00Z"), today))
                .as("a clock that was ahead")
                .isEqualTo("today");
    }

    @Test
    void aHundredPercentIsAllOfThem() {
        assertThat(Say.percent(399, 400)).isEqualTo("99 %");
        assertThat(Say.percent(400, 400)).isEqualTo("100 %");
        assertThat(Say.percent(0, 0)).isEqualTo("–");
    }

    @Test
    void ofManyNamesTheFirstAreTold() {
        assertThat(Say.names(List.of("a"))).isEqualTo("a");
        assertThat(Say.names(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(Say.names(Collections.nCopies(9, "a"))).isEqualTo("a, a, a, a, a, a, a and 2 more");
    }
}
