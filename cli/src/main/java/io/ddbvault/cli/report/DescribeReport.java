package io.ddbvault.cli.report;

import io.ddbvault.report.Attention;
import io.ddbvault.report.ReportPage;
import java.util.ArrayList;
import java.util.List;

/** Where a report is and what it says first, for people. Pure. */
public final class DescribeReport {
    private DescribeReport() {}

    /**
     * Several lines, the last without its end.
     *
     * @param written where the page is
     */
    public static String text(ReportPage page, List<String> written) {
        List<String> lines = new ArrayList<>();
        List<Attention> attention = page.attention();
        if (attention.isEmpty()) {
            lines.add("Nothing needs attention.");
        } else {
            lines.add("%s attention:"
                    .formatted(attention.size() == 1 ? "1 thing needs" : attention.size() + " things need"));
            attention.forEach(
                    one -> lines.add("  %-7s  %s".formatted(one.severity().label(), one.title())));
        }
        page.warnings().forEach(warning -> lines.add("warning: " + warning));
        written.forEach(place -> lines.add("Report: " + place));
        return String.join(System.lineSeparator(), lines);
    }
}
