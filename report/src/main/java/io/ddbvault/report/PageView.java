package io.ddbvault.report;

import io.ddbvault.report.Attention.Severity;
import io.ddbvault.report.Chart.Span;
import io.ddbvault.report.DrawSeries.Point;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page's parts as the template lays them out. Pure. */
public final class PageView {
    /** With fewer months than this, there is room for each one's name even on a phone. */
    private static final int FEW_MONTHS = 6;

    private final ReportPage page;
    private final Span span;

    PageView(ReportPage page) {
        this.page = page;
        List<Day> days = page.days();
        this.span = days.isEmpty()
                ? new Span(page.today(), page.today())
                : new Span(days.get(0).date(), days.get(days.size() - 1).date());
    }

    /** Newest first. */
    public List<Month> months() {
        return Month.of(page.days());
    }

    /** {@code 1 urgent, 2 warnings, 1 notice}; nothing if there is none. */
    public String attention() {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = page.attention().stream()
                    .filter(one -> one.severity() == severity)
                    .count();
            if (count > 0) {
                String noun = severity.label().toLowerCase(Locale.ROOT);
                parts.add(severity == Severity.URGENT ? Say.count(count) + " " + noun : Say.count(count, noun));
            }
        }
        return String.join(", ", parts);
    }

    /** Of the backup as a whole. Partial nights are left out of the sums, since a table that is missing is no loss. */
    public List<Chart> charts() {
        return List.of(
                Chart.of("Items, all tables", sums(DayState.GOOD, Day::items), bad(), span, Say::shortCount),
                Chart.of("Size, all tables", sums(DayState.GOOD, Day::bytes), bad(), span, Say::bytes),
                Chart.of(
                        "Time that the backup took",
                        took(),
                        bad(),
                        span,
                        value -> Say.duration(Duration.ofSeconds(value))));
    }

    public List<Chart> charts(TableHistory table) {
        List<TableNight> known =
                table.nights().stream().filter(TableNight::counted).toList();
        return List.of(
                Chart.of(
                        "Items",
                        known.stream()
                                .map(night -> new Point(night.date(), night.items()))
                                .toList(),
                        table.bad(),
                        span,
                        Say::shortCount),
                Chart.of(
                        "Size",
                        known.stream()
                                .map(night -> new Point(night.date(), night.bytes()))
                                .toList(),
                        table.bad(),
                        span,
                        Say::bytes));
    }

    private interface Figure {
        long of(Day day);
    }

    private List<Point> sums(DayState state, Figure figure) {
        return page.days().stream()
                .filter(day -> day.state() == state)
                .map(day -> new Point(day.date(), figure.of(day)))
                .toList();
    }

    private List<Point> took() {
        List<Point> points = new ArrayList<>();
        for (Day day : page.days()) {
            Duration took = day.took();
            if (took != null) {
                points.add(new Point(day.date(), took.toSeconds()));
            }
        }
        return points;
    }

    private List<LocalDate> bad() {
        return page.days().stream()
                .filter(day -> switch (day.state()) {
                    case GOOD, RUNNING, PRUNED, AHEAD -> false;
                    case PARTIAL, FAILED, MISSING, UNREADABLE -> true;
                })
                .map(Day::date)
                .toList();
    }

    /**
     * A month's beginning on the axis of time.
     *
     * @param x in days from the left edge
     * @param percent the same, for a label
     * @param minor whether it is left out where little room is
     */
    public record Tick(long x, String percent, String label, boolean minor) {}

    public List<Tick> ticks() {
        List<YearMonth> months = new ArrayList<>();
        YearMonth last = YearMonth.from(span.last());
        for (YearMonth month = YearMonth.from(span.first()).plusMonths(1);
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            months.add(month);
        }
        return months.stream()
                .map(month -> {
                    long x = month.atDay(1).toEpochDay() - span.first().toEpochDay();
                    return new Tick(
                            x,
                            String.format(Locale.ROOT, "%.2f%%", 100.0 * x / span.width()),
                            Say.month(month).substring(0, 3)
                                    + (month.getMonthValue() == 1 || month.equals(months.get(0))
                                            ? " " + month.getYear()
                                            : ""),
                            months.size() >= FEW_MONTHS && month.getMonthValue() % 3 != 1);
                })
                // A label of the last days would leave the page.
                .filter(tick -> tick.x() < span.width() * 0.97)
                .toList();
    }

    /** For the link to a day's row. */
    public static String anchor(LocalDate date) {
        return "day-" + date;
    }

    /** What a day's field says aloud. */
    public static String aloud(Day day) {
        String tables = day.tables() == 0
                ? ""
                : ", %s of %s".formatted(Say.count(day.tablesGood()), Say.count(day.tables(), "table"));
        return "%s: %s%s".formatted(Say.date(day.date()), day.state().label(), tables);
    }
}
