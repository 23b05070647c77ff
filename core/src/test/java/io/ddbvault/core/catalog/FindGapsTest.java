package io.ddbvault.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindGapsTest {
    @Test
    void daysBetweenBackupsAreMissingNewestFirst() {
        assertThat(find("2025-07-22", "2025-07-22", "2025-07-10", "2025-07-21", "2025-07-18", "2025-07-09"))
                .containsExactly(gap("2025-07-19", "2025-07-20"), gap("2025-07-11", "2025-07-17"));
        assertThat(gap("2025-07-11", "2025-07-17").days()).isEqualTo(7);
        assertThat(gap("2025-07-11", "2025-07-11").days()).isEqualTo(1);
    }

    @Test
    void daysSinceTheLastBackupAreMissingButTodayIsNot() {
        assertThat(find("2025-07-22", "2025-07-21")).isEmpty();
        assertThat(find("2025-07-23", "2025-07-21")).containsExactly(gap("2025-07-22", "2025-07-22"));
        assertThat(find("2025-07-25", "2025-07-20", "2025-07-21")).containsExactly(gap("2025-07-22", "2025-07-24"));
    }

    @Test
    void beforeTheFirstBackupNothingIsMissing() {
        assertThat(find("2025-07-22")).isEmpty();
        assertThat(find("2025-07-22", "2025-07-22")).isEmpty();
    }

    @Test
    void aBackupOfALaterDayThanTodayIsNoMistakeOfTheDaysBefore() {
        assertThat(find("2025-07-22", "2025-07-22", "2025-07-24")).containsExactly(gap("2025-07-23", "2025-07-23"));
        assertThat(find("2025-07-22", "2025-07-23")).isEmpty();
    }

    @Test
    void monthsAndLeapYearsAreCountedByTheCalendar() {
        assertThat(find("2024-03-02", "2024-02-28", "2024-03-01")).containsExactly(gap("2024-02-29", "2024-02-29"));
        assertThat(find("2025-03-02", "2025-02-28", "2025-03-01")).isEmpty();
    }

    @Test
    void whatWasPrunedIsNotMissing() {
        assertThat(FindGaps.find(
                        dates("2025-07-22", "2025-07-18"),
                        dates("2025-07-21", "2025-07-19", "2025-07-15"),
                        LocalDate.parse("2025-07-22")))
                .containsExactly(gap("2025-07-20", "2025-07-20"), gap("2025-07-16", "2025-07-17"));
    }

    private static List<Gap> find(String today, String... backups) {
        return FindGaps.find(dates(backups), List.of(), LocalDate.parse(today));
    }

    private static List<LocalDate> dates(String... dates) {
        return Stream.of(dates).map(LocalDate::parse).toList();
    }

    private static Gap gap(String from, String to) {
        return new Gap(LocalDate.parse(from), LocalDate.parse(to));
    }
}
