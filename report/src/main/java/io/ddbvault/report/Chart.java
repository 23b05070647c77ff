package io.ddbvault.report;

import io.ddbvault.report.DrawSeries.Drawing;
import io.ddbvault.report.DrawSeries.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A drawn series, with what it says in words.
 *
 * @param width of the drawing, in days
 * @param newest the last value
 * @param most the value at the upper edge
 * @param first the first value, as far as little room allows
 * @param caption first and last value, with their days
 * @param alternative for who cannot see the drawing
 * @param marks days without a value that should have one
 */
public record Chart(
        String title,
        int width,
        String newest,
        String most,
        String first,
        String caption,
        String alternative,
        String line,
        String area,
        String marks) {

    /** The days that a chart spans. */
    record Span(LocalDate first, LocalDate last) {
        int width() {
            return (int) Math.max(1, last.toEpochDay() - first.toEpochDay());
        }
    }

    /**
     * @param points oldest first
     * @param bad days to be marked
     * @param say a value in words
     */
    static Chart of(String title, List<Point> points, List<LocalDate> bad, Span span, LongFunction<String> say) {
        if (points.isEmpty()) {
            String nothing = "No figures yet";
            return new Chart(title, span.width(), "–", "", nothing, nothing, title + ": " + nothing, "", "", "");
        }
        long most = points.stream().mapToLong(Point::value).max().orElse(0);
        long least = points.stream().mapToLong(Point::value).min().orElse(0);
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        Drawing drawing = DrawSeries.draw(points, span.first(), most);
        List<LocalDate> marked = new ArrayList<>(bad);
        marked.removeIf(day -> day.isBefore(span.first()) || day.isAfter(span.last()));
        String caption = first.equals(last)
                ? Say.date(first.date()) + ": " + say.apply(first.value())
                : "%s: %s – %s: %s"
                        .formatted(
                                Say.date(first.date()),
                                say.apply(first.value()),
                                Say.date(last.date()),
                                say.apply(last.value()));
        String alternative = "%s. %s. Least %s, most %s.%s"
                .formatted(
                        title,
                        caption,
                        say.apply(least),
                        say.apply(most),
                        marked.isEmpty()
                                ? ""
                                : " %s without a good backup.".formatted(Say.count(marked.size(), "day")));
        return new Chart(
                title,
                span.width(),
                say.apply(last.value()),
                say.apply(most),
                "from " + say.apply(first.value()),
                caption,
                alternative,
                drawing.line(),
                drawing.area(),
                DrawSeries.marks(marked, span.first()));
    }
}
