package io.ddbvault.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The results as bars, in SVG that is readable on white and on black. Pure.
 *
 * <p>By hand, because what draws charts in Java needs fonts on the machine to measure its texts, and knows no dark mode.
 */
final class DrawPlot {
    private static final int WIDTH = 840;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int LEFT = 280;
    /** The longest bar; right of it stands its figure. */
    private static final int LONGEST = 430;

    private static final String STYLE = """
            <style>
              text { font: 13px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
              .head { font-weight: 600; font-size: 15px; }
              .quiet { fill: #59636e; }
              .ground { fill: #ffffff; }
              .ddbvault { fill: #0969da; }
              .plain { fill: #9a6700; }
              .floor { fill: #1a7f37; }
              .rest { opacity: 0.4; }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc; }
                .quiet { fill: #9198a1; }
                .ground { fill: #0d1117; }
                .ddbvault { fill: #4493f8; }
                .plain { fill: #d29922; }
                .floor { fill: #3fb950; }
              }
            </style>
            """;

    /** A page may be dark where the browser is light: the plot brings its own ground, so that its texts always fit. */
    private static final String GROUND = "<rect class=\"ground\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n";

    private final Results results;
    private final StringBuilder svg = new StringBuilder();
    private int y;

    private DrawPlot(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        return new DrawPlot(results).draw();
    }

    private String draw() {
        y = 28;
        text("head", 10, "Processor time of a restore, µs per item");
        y += 22;
        text("quiet", 10, "Full colour: the second half of the items. Pale: what the whole process needs beyond it.");
        for (ItemSize size : ItemSize.values()) {
            panel(size);
        }
        int height = y + 14;
        String open =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
                        .formatted(WIDTH, height, WIDTH, height);
        return open + "<title>Processor time of a restore, µs per item</title>\n" + STYLE + GROUND + svg + "</svg>\n";
    }

    private void panel(ItemSize size) {
        List<Way> ways = results.ways().stream()
                .filter(way -> results.of(way, size).isPresent())
                .toList();
        double most = ways.stream()
                .flatMap(way -> results.of(way, size).stream())
                .mapToDouble(Measurement::total)
                .max()
                .orElse(1);
        y += 32;
        text("head", 10, "Items of %s, %d attributes".formatted(size.title(), size.attributes()));
        y += 8;
        for (Way way : ways) {
            Optional<Measurement> measured = results.of(way, size);
            measured.ifPresent(one -> row(way, one, LONGEST / most));
        }
    }

    private void row(Way way, Measurement measured, double pixelsPerMicro) {
        int top = y + (ROW - BAR) / 2;
        double total = measured.total() * pixelsPerMicro;
        double steady = Double.isNaN(measured.steady()) ? total : Math.min(total, measured.steady() * pixelsPerMicro);
        String program = way.program().name().toLowerCase(Locale.ROOT);
        bar(program + " rest", top, total);
        bar(program, top, steady);
        y += ROW;
        int label = y;
        y -= ROW / 2 - 5;
        text("", 10, label(way));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
                LEFT + total + 8,
                y,
                WriteTable.micros(measured.total())));
        y = label;
    }

    private static String label(Way way) {
        String flags = way.program() == Way.Program.FLOOR || way.flags() == Way.Flags.LAUNCHER
                ? ""
                : ", " + way.flags().title() + " flags";
        return way.title().replace("`", "").replace("--transport ", "") + flags;
    }

    private void bar(String style, int top, double length) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
                style,
                LEFT,
                top,
                length,
                BAR));
    }

    private void text(String style, int x, String words) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, words));
    }
}
