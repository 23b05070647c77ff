package io.ddbvault.cli.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Rows in columns as wide as what stands in them, two spaces apart, with lines of prose in between. */
final class TextTable {
    private final List<Boolean> toTheRight;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns of each column {@code "l"} or {@code "r"}: the side that its cells stand at, as {@code "llrr"} */
    TextTable(String columns) {
        toTheRight = columns.chars().mapToObj(side -> side == 'r').collect(Collectors.toUnmodifiableList());
    }

    /** A row of fewer cells than there are columns may have a last one of any width. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Below the row, and a little to the right; a text of several lines stays one block. */
    void detail(String text) {
        text.lines().forEach(line -> rows.add(Collections.singletonList("      " + line)));
    }

    /** One line each, without trailing spaces. */
    List<String> lines() {
        int[] widths = new int[toTheRight.size()];
        for (List<String> row : rows) {
            boolean whole = row.size() == widths.length;
            for (int i = 0; i < (whole ? widths.length : row.size() - 1); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            boolean prose = row.size() < widths.length && i == row.size() - 1;
            String space = prose ? "" : " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : "  ").append(toTheRight.get(i) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }
}
