package io.ddbvault.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A month of the calendar.
 *
 * @param weeks seven cells each, from Monday on
 * @param newestFirst its known days
 */
public record Month(YearMonth month, List<List<Cell>> weeks, List<Day> newestFirst) {
    /**
     * A field of the calendar.
     *
     * @param number of the day in its month; 0 for a field of another month
     * @param day what is known of it; empty outside of what the page tells of
     */
    public record Cell(int number, Optional<Day> day) {}

    /** @return newest first */
    static List<Month> of(List<Day> days) {
        Map<YearMonth, List<Day>> months = new TreeMap<>(Collections.reverseOrder());
        for (Day day : days) {
            months.computeIfAbsent(YearMonth.from(day.date()), month -> new ArrayList<>())
                    .add(day);
        }
        List<Month> all = new ArrayList<>();
        months.forEach((month, known) -> all.add(of(month, known)));
        return all;
    }

    private static Month of(YearMonth month, List<Day> known) {
        Map<LocalDate, Day> byDate = new TreeMap<>();
        known.forEach(day -> byDate.put(day.date(), day));
        List<List<Cell>> weeks = new ArrayList<>();
        List<Cell> week = new ArrayList<>();
        for (int i = 1; i < month.atDay(1).getDayOfWeek().getValue(); i++) {
            week.add(new Cell(0, Optional.empty()));
        }
        for (int number = 1; number <= month.lengthOfMonth(); number++) {
            week.add(new Cell(number, Optional.ofNullable(byDate.get(month.atDay(number)))));
            if (week.size() == 7) {
                weeks.add(List.copyOf(week));
                week.clear();
            }
        }
        if (!week.isEmpty()) {
            while (week.size() < 7) {
                week.add(new Cell(0, Optional.empty()));
            }
            weeks.add(List.copyOf(week));
        }
        List<Day> newestFirst = new ArrayList<>(known);
        Collections.reverse(newestFirst);
        return new Month(month, List.copyOf(weeks), List.copyOf(newestFirst));
    }

    /** How many of its days are in each state, in words. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        for (DayState state : DayState.values()) {
            long count =
                    newestFirst.stream().filter(day -> day.state() == state).count();
            if (count > 0 && state != DayState.AHEAD) {
                parts.add(Say.count(count) + " " + state.label());
            }
        }
        return String.join(", ", parts);
    }
}
