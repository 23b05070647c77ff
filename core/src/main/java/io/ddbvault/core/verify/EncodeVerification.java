package io.ddbvault.core.verify;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.verify.VerificationReport.VerifiedBackup;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A verification's report as the answer that scripts get. Pure. */
public final class EncodeVerification {
    private EncodeVerification() {}

    public static Answer encode(VerificationReport report) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("depth", report.depth().label());
        if (report.depth() == Depth.SAMPLE) {
            body.put("sample_share", report.request().share());
            body.put("sample_seed", report.request().seed().toString());
        }
        body.put("s3_bucket", report.bucket());
        body.put("s3_prefix", report.prefix());
        body.put(
                "duration_seconds",
                BigDecimal.valueOf(report.duration().toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
        body.put("tables_total", report.tables().size());
        for (State state : State.values()) {
            body.put("tables_" + state.name().toLowerCase(Locale.ROOT), report.count(state));
        }
        body.put("unreadable_backups", report.unreadableBackups());
        body.put("files_read", sum(report, Counts::filesRead));
        body.put("items_read", sum(report, Counts::itemsRead));
        body.put("bytes_read", sum(report, Counts::bytesRead));
        body.put("warnings", report.warnings());
        body.put(
                "backups",
                report.backups().stream().map(EncodeVerification::backup).collect(Collectors.toList()));
        return new Answer(statusCode(report), body);
    }

    private static int statusCode(VerificationReport report) {
        if (report.allGood()) {
            return Answer.OK;
        }
        return report.count(State.GOOD) > 0 ? Answer.PARTLY : Answer.NOTHING;
    }

    private static long sum(VerificationReport report, ToLongFunction<Counts> count) {
        return report.tables().stream()
                .map(VerifiedTable::counts)
                .mapToLong(count)
                .sum();
    }

    private static Map<String, @Nullable Object> backup(VerifiedBackup backup) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", backup.date().toString());
        if (backup.environment() != null) {
            fields.put("environment", backup.environment());
        }
        Problem problem = backup.problem();
        if (problem != null) {
            fields.put("error", problem.text());
        }
        fields.put(
                "tables",
                backup.tables().stream().map(EncodeVerification::table).collect(Collectors.toList()));
        return fields;
    }

    private static Map<String, @Nullable Object> table(VerifiedTable table) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", table.table());
        fields.put("status", table.state().name());
        if (table.exportArn() != null) {
            fields.put("export_arn", table.exportArn());
        }
        Counts counts = table.counts();
        fields.put("files", counts.files());
        fields.put("items", counts.items());
        fields.put("bytes", counts.bytes());
        fields.put("files_read", counts.filesRead());
        fields.put("items_read", counts.itemsRead());
        fields.put("bytes_read", counts.bytesRead());
        fields.put("problems_total", table.problemCount());
        fields.put("problems", problems(table.problems()));
        fields.put("remarks", table.remarks());
        if (table.reason() != null) {
            fields.put("error", table.reason());
        }
        return fields;
    }

    private static List<Map<String, @Nullable Object>> problems(List<Problem> problems) {
        return problems.stream().map(EncodeVerification::problem).collect(Collectors.toList());
    }

    private static Map<String, @Nullable Object> problem(Problem problem) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (problem.object() != null) {
            fields.put("object", problem.object());
        }
        if (problem.line() > 0) {
            fields.put("line", problem.line());
        }
        fields.put("problem", problem.text());
        return fields;
    }
}
