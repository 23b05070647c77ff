package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.port.BackupEraser.Refusal;
import io.ddbvault.core.port.BackupEraser.Versions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a prune did or would do, as the answer that scripts get. Pure. */
public final class EncodePrune {
    private EncodePrune() {}

    /** 200 if all that no rule keeps is gone, or would be; 500 if none of it is; 207 in between. */
    public static Answer encode(PruneReport report) {
        Map<String, @Nullable Object> body = body(report);
        if (report.isUseless()) {
            return new Answer(Answer.NOTHING, body);
        }
        return new Answer(report.isGood() && report.stopped() == null ? Answer.OK : Answer.PARTLY, body);
    }

    /** What would go, and why nothing did. */
    public static Answer refusal(PrunePlan plan, DdbvaultException why) {
        Answer refusal = Answer.to(why);
        Map<String, @Nullable Object> body = body(PruneReport.dryRun(plan));
        body.putAll(refusal.body());
        return new Answer(refusal.statusCode(), body);
    }

    private static Map<String, @Nullable Object> body(PruneReport report) {
        PrunePlan plan = report.plan();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("dry_run", report.dryRun());
        body.put("rules", rules(plan.rules()));
        body.put(
                "backups",
                plan.decisions().stream()
                        .map(decision -> backup(decision, report))
                        .collect(Collectors.toList()));
        body.put("total_objects", report.objects());
        body.put("total_bytes", report.bytes());
        body.put("versions", versions(plan.versions()));
        body.put("warnings", plan.warnings());
        if (report.stopped() != null) {
            body.put("stopped", report.stopped());
        }
        return body;
    }

    private static Map<String, @Nullable Object> rules(RetentionRules rules) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("keep_last", rules.last());
        fields.put("keep_daily", rules.daily());
        fields.put("keep_weekly", rules.weekly());
        fields.put("keep_monthly", rules.monthly());
        fields.put("keep_yearly", rules.yearly());
        return fields;
    }

    private static Map<String, @Nullable Object> backup(PruneDecision decision, PruneReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", decision.date().toString());
        fields.put("state", decision.backup().state().name());
        fields.put("fate", decision.fate().name());
        fields.put("reasons", decision.reasons());
        if (decision.fate() == PruneDecision.Fate.GOES) {
            fields.put("objects", decision.objects());
            fields.put("bytes", decision.bytes());
        }
        report.of(decision.date()).ifPresent(deleted -> outcome(deleted, fields));
        return fields;
    }

    private static void outcome(DeletedBackup deleted, Map<String, @Nullable Object> fields) {
        fields.put("outcome", deleted.outcome().name());
        fields.put("deleted_objects", deleted.objects());
        fields.put("deleted_bytes", deleted.bytes());
        if (deleted.problem() != null) {
            fields.put("problem", deleted.problem());
        }
        if (deleted.left() > 0) {
            fields.put("refused_objects", deleted.left());
            fields.put(
                    "first_refused",
                    deleted.refusals().stream().map(EncodePrune::refused).collect(Collectors.toList()));
        }
    }

    private static Map<String, @Nullable Object> refused(Refusal refusal) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", refusal.key());
        fields.put("reason", refusal.reason());
        return fields;
    }

    private static Map<String, @Nullable Object> versions(Versions versions) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("bucket_keeps", versions.keeping().name());
        fields.put("lifecycle_known", versions.rulesKnown());
        if (versions.days() != null) {
            fields.put("noncurrent_days", versions.days());
        }
        return fields;
    }
}
