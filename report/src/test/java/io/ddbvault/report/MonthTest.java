package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.report.Month.Cell;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MonthTest {
    @Test
    void weeksBeginOnMondayAndFieldsOutsideOfTheMonthAreEmpty() {
        Month july = Month.of(days("2025-07-20", 3)).get(0);

        assertThat(july.weeks().stream().map(MonthTest::text))
                .containsExactly(
                        ". 1 2 3 4 5 6",
                        "7 8 9 10 11 12 13",
                        "14 15 16 17 18 19 20*",
                        "21* 22* 23 24 25 26 27",
                        "28 29 30 31 . . .");
        assertThat(july.newestFirst())
                .extracting(day -> day.date().getDayOfMonth())
                .containsExactly(22, 21, 20);
    }

    @Test
    void theNewestMonthComesFirst() {
        assertThat(Month.of(days("2024-12-31", 2)))
                .extracting(month -> month.month().toString())
                .containsExactly("2025-01", "2024-12");
    }

    @Test
    void aMonthThatBeginsOnMondayHasNoEmptyWeek() {
        assertThat(text(Month.of(days("2025-09-01", 1)).get(0).weeks().get(0))).isEqualTo("1* 2 3 4 5 6 7");
    }

    private static List<Day> days(String first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Day.without(LocalDate.parse(first).plusDays(i), DayState.MISSING))
                .toList();
    }

    private static String text(List<Cell> week) {
        return week.stream()
                .map(cell ->
                        cell.number() == 0 ? "." : cell.number() + (cell.day().isPresent() ? "*" : ""))
                .collect(Collectors.joining(" "));
    }
}
