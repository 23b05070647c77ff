package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.report.DrawSeries.Drawing;
import io.ddbvault.report.DrawSeries.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawSeriesTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-07-01");

    @Test
    void aValueIsAsHighAsItsShareOfTheMost() {
        Drawing drawing = draw(200, 0, 100, 200);

        assertThat(drawing.line()).isEqualTo("M0 100l1 -50l1 -50");
        assertThat(drawing.area()).isEqualTo("M0 100l1 -50l1 -50V100H0Z");
    }

    @Test
    void whatStaysLevelIsOneStroke() {
        assertThat(draw(100, 50, 50, 50, 100, 100).line()).isEqualTo("M0 50h2l1 -50h1");
    }

    @Test
    void aDayWithoutAValueInterruptsTheLineAndADayAloneIsADot() {
        Drawing drawing = draw(100, 100, 100, -1, 50, -1, 100);

        assertThat(drawing.line()).isEqualTo("M0 0h1M3 50h0M5 0h0");
        assertThat(drawing.area()).isEqualTo("M0 0h1V100H0ZM3 50M5 0");
    }

    @Test
    void nothingButZerosLiesAtTheFoot() {
        assertThat(draw(0, 0, 0).line()).isEqualTo("M0 100h1");
    }

    @Test
    void marksStandAtTheirDays() {
        assertThat(DrawSeries.marks(List.of(FIRST, FIRST.plusDays(7)), FIRST)).isEqualTo("M0 86v14M7 86v14");
    }

    private static Drawing draw(long most, long... values) {
        List<Point> points = new ArrayList<>();
        for (int day = 0; day < values.length; day++) {
            if (values[day] >= 0) {
                points.add(new Point(FIRST.plusDays(day), values[day]));
            }
        }
        return DrawSeries.draw(points, FIRST, most);
    }
}
