package io.ddbvault.cli.report;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.drill.CleanedDrills;
import io.ddbvault.core.drill.Comparison;
import io.ddbvault.core.drill.DrillEstimate;
import io.ddbvault.core.drill.DrillReport;
import io.ddbvault.core.drill.RestoreForecast;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.BackupLayout;
import java.util.List;

/** Drills, for people. Pure. */
public final class DescribeDrill {
    private DescribeDrill() {}

    /** What a drill will do and cost; several lines, the last without its end. */
    public static String text(DrillEstimate estimate) {
        Lines lines = new Lines(List.of(), List.of());
        lines.add("Drill of %s by the backup of %s: %s, %s in %s"
                .formatted(
                        estimate.table(),
                        estimate.date(),
                        Human.count(estimate.items(), "item"),
                        Human.bytes(estimate.bytes()),
                        Human.count(estimate.dataFiles(), "data file")));
        lines.detail("creates the table %s, restores into it, compares every item, and deletes it"
                .formatted(estimate.scratchTable()));
        lines.detail("costs %s: about %s and %s, %s"
                .formatted(
                        EstimateCost.dollars(estimate.cost()),
                        Human.count(estimate.writeUnits(), "write unit"),
                        Human.count(estimate.readUnits(), "read unit"),
                        capacity(estimate)));
        lines.detail(
                estimate.duration().isZero()
                        ? "takes less than a minute"
                        : "takes about %s, at %s"
                                .formatted(
                                        Human.duration(estimate.duration()),
                                        estimate.provisionedUnits() == null
                                                ? "what a new table takes at first"
                                                : "these units a second"));
        lines.warnings(estimate.warnings());
        return lines.toString();
    }

    private static String capacity(DrillEstimate estimate) {
        Integer units = estimate.provisionedUnits();
        return units == null
                ? "on demand in us-east-1"
                : "from %s of each a second, provisioned for %s in us-east-1"
                        .formatted(Human.count(units), Human.count(estimate.hours(), "hour"));
    }

    /** What it came to; several lines, the last without its end. */
    public static String text(DrillReport report, String bucket, String prefix) {
        Lines lines = new Lines(List.of(), List.of());
        boolean good = report.verdict() == Verdict.GOOD;
        lines.add(
                good
                        ? "GOOD  %s: %s of the backup of %s restored, and each is the same"
                                .formatted(report.table(), Human.count(report.items(), "item"), report.date())
                        : "BAD  %s: the backup of %s was restored otherwise than it is"
                                .formatted(report.table(), report.date()));
        if (!good && report.comparison().whole()) {
            lines.detail(differences(report.comparison()));
        }
        report.problems().forEach(lines::detail);
        lines.detail("%s written to %s in %s (%s items/s, %s, %s); the whole drill in %s"
                .formatted(
                        Human.count(report.items(), "item"),
                        report.scratchTable(),
                        Human.duration(report.restoring()),
                        Human.count(report.itemsPerSecond()),
                        Human.count(report.writeUnits(), "write unit"),
                        Human.count(report.workers(), "worker"),
                        Human.duration(report.duration())));
        forecast(report.forecast(), lines);
        report.notes().forEach(lines::detail);
        lines.detail("evidence: s3://%s/%s".formatted(bucket, new BackupLayout(prefix).drillResult(report.drillId())));
        report.leftToDo().forEach(left -> lines.add("warning: " + left));
        return lines.toString();
    }

    private static String differences(Comparison comparison) {
        return "%s the same, %s only in the backup, %s only in the table, %s changed"
                .formatted(
                        Human.count(comparison.same(), "item"),
                        Human.count(comparison.onlyInBackup()),
                        Human.count(comparison.onlyInTable()),
                        Human.count(comparison.changed()));
    }

    private static void forecast(RestoreForecast forecast, Lines lines) {
        lines.detail("a real restore would be done in %s or so, for %s"
                .formatted(Human.duration(forecast.duration()), EstimateCost.dollars(forecast.cost())));
        forecast.remarks().forEach(remark -> lines.detail("  " + remark));
    }

    /** What a clean-up found and did; several lines, the last without its end. */
    public static String text(CleanedDrills cleaned) {
        if (cleaned.tables().isEmpty()) {
            return "No drill has left a table.";
        }
        Lines lines = new Lines(
                cleaned.tables().stream().map(table -> table.outcome().name()).toList(),
                cleaned.tables().stream().map(CleanedDrills.Table::name).toList());
        for (CleanedDrills.Table table : cleaned.tables()) {
            lines.table(table.outcome().name(), table.name(), "");
            lines.detail(table.reason());
        }
        return lines.toString();
    }
}
