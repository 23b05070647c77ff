package io.ddbvault.cli.report;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.verify.Problem;
import io.ddbvault.core.verify.ReadEstimate;
import io.ddbvault.core.verify.VerificationReport;
import io.ddbvault.core.verify.VerificationReport.VerifiedBackup;
import io.ddbvault.core.verify.VerifiedTable;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a verification came to, for people. Pure. */
public final class DescribeVerification {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private DescribeVerification() {}

    /** What reading takes, before it begins. */
    public static String estimate(ReadEstimate estimate) {
        return "To read: %s, %s, %s. S3 charges %s for the GET requests, at its list price of us-east-1; transfer inside the bucket's Region is free."
                .formatted(
                        Human.count(estimate.files(), "data file"),
                        Human.bytes(estimate.bytes()),
                        Human.count(estimate.items(), "item"),
                        dollars(estimate.dollars()));
    }

    private static String dollars(BigDecimal dollars) {
        return dollars.compareTo(CENT) < 0
                ? "less than $0.01"
                : String.format(Locale.ROOT, "$%,.2f", dollars.setScale(2, RoundingMode.UP));
    }

    /** Several lines, the last without its end. */
    public static String text(VerificationReport report) {
        Lines lines = new Lines(
                report.tables().stream().map(table -> table.state().name()).toList(),
                report.tables().stream().map(VerifiedTable::table).toList());
        for (VerifiedBackup backup : report.backups()) {
            lines.add(
                    backup.environment() == null
                            ? "Backup of " + backup.date()
                            : "Backup of %s, %s".formatted(backup.date(), backup.environment()));
            Problem problem = backup.problem();
            if (problem != null) {
                lines.detail(problem.text());
            }
            backup.tables().forEach(table -> describe(table, report.depth(), lines));
        }
        lines.warnings(report.warnings());
        lines.add(sum(report));
        lines.add(read(report));
        return lines.toString();
    }

    private static void describe(VerifiedTable table, Depth depth, Lines lines) {
        lines.table(table.state().name(), table.table(), counts(table, depth));
        if (table.reason() != null) {
            lines.detail(table.reason());
        }
        table.problems().forEach(problem -> lines.detail(problem.text()));
        long more = table.problemCount() - table.problems().size();
        if (more > 0) {
            lines.detail("and %s".formatted(Human.count(more, "problem") + " more."));
        }
        table.remarks().forEach(remark -> lines.detail("note: " + remark));
    }

    private static String counts(VerifiedTable table, Depth depth) {
        Counts counts = table.counts();
        if (counts.files() == 0 && counts.items() == 0) {
            return table.isJudged() && table.problems().isEmpty() ? "empty" : "";
        }
        String text = "%s in %s, %s"
                .formatted(
                        Human.count(counts.items(), "item"),
                        Human.count(counts.files(), "file"),
                        Human.bytes(counts.bytes()));
        if (depth == Depth.QUICK) {
            return text;
        }
        return counts.filesRead() == counts.files()
                ? text + ", all read"
                : "%s; read %s in %s, %s"
                        .formatted(
                                text,
                                Human.count(counts.itemsRead(), "item"),
                                Human.count(counts.filesRead(), "file"),
                                Human.bytes(counts.bytesRead()));
    }

    private static String sum(VerificationReport report) {
        List<String> counts = new ArrayList<>();
        for (State state : State.values()) {
            if (report.count(state) > 0) {
                counts.add(Human.count(report.count(state)) + " " + state);
            }
        }
        String tables = Human.count(report.tables().size(), "table");
        String of = report.backups().size() > 1
                ? "%s of %s".formatted(tables, Human.count(report.backups().size(), "backup"))
                : tables;
        String unreadable = report.unreadableBackups() == 0
                ? ""
                : "; %s cannot be read".formatted(Human.count(report.unreadableBackups(), "backup"));
        return "%s: %s%s."
                .formatted(of, counts.isEmpty() ? "nothing to verify" : String.join(", ", counts), unreadable);
    }

    private static String read(VerificationReport report) {
        String read = "%s of %s, %s of %s, %s of %s"
                .formatted(
                        Human.count(sum(report, Counts::filesRead)),
                        Human.count(sum(report, Counts::files), "file"),
                        Human.count(sum(report, Counts::itemsRead)),
                        Human.count(sum(report, Counts::items), "item"),
                        Human.bytes(sum(report, Counts::bytesRead)),
                        Human.bytes(sum(report, Counts::bytes)));
        return switch (report.depth()) {
            case QUICK -> "No item was read: '--sample 5%' reads some, '--deep' all.";
            case SAMPLE ->
                "Read %s: a sample of %s with the seed %s. Keys that occur twice were looked for among these items only."
                        .formatted(
                                read,
                                percent(report.request().share()),
                                report.request().seed());
            case DEEP -> "Read " + read + ".";
        };
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .setScale(3, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    private static long sum(VerificationReport report, ToLongFunction<Counts> count) {
        return report.tables().stream()
                .map(VerifiedTable::counts)
                .mapToLong(count)
                .sum();
    }
}
