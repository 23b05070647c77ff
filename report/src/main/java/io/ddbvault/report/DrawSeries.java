package io.ddbvault.report;

import java.time.LocalDate;
import java.util.List;

/**
 * A series of days as SVG paths. One path holds a whole year: four hundred days of fifty tables as elements of their own
 * would be more than a browser lays out in a second. Pure.
 */
final class DrawSeries {
    /** The height that values are scaled to; the page stretches the drawing to its place. */
    static final int HEIGHT = 100;

    private final StringBuilder line = new StringBuilder();
    private final StringBuilder area = new StringBuilder();
    private int runStart;
    private int lastX;
    private int lastY;
    private int flat;
    private boolean drawing;

    private DrawSeries() {}

    /** @param value 0 or more */
    record Point(LocalDate date, long value) {}

    /**
     * @param line through the values, interrupted where a day has none
     * @param area from the line down to zero
     */
    record Drawing(String line, String area) {}

    /**
     * @param points oldest first
     * @param first the day at the left edge
     * @param most the value at the upper edge
     */
    static Drawing draw(List<Point> points, LocalDate first, long most) {
        DrawSeries draw = new DrawSeries();
        for (Point point : points) {
            draw.go(
                    (int) (point.date().toEpochDay() - first.toEpochDay()),
                    HEIGHT - (most == 0 ? 0 : (int) Math.round((double) HEIGHT * point.value() / most)));
        }
        draw.lift();
        return new Drawing(draw.line.toString(), draw.area.toString());
    }

    private void go(int x, int y) {
        if (drawing && x == lastX + 1) {
            if (y == lastY) {
                flat++;
            } else {
                level();
                both("l1 " + (y - lastY));
            }
        } else {
            lift();
            both("M%d %d".formatted(x, y));
            runStart = x;
            drawing = true;
        }
        lastX = x;
        lastY = y;
    }

    /** What stayed at one height becomes one stroke. */
    private void level() {
        if (flat > 0) {
            both("h" + flat);
            flat = 0;
        }
    }

    private void lift() {
        if (!drawing) {
            return;
        }
        level();
        if (lastX == runStart) {
            // A day alone: its round line ends make it a dot.
            line.append("h0");
        } else {
            area.append("V%dH%dZ".formatted(HEIGHT, runStart));
        }
        drawing = false;
    }

    private void both(String step) {
        line.append(step);
        area.append(step);
    }

    /** Strokes at the lower edge, one for each of these days. */
    static String marks(List<LocalDate> days, LocalDate first) {
        StringBuilder marks = new StringBuilder();
        for (LocalDate day : days) {
            marks.append("M%d %dv14".formatted(day.toEpochDay() - first.toEpochDay(), HEIGHT - 14));
        }
        return marks.toString();
    }
}
