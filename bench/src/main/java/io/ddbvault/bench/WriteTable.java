package io.ddbvault.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The results as Markdown. Pure. */
final class WriteTable {
    private static final String NONE = "–";

    private WriteTable() {}

    static String of(Results results, String machine, String command) {
        StringBuilder text = new StringBuilder();
        text.append("Machine: ")
                .append(machine)
                .append(". Command: `")
                .append(command)
                .append("`.\n\n");
        text.append("| path | JVM flags |");
        for (ItemSize size : ItemSize.values()) {
            text.append(" %s: CPU µs per item | %s: items/s | %s: peak RSS MB |"
                    .formatted(size.title(), size.title(), size.title()));
        }
        text.append("\n|---|---|---|---|---|---|---|---|\n");
        for (Way way : results.ways()) {
            text.append("| %s | %s |".formatted(way.title(), way.flags().title()));
            for (ItemSize size : ItemSize.values()) {
                text.append(results.of(way, size).map(WriteTable::cells).orElse(" – | – | – |"));
            }
            text.append('\n');
        }
        return text.append('\n').append(ratios(results)).toString();
    }

    private static String cells(Measurement measured) {
        return " %s [%s] | %s | %s |"
                .formatted(
                        micros(measured.total()),
                        micros(measured.steady()),
                        format("%,.0f", 100 * Math.floor(measured.itemsPerSecond() / 100)),
                        format("%.0f", measured.peakMegabytes()));
    }

    private static String ratios(Results results) {
        StringBuilder text = new StringBuilder();
        whole(text, results, "plain-hotspot", "ddbvault-wire", "plain ÷ ddbvault, whole process");
        whole(text, results, "plain-hotspot", "ddbvault-sdk", "plain ÷ ddbvault with `--transport sdk`, whole process");
        whole(
                text,
                results,
                "plain-hotspot",
                "ddbvault-wire-hotspot",
                "plain ÷ ddbvault, whole process, both HotSpot's flags");
        whole(
                text,
                results,
                "plain-lambda",
                "ddbvault-wire-lambda",
                "plain ÷ ddbvault, whole process, both Lambda's flags");
        steady(text, results, "plain-hotspot", "ddbvault-wire", "plain ÷ ddbvault, steady");
        steady(text, results, "ddbvault-wire", "floor", "ddbvault ÷ floor, steady");
        return text.isEmpty() ? "" : "| ratio | 1 KB | 167 B |\n|---|---|---|\n" + text;
    }

    private static void whole(StringBuilder text, Results results, String dividend, String divisor, String name) {
        line(text, name, size -> ratio(results, dividend, divisor, size, Measurement::total));
    }

    private static void steady(StringBuilder text, Results results, String dividend, String divisor, String name) {
        line(text, name, size -> ratio(results, dividend, divisor, size, Measurement::steady));
    }

    private static String ratio(
            Results results, String dividend, String divisor, ItemSize size, Function<Measurement, Double> figure) {
        return ratio(
                results.of(dividend, size).map(figure),
                results.of(divisor, size).map(figure));
    }

    private interface Cell {
        String of(ItemSize size);
    }

    /** Nothing where neither size was measured. */
    private static void line(StringBuilder text, String name, Cell cell) {
        String large = cell.of(ItemSize.LARGE);
        String small = cell.of(ItemSize.SMALL);
        if (!large.equals(NONE) || !small.equals(NONE)) {
            text.append("| %s | %s | %s |\n".formatted(name, large, small));
        }
    }

    private static String ratio(Optional<Double> dividend, Optional<Double> divisor) {
        if (dividend.isEmpty() || divisor.isEmpty()) {
            return NONE;
        }
        double ratio = dividend.get() / divisor.get();
        return Double.isFinite(ratio) ? format("%.1f", ratio) : NONE;
    }

    static String micros(double micros) {
        if (Double.isNaN(micros)) {
            return NONE;
        }
        return format(micros < 10 ? "%.2f" : "%.1f", micros);
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
