package io.ddbvault.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
        for (String suffix : List.of("", "-lambda")) {
            for (String ddbvault : List.of("ddbvault", "ddbvault-wire", "ddbvault-sdk")) {
                String flags = suffix.isEmpty() ? Way.Flags.HOTSPOT.title() : Way.Flags.LAMBDA.title();
                line(
                        text,
                        "plain ÷ %s, whole process, %s flags".formatted(ddbvault, flags),
                        size -> ratio(
                                results.of("plain" + suffix, size).map(Measurement::total),
                                results.of(ddbvault + suffix, size).map(Measurement::total)));
            }
        }
        for (String ddbvault : List.of("ddbvault", "ddbvault-wire", "ddbvault-sdk")) {
            line(
                    text,
                    ddbvault + " ÷ floor, steady",
                    size -> ratio(
                            results.of(ddbvault, size).map(Measurement::steady),
                            results.of("floor", size).map(Measurement::steady)));
        }
        return text.isEmpty() ? "" : "| ratio | 1 KB | 167 B |\n|---|---|---|\n" + text;
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
