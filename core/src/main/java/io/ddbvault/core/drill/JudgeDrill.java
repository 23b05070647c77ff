package io.ddbvault.core.drill;

import io.ddbvault.core.drill.Drill.Rehearsal;
import io.ddbvault.core.drill.UseScratchTable.Used;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.model.Version;
import io.ddbvault.core.restore.FailedItem;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides what a rehearsal proves: GOOD only if all was restored and each item is the backup's. Pure. */
final class JudgeDrill {
    private JudgeDrill() {}

    static DrillReport judge(
            DrillPlan plan,
            DrillRequest request,
            Used<Rehearsal> used,
            String environment,
            Instant began,
            Instant ended) {
        Rehearsal rehearsal = used.result();
        RestoreReport restored = rehearsal.restored();
        TableResult result = rehearsal.result();
        Comparison comparison = rehearsal.comparison();
        DrillEstimate estimate = plan.estimate();
        boolean good = result.status() == TableStatus.COMPLETED
                && result.itemsWritten() == estimate.items()
                && comparison.isEqual()
                && comparison.same() == estimate.items();
        long units = rehearsal.writeUnits() == 0 ? estimate.writeUnits() : rehearsal.writeUnits();
        String left = used.left();
        List<String> notes = new ArrayList<>(estimate.warnings());
        restored.warnings().stream().filter(warning -> !notes.contains(warning)).forEach(notes::add);
        if (left != null && request.keepTable()) {
            notes.add(left);
        }
        return new DrillReport(
                estimate.drillId(),
                estimate.table(),
                estimate.date(),
                environment,
                plan.contents().exportArn(),
                estimate.scratchTable(),
                began,
                ended,
                good ? Verdict.GOOD : Verdict.BAD,
                result.itemsWritten(),
                estimate.items(),
                estimate.bytes(),
                Duration.between(began, ended),
                restored.duration(),
                restored.maxWorkers(),
                units,
                comparison,
                good ? List.of() : problems(result, comparison, estimate.items()),
                ForecastRestore.forecast(
                        whole(restored.duration(), result),
                        whole(units, result),
                        plan.source(),
                        plan.scratch().capacity()),
                left != null && !request.keepTable() ? List.of(left) : List.of(),
                notes,
                Version.OF_THIS);
    }

    private static List<String> problems(TableResult result, Comparison comparison, long expected) {
        List<String> problems = new ArrayList<>();
        String error = result.error();
        if (error != null) {
            problems.add("The restore was not whole: " + error);
        }
        for (FailedItem item : result.failures()) {
            problems.add("%s: %s".formatted(item.place(), item.reason()));
        }
        problems.addAll(comparison.problems());
        if (comparison.isEqual() && comparison.same() != expected) {
            problems.add("%d items were compared, but the export counts %d.".formatted(comparison.same(), expected));
        }
        return problems;
    }

    /** Where only a part was written, as if all had been. */
    private static long whole(long ofPart, TableResult result) {
        return result.itemsWritten() == 0
                ? ofPart
                : Math.round(ofPart * ((double) result.expectedItems() / result.itemsWritten()));
    }

    private static Duration whole(Duration ofPart, TableResult result) {
        return Duration.ofMillis(whole(ofPart.toMillis(), result));
    }
}
