package io.ddbvault.cli.report;

import java.util.ArrayList;
import java.util.List;

/** A report as it grows: one line per table, what belongs to a table indented below it. */
final class Lines {
    private final List<String> lines = new ArrayList<>();
    private final int statusWidth;
    private final int tableWidth;

    Lines(List<String> statuses, List<String> tables) {
        statusWidth = longest(statuses);
        tableWidth = longest(tables);
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    void add(String line) {
        lines.add(line);
    }

    void table(String status, String table, String what) {
        lines.add("  %s  %s  %s"
                .formatted(pad(status, statusWidth), pad(table, tableWidth), what)
                .stripTrailing());
    }

    /** Below the table's line; a text of several lines stays one block. */
    void detail(String text) {
        text.lines().forEach(line -> lines.add("      " + line));
    }

    void warnings(List<String> warnings) {
        warnings.forEach(warning -> lines.add("warning: " + warning));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
