package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.TableCheckpoint.Selected;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableResult.MissingKeys;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a table's counts amount to: COMPLETED only if everything that the manifest lists was read, everything
 * read was an item, and every item was acknowledged; of items that are asked for by their keys, if each key was found.
 * Pure.
 */
final class BuildTableResult {
    private static final String GO_ON = "Go on with the same restore_id, or restore the table again.";

    private static final int KEYS_NAMED = 10;
    /** A key may have 3 KB. */
    private static final int MOST_KEY_CHARS = 300;

    private BuildTableResult() {}

    /**
     * @param atItsEnd whether a later run has nothing to do for this table; else it can go on
     */
    record Judged(TableResult result, boolean atItsEnd) {}

    /** The writes came to their end, or were stopped. */
    static Judged written(TableTally tally, Stop stop) {
        WriteLedger.Sum sum = tally.written();
        long expected = expected(tally);
        boolean complete = sum.allFiles()
                && sum.inTable() == expected
                && sum.failed() == 0
                && sum.faults().isEmpty();
        if (complete) {
            return new Judged(result(tally, TableStatus.COMPLETED, null), true);
        }
        if (sum.brokenOff()) {
            return brokenOff(tally, stop);
        }
        if (stop.reached() && !sum.allFiles()) {
            return stopped(tally, written(sum, expected), stop);
        }
        List<String> reasons = reasons(tally, sum);
        addFailures(reasons, sum);
        reasons.add(nextStep(tally, sum));
        return new Judged(result(tally, nothingOrPart(sum), String.join(" ", reasons)), true);
    }

    private static String nextStep(TableTally tally, WriteLedger.Sum sum) {
        if (!sum.allFiles() || !sum.faults().isEmpty()) {
            return tally.table().contents().ofRejects()
                    ? "Look at the rejects objects, and write them again."
                    : "Restore another date, or bring back the data files' earlier versions.";
        }
        return sum.selected() != null && sum.failed() == 0
                ? "Look for them in the backup of another date."
                : "Mend the cause, and write these items again with 'ddbvault restore --rejects' and the rejects_key%s."
                        .formatted(sum.kept() == null ? "" : ", and with the same --only option");
    }

    /** Something kept this run from its end that may be mended. */
    static Judged brokenOff(TableTally tally, Stop stop) {
        WriteLedger.Sum sum = tally.written();
        List<String> reasons = reasons(tally, sum);
        if (stop.reached()) {
            reasons.add(stopText(stop));
        }
        addFailures(reasons, sum);
        reasons.add("Mend the cause. " + GO_ON);
        return new Judged(result(tally, nothingOrPart(sum), String.join(" ", reasons)), false);
    }

    /** The clear did not reach its end; nothing was written. */
    static Judged notCleared(TableTally tally, WriteTally cleared, Stop stop) {
        String far = "The clear did not reach its end: %d of the table's items were deleted, and nothing was written."
                .formatted(tally.cleared());
        if (stop.reached() && cleared.faults().isEmpty() && cleared.failed() == 0) {
            return stopped(tally, far, stop);
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(far);
        if (stop.reached()) {
            reasons.add(stopText(stop));
        }
        addSentences(reasons, cleared.faults());
        for (WriteTally.Failure failure : cleared.failures()) {
            reasons.add("%s %s;".formatted(failure.place(), failure.reason()));
        }
        reasons.add("Mend the cause. " + GO_ON);
        return new Judged(result(tally, TableStatus.FAILED, String.join(" ", reasons)), false);
    }

    /** What the table holds could not be noted to its end; the table was not touched. */
    static Judged notNoted(TableTally tally, WriteTally noted, Stop stop) {
        String far = "What the table held before could not all be noted; nothing was written or deleted.";
        if (stop.reached() && noted.faults().isEmpty()) {
            return stopped(tally, far, stop);
        }
        List<String> reasons = new ArrayList<>(List.of(far));
        addSentences(reasons, noted.faults());
        reasons.add("Mend the cause. " + GO_ON);
        return new Judged(result(tally, TableStatus.FAILED, String.join(" ", reasons)), false);
    }

    /** All is written, and of what was there before not all is deleted that should be. */
    static Judged notReplaced(TableTally tally, WriteTally deleted, Stop stop) {
        String far = "All %d items were written, but not all is deleted that the table held before: %d so far."
                .formatted(tally.written().stored(), tally.cleared());
        if (stop.reached() && deleted.faults().isEmpty() && deleted.failed() == 0) {
            return stopped(tally, far, stop);
        }
        List<String> reasons = new ArrayList<>(List.of(far));
        addSentences(reasons, deleted.faults());
        for (WriteTally.Failure failure : deleted.failures()) {
            reasons.add("%s %s;".formatted(failure.place(), failure.reason()));
        }
        reasons.add("Mend the cause. " + GO_ON);
        return new Judged(result(tally, TableStatus.PARTIAL_SUCCESS, String.join(" ", reasons)), false);
    }

    private static Judged stopped(TableTally tally, String far, Stop stop) {
        String error = String.join(" ", far, stopText(stop), GO_ON);
        return new Judged(result(tally, TableStatus.IN_PROGRESS, error), false);
    }

    /** Its turn came, and something was no longer as validated; the table was not touched. */
    static Judged notTouched(ValidatedTable table, DdbvaultException reason) {
        boolean stopped = reason.code() == ErrorCode.STOPPED;
        return new Judged(
                untouched(table, stopped ? TableStatus.SKIPPED : TableStatus.FAILED, reason.text()), !stopped);
    }

    /** The run ended before this table's turn. */
    static TableResult skipped(ValidatedTable table, String reason) {
        return untouched(
                table, TableStatus.SKIPPED, "Not started: %s came first. Restore this table again.".formatted(reason));
    }

    /** Validation failed; the table was not touched. */
    static TableResult refused(String table, Refusal refusal, TableStatus status) {
        return new TableResult(
                table,
                refusal.target(),
                status,
                refusal.exportArn(),
                0,
                0,
                0,
                0,
                0,
                null,
                List.of(),
                null,
                refusal.reason());
    }

    /** An earlier run began it, and this one may not go on; what that one did is told all the same. */
    static TableResult refused(TableCheckpoint earlier, Refusal refusal) {
        TableStatus status = refusal.code() == ErrorCode.STOPPED
                ? TableStatus.IN_PROGRESS
                : earlier.written().stored() == 0 ? TableStatus.FAILED : TableStatus.PARTIAL_SUCCESS;
        return new TableResult(
                        earlier.source(),
                        earlier.target(),
                        status,
                        earlier.exportArn(),
                        earlier.written().filesDone().count(),
                        earlier.written().expectedItems(earlier.expectedItems()),
                        earlier.written().stored(),
                        earlier.written().failed(),
                        earlier.cleared(),
                        null,
                        earlier.written().failures(),
                        null,
                        refusal.reason())
                .withKept(earlier.written().kept());
    }

    /**
     * A call that went on with a restore and got no further is no progress, and calling again just so makes none.
     *
     * @param result IN_PROGRESS
     */
    static TableResult stuck(TableResult result) {
        return result.withStatus(result.itemsWritten() == 0 ? TableStatus.FAILED : TableStatus.PARTIAL_SUCCESS)
                .withRemark("This call got no further than the one before: give it more time, or more memory.");
    }

    /** A dry run found nothing against it. */
    static TableResult ready(ValidatedTable table, RestoreRequest request) {
        Estimate estimate = new Estimate(
                table.files().size(),
                table.sizeBytes(),
                table.table().itemCount(),
                EstimateWrites.putUnits(table),
                EstimateWrites.duration(table, request).orElse(null),
                table.table().arn(),
                request.writeMode() == WriteMode.CHANGED ? EstimateWrites.readUnits(table) : null,
                EstimateWrites.cost(table, request));
        return new TableResult(
                table.source(),
                table.name(),
                TableStatus.READY,
                table.contents().exportArn(),
                0,
                table.expectedItems(),
                0,
                0,
                0,
                estimate,
                List.of(),
                null,
                null);
    }

    private static TableStatus nothingOrPart(WriteLedger.Sum sum) {
        return sum.stored() == 0 ? TableStatus.FAILED : TableStatus.PARTIAL_SUCCESS;
    }

    private static TableResult untouched(ValidatedTable table, TableStatus status, String error) {
        return new TableResult(
                table.source(),
                table.name(),
                status,
                table.contents().exportArn(),
                0,
                table.expectedItems(),
                0,
                0,
                0,
                null,
                List.of(),
                null,
                error);
    }

    private static TableResult result(TableTally tally, TableStatus status, @Nullable String error) {
        WriteLedger.Sum sum = tally.written();
        return new TableResult(
                        tally.table().source(),
                        tally.table().name(),
                        status,
                        tally.table().contents().exportArn(),
                        sum.files(),
                        expected(tally),
                        sum.stored(),
                        sum.failed(),
                        tally.cleared(),
                        null,
                        sum.failures(),
                        null,
                        error)
                .withKept(sum.kept())
                .withMissing(missingKeys(tally.table().selection(), sum));
    }

    private static List<String> reasons(TableTally tally, WriteLedger.Sum sum) {
        List<String> reasons = new ArrayList<>();
        reasons.add(written(sum, expected(tally)));
        if (sum.stored() == 0 && tally.cleared() > 0) {
            reasons.add("The table was cleared of %d items before.".formatted(tally.cleared()));
        }
        addSentences(reasons, sum.faults());
        MissingKeys missing = missingKeys(tally.table().selection(), sum);
        Selected selected = sum.selected();
        if (missing != null && selected != null) {
            reasons.add(missing(missing, selected.keys()));
        }
        return reasons;
    }

    private static String written(WriteLedger.Sum sum, long expected) {
        return sum.kept() == null
                ? "%d of %d items were written.".formatted(sum.stored(), expected)
                : "%d of %d items were written, and %d are kept as the table has them."
                        .formatted(sum.stored(), expected, sum.kept());
    }

    /** Only once all is read: before that, none is known to be missing. */
    private static @Nullable MissingKeys missingKeys(@Nullable KeySelection selection, WriteLedger.Sum sum) {
        Selected selected = sum.selected();
        if (selection == null || selected == null || !sum.allFiles() || selected.missing() == 0) {
            return null;
        }
        return new MissingKeys(
                selected.missing(),
                IntStream.range(0, selection.size())
                        .filter(key -> selected.found().coveredUntil(key + 1L) <= key)
                        .limit(KEYS_NAMED)
                        .mapToObj(key -> selection.keys().get(key).json())
                        .toList());
    }

    private static String missing(MissingKeys missing, long keys) {
        long more = missing.count() - missing.first().size();
        return "The backup has no item for %d of the %d keys: %s%s."
                .formatted(
                        missing.count(),
                        keys,
                        missing.first().stream()
                                .map(BuildTableResult::shortened)
                                .collect(Collectors.joining(", ")),
                        more == 0 ? "" : ", and %d more".formatted(more));
    }

    private static String shortened(String key) {
        return key.length() <= MOST_KEY_CHARS ? key : key.substring(0, MOST_KEY_CHARS) + "…";
    }

    private static long expected(TableTally tally) {
        return tally.written().expectedItems(tally.table().contents().itemCount());
    }

    private static void addSentences(List<String> reasons, List<String> faults) {
        for (String fault : faults) {
            reasons.add(fault.endsWith(".") ? fault : fault + ".");
        }
    }

    private static void addFailures(List<String> reasons, WriteLedger.Sum sum) {
        if (sum.failed() == 0) {
            return;
        }
        reasons.add(sum.failed() + " items failed:");
        for (FailedItem failure : sum.failures()) {
            String key = failure.key() == null ? "" : " (key " + failure.key() + ")";
            reasons.add("%s%s %s;".formatted(failure.place(), key, failure.reason()));
        }
        if (sum.failed() > sum.failures().size()) {
            reasons.add("and %d more.".formatted(sum.failed() - sum.failures().size()));
        }
    }

    private static String stopText(Stop stop) {
        return "The run stopped at a batch's end because of %s.".formatted(stop.reason());
    }
}
