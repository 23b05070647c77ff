package io.ddbvault.core.drill;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A drill's evidence, and the answers that scripts get. Pure. */
public final class EncodeDrill {
    private EncodeDrill() {}

    /** Partly good is also what is GOOD and left something to do. */
    public static Answer encode(DrillReport report) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(fields(report));
        boolean good = report.verdict() == Verdict.GOOD && report.leftToDo().isEmpty();
        return new Answer(good ? Answer.OK : Answer.PARTLY, body);
    }

    /** What is stored; fields may be added, never renamed. */
    static Map<String, @Nullable Object> fields(DrillReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("drill_id", report.drillId());
        fields.put("table_name", report.table());
        fields.put("backup_date", report.date().toString());
        fields.put("environment", report.environment());
        fields.put("export_arn", report.exportArn());
        fields.put("scratch_table", report.scratchTable());
        fields.put("started_at", Timestamps.format(report.startedAt()));
        fields.put("ended_at", Timestamps.format(report.endedAt()));
        fields.put("verdict", report.verdict().name());
        fields.put("items", report.items());
        fields.put("expected_items", report.expectedItems());
        fields.put("bytes", report.bytes());
        fields.put("duration_seconds", wholeSeconds(report.duration()));
        fields.put("restore_seconds", seconds(report.restoring()));
        fields.put("items_per_second", report.itemsPerSecond());
        fields.put("max_workers", report.workers());
        fields.put("write_units", report.writeUnits());
        fields.put("differences", differences(report.comparison()));
        fields.put("problems", report.problems());
        fields.put("estimated_restore_seconds", wholeSeconds(report.forecast().duration()));
        fields.put(
                "estimated_restore_cost_usd",
                EstimateCost.rounded(report.forecast().cost()));
        fields.put("estimate_remarks", report.forecast().remarks());
        fields.put("left_to_do", report.leftToDo());
        fields.put("notes", report.notes());
        fields.put("ddbvault_version", report.version());
        return fields;
    }

    private static Map<String, @Nullable Object> differences(Comparison comparison) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("compared_whole", comparison.whole());
        fields.put("same", comparison.same());
        fields.put("only_in_backup", comparison.onlyInBackup());
        fields.put("only_in_table", comparison.onlyInTable());
        fields.put("changed", comparison.changed());
        return fields;
    }

    /** 500 if nothing was deleted and something could not be, 207 if something was and something could not be. */
    public static Answer encode(CleanedDrills cleaned) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("tables", cleaned.tables().stream().map(EncodeDrill::table).collect(Collectors.toList()));
        return new Answer(status(cleaned), body);
    }

    private static int status(CleanedDrills cleaned) {
        if (cleaned.with(CleanedDrills.Outcome.FAILED).isEmpty()) {
            return Answer.OK;
        }
        return cleaned.with(CleanedDrills.Outcome.DELETED).isEmpty() ? Answer.NOTHING : Answer.PARTLY;
    }

    private static Map<String, @Nullable Object> table(CleanedDrills.Table table) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("scratch_table", table.name());
        fields.put("drill_id", table.drillId());
        fields.put("outcome", table.outcome().name());
        fields.put("reason", table.reason());
        return fields;
    }

    /** Begun ones count: what takes half a second does not take none. */
    private static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
