package io.ddbvault.cli.report;

import io.ddbvault.core.catalog.DeletedBackup;
import io.ddbvault.core.catalog.DeletedBackup.Outcome;
import io.ddbvault.core.catalog.PruneDecision;
import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.catalog.PrunePlan;
import io.ddbvault.core.catalog.PruneReport;
import io.ddbvault.core.port.BackupEraser.Versions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a prune did or would do, for people. Pure. */
public final class DescribePrune {
    private DescribePrune() {}

    /** What would go, and what becomes of it; several lines, the last without its end. */
    public static String plan(PrunePlan plan) {
        return String.join(System.lineSeparator(), lines(PruneReport.dryRun(plan)));
    }

    /** Several lines, the last without its end. */
    public static String text(PruneReport report) {
        List<String> lines = lines(report);
        if (report.dryRun() && !report.plan().with(Fate.GOES).isEmpty()) {
            lines.add("Nothing was deleted: this was a dry run. The same with --confirm deletes.");
        }
        if (report.stopped() != null) {
            lines.add("The prune did not come to its end: %s. The same command goes on."
                    .formatted(withoutStop(report.stopped())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** One date that is done, in a line. */
    public static String done(DeletedBackup deleted) {
        return switch (deleted.outcome()) {
            case DELETED -> "%s deleted, %s".formatted(deleted.date(), amount(deleted.objects(), deleted.bytes()));
            case HALF_DELETED, UNTOUCHED -> "%s %s".formatted(deleted.date(), left(deleted));
        };
    }

    private static List<String> lines(PruneReport report) {
        PrunePlan plan = report.plan();
        TextTable table = new TextTable("llll");
        for (PruneDecision decision : plan.decisions()) {
            DeletedBackup deleted = report.of(decision.date()).orElse(null);
            table.row(
                    deleted == null
                            ? fate(decision, report)
                            : deleted.outcome().name().replace('_', ' '),
                    decision.date().toString(),
                    decision.backup().state().name(),
                    what(decision, deleted));
            if (deleted != null) {
                deleted.refusals().forEach(refusal -> table.detail(refusal.key() + ": " + refusal.reason()));
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        plan.warnings().forEach(warning -> lines.add("warning: " + warning));
        lines.add(sum(report));
        if (!plan.with(Fate.GOES).isEmpty()) {
            lines.add(space(plan.versions()));
        }
        return lines;
    }

    private static String fate(PruneDecision decision, PruneReport report) {
        // Carried out and not come to: it stays for now.
        return decision.fate() == Fate.GOES && !report.dryRun()
                ? "NOT REACHED"
                : decision.fate().name();
    }

    private static String what(PruneDecision decision, @Nullable DeletedBackup deleted) {
        if (deleted != null) {
            return deleted.outcome() == Outcome.DELETED ? amount(deleted.objects(), deleted.bytes()) : left(deleted);
        }
        String reasons = String.join(", ", decision.reasons());
        return decision.fate() == Fate.GOES
                ? "%s; %s".formatted(reasons, amount(decision.objects(), decision.bytes()))
                : reasons;
    }

    private static String left(DeletedBackup deleted) {
        String problem = withoutStop(String.valueOf(deleted.problem()));
        if (deleted.outcome() == Outcome.UNTOUCHED) {
            return "was not touched: " + problem;
        }
        String refused = deleted.left() > 0 ? " (%s)".formatted(Human.count(deleted.left())) : "";
        return "is half deleted: %s%s; the next prune goes on with it".formatted(problem, refused);
    }

    private static String sum(PruneReport report) {
        PrunePlan plan = report.plan();
        int refused = plan.with(Fate.REFUSED).size();
        String stays = Human.count(plan.with(Fate.KEPT).size(), "backup")
                + (plan.with(Fate.KEPT).size() == 1 ? " stays" : " stay")
                + (refused == 0 ? "" : ", %s refused".formatted(refused == 1 ? "1 is" : Human.count(refused) + " are"));
        int goes = plan.with(Fate.GOES).size();
        if (goes == 0) {
            return stays + "; none goes.";
        }
        if (report.dryRun()) {
            return "%s; %s: %s."
                    .formatted(
                            stays,
                            goes == 1 ? "1 goes" : Human.count(goes) + " go",
                            amount(report.objects(), report.bytes()));
        }
        return "%s; %s of %s deleted: %s."
                .formatted(
                        stays,
                        Human.count(report.count(Outcome.DELETED)),
                        Human.count(goes),
                        amount(report.objects(), report.bytes()));
    }

    /** When the space comes back, which is what a prune is for. */
    private static String space(Versions versions) {
        return switch (versions.keeping()) {
            case NOTHING ->
                "The bucket keeps no versions: what is deleted is gone for good, and its space returns at once.";
            case EVERYTHING ->
                "The bucket is versioned: what is deleted stays as noncurrent versions, " + kept(versions);
            case SOMETHING ->
                "The bucket's versioning is suspended: what was written while it was on stays as noncurrent versions, "
                        + kept(versions);
            case UNKNOWN ->
                "Whether the bucket keeps versions is not known (s3:GetBucketVersioning gave no answer): if it does, the space returns only when a lifecycle rule removes them.";
        };
    }

    private static String kept(Versions versions) {
        Integer days = versions.days();
        if (days != null) {
            return "and costs as before until a lifecycle rule removes it, %s later."
                    .formatted(Human.count(days, "day"));
        }
        return versions.rulesKnown()
                ? "and costs as before: no lifecycle rule removes it. Add one with NoncurrentVersionExpiration, or the space never returns."
                : "and costs as before until a lifecycle rule removes it; whether there is one is not known (s3:GetLifecycleConfiguration gave no answer).";
    }

    private static String amount(long objects, long bytes) {
        return Human.count(objects, "object") + ", " + Human.bytes(bytes);
    }

    /** A sentence's end without its full stop, to go on after it. */
    private static String withoutStop(String text) {
        return text.replaceAll("\\.+$", "");
    }
}
