package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a table's counts amount to: COMPLETED only if everything that the manifest lists was read, everything
 * read was an item, and every item was acknowledged. Pure.
 */
final class BuildTableResult {
    private BuildTableResult() {}

    static TableResult written(ValidatedTable table, WriteTally cleared, WriteTally written, Stop stop) {
        long expected = table.contents().itemCount();
        boolean complete = written.stored() == expected
                && written.lines() == expected
                && written.failed() == 0
                && written.faults().isEmpty()
                && written.files() == table.files().size();
        if (complete) {
            return result(table, TableStatus.COMPLETED, cleared, written, null);
        }
        TableStatus status = written.stored() == 0 ? TableStatus.FAILED : TableStatus.PARTIAL_SUCCESS;
        return result(table, status, cleared, written, reasons(table, cleared, written, stop));
    }

    /** The clear did not reach its end; nothing was written. */
    static TableResult notCleared(ValidatedTable table, WriteTally cleared, Stop stop) {
        List<String> reasons = new ArrayList<>();
        reasons.add("The clear did not reach its end: %d of the table's items were deleted, and nothing was written."
                .formatted(cleared.stored()));
        addCauses(reasons, cleared, stop);
        reasons.add("Mend the cause and run the same restore again.");
        return result(table, TableStatus.FAILED, cleared, WriteTally.EMPTY, String.join(" ", reasons));
    }

    /** Its turn came, and something was no longer as validated; the table was not touched. */
    static TableResult notTouched(ValidatedTable table, DdbvaultException reason) {
        return result(
                table,
                reason.code() == ErrorCode.STOPPED ? TableStatus.SKIPPED : TableStatus.FAILED,
                WriteTally.EMPTY,
                WriteTally.EMPTY,
                reason.text());
    }

    /** The run ended before this table's turn. */
    static TableResult skipped(ValidatedTable table, String reason) {
        return result(
                table,
                TableStatus.SKIPPED,
                WriteTally.EMPTY,
                WriteTally.EMPTY,
                "Not started: %s came first. Restore this table again.".formatted(reason));
    }

    /** Validation failed; the table was not touched. */
    static TableResult refused(String table, Refusal refusal, TableStatus status) {
        return new TableResult(
                table, refusal.target(), status, refusal.exportArn(), 0, 0, 0, 0, 0, null, refusal.reason());
    }

    /** A dry run found nothing against it. */
    static TableResult ready(ValidatedTable table, RestoreRequest request) {
        Estimate estimate = new Estimate(
                table.files().size(),
                table.sizeBytes(),
                table.table().itemCount(),
                EstimateWrites.putUnits(table),
                EstimateWrites.duration(table, request).orElse(null),
                table.table().arn());
        return new TableResult(
                table.source(),
                table.name(),
                TableStatus.READY,
                table.contents().exportArn(),
                0,
                table.contents().itemCount(),
                0,
                0,
                0,
                estimate,
                null);
    }

    private static TableResult result(
            ValidatedTable table, TableStatus status, WriteTally cleared, WriteTally written, @Nullable String error) {
        return new TableResult(
                table.source(),
                table.name(),
                status,
                table.contents().exportArn(),
                written.files(),
                table.contents().itemCount(),
                written.stored(),
                written.failed(),
                cleared.stored(),
                null,
                error);
    }

    private static String reasons(ValidatedTable table, WriteTally cleared, WriteTally written, Stop stop) {
        List<String> reasons = new ArrayList<>();
        reasons.add("%d of %d items were written."
                .formatted(written.stored(), table.contents().itemCount()));
        if (written.stored() == 0 && cleared.stored() > 0) {
            reasons.add("The table was cleared of %d items before.".formatted(cleared.stored()));
        }
        addCauses(reasons, written, stop);
        reasons.add("Mend the cause and restore the table again: items already written are simply written once more.");
        return String.join(" ", reasons);
    }

    private static void addCauses(List<String> reasons, WriteTally tally, Stop stop) {
        if (stop.reached()) {
            reasons.add("The run stopped at a batch's end because of %s.".formatted(stop.reason()));
        }
        for (String fault : tally.faults()) {
            reasons.add(fault.endsWith(".") ? fault : fault + ".");
        }
        if (tally.failed() > 0) {
            reasons.add(tally.failed() + " items failed:");
            for (WriteTally.Failure failure : tally.failures()) {
                reasons.add("%s %s;".formatted(failure.place(), failure.reason()));
            }
            if (tally.failed() > tally.failures().size()) {
                reasons.add("and %d more."
                        .formatted(tally.failed() - tally.failures().size()));
            }
        }
    }
}
