package io.ddbvault.cli.report;

import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.core.restore.WriteMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a restore came to, for people. Pure. */
public final class DescribeRestore {
    private static final Set<TableStatus> WELL = Set.of(TableStatus.COMPLETED, TableStatus.READY);

    private DescribeRestore() {}

    /** Several lines, the last without its end. */
    public static String text(RestoreReport report) {
        List<TableResult> results = report.results();
        Lines lines = new Lines(
                results.stream().map(result -> result.status().name()).toList(),
                results.stream().map(DescribeRestore::tables).toList());
        lines.add("%s of %sthe %sbackup of %s, %s"
                .formatted(
                        report.dryRun() ? "Dry run" : "Restore",
                        which(report),
                        report.rejects().isEmpty() ? "" : "rejects of the ",
                        report.date(),
                        report.environment()));
        results.forEach(result -> describe(result, report, lines));
        lines.warnings(report.warnings());
        lines.add("%s: %s; %s in %s."
                .formatted(
                        Human.count(results.size(), "table"),
                        statuses(report),
                        written(report),
                        Human.duration(report.duration())));
        whatNext(report, lines);
        return lines.toString();
    }

    /** Of what of the backup: {@code what is missing of 3 keys in }. */
    private static String which(RestoreReport report) {
        String keys = report.keys() == 0 ? "" : Human.count(report.keys(), "key") + " in ";
        return switch (report.writeMode()) {
                    case ALL -> "";
                    case MISSING -> "what is missing of ";
                    case CHANGED -> "what differs from ";
                }
                + keys;
    }

    private static void describe(TableResult result, RestoreReport report, Lines lines) {
        Estimate estimate = result.estimate();
        lines.table(
                result.status().name(),
                tables(result),
                estimate != null && report.keys() > 0 && result.status() == TableStatus.READY
                        ? keys(report.keys(), estimate)
                        : what(result));
        if (estimate != null && result.status() == TableStatus.READY) {
            lines.detail(target(estimate, report));
            lines.detail(cost(estimate, report));
        }
        why(result, report.bucket(), lines);
    }

    /** A result as it stands in a checkpoint: of no dry run. */
    static void ended(TableResult result, String bucket, Lines lines) {
        lines.table(result.status().name(), tables(result), what(result));
        why(result, bucket, lines);
    }

    private static void why(TableResult result, String bucket, Lines lines) {
        if (result.error() != null) {
            lines.detail(result.error());
        }
        if (result.rejectsKey() != null) {
            lines.detail("all of the failed items: s3://%s/%s".formatted(bucket, result.rejectsKey()));
        }
    }

    static String tables(TableResult result) {
        return result.elsewhere() ? result.table() + " -> " + result.target() : result.table();
    }

    private static String what(TableResult result) {
        Estimate estimate = result.estimate();
        return switch (result.status()) {
            case COMPLETED, PARTIAL_SUCCESS, IN_PROGRESS -> counts(result);
            case READY -> estimate == null ? "" : estimate(result, estimate);
            case FAILED -> result.itemsCleared() == 0 ? "" : deleted(result);
            case SKIPPED, ERROR, NO_EXPORT -> "";
        };
    }

    private static String counts(TableResult result) {
        StringBuilder text = new StringBuilder();
        text.append("%s of %s written"
                .formatted(Human.count(result.itemsWritten()), Human.count(result.expectedItems(), "item")));
        if (result.itemsKept() != null) {
            text.append(", ").append(Human.count(result.itemsKept())).append(" kept");
        }
        if (result.itemsFailed() > 0) {
            text.append(", ").append(Human.count(result.itemsFailed())).append(" failed");
        }
        if (result.itemsCleared() > 0) {
            text.append(", ").append(deleted(result));
        }
        return text.toString();
    }

    private static String deleted(TableResult result) {
        return Human.count(result.itemsCleared()) + " deleted";
    }

    private static String estimate(TableResult result, Estimate estimate) {
        return "%s in %s, %s"
                .formatted(
                        Human.count(result.expectedItems(), "item"),
                        Human.count(estimate.dataFiles(), "file"),
                        Human.bytes(estimate.sizeBytes()));
    }

    private static String keys(int keys, Estimate estimate) {
        return "%s to look for in %s, %s"
                .formatted(
                        Human.count(keys, "key"),
                        Human.count(estimate.dataFiles(), "file"),
                        Human.bytes(estimate.sizeBytes()));
    }

    private static String target(Estimate estimate, RestoreReport report) {
        Duration duration = estimate.duration();
        String fate = report.clearExistingData()
                ? ", which give way to the backup's"
                : report.writeMode() == WriteMode.MISSING ? ", which stay as they are" : "";
        return "the table holds about %s%s; %s%s"
                .formatted(
                        Human.count(estimate.existingItems(), "item"),
                        fate,
                        units(estimate, report.writeMode()),
                        duration == null ? "" : ", the restore %s or longer".formatted(Human.duration(duration)));
    }

    /** In dollars, and in time where the line above does not say it by a limit; of single items the reading takes longest. */
    private static String cost(Estimate estimate, RestoreReport report) {
        String costs = DescribeCost.costs(estimate, report.writeMode().keeps());
        return estimate.duration() == null && report.keys() == 0
                ? costs + "; " + DescribeCost.takes(estimate.cost())
                : costs;
    }

    private static String units(Estimate estimate, WriteMode mode) {
        String units = Human.count(estimate.writeUnits(), "write unit");
        return switch (mode) {
            case ALL -> "writing takes about " + units;
            case MISSING -> "to try each item takes about %s, also where it is not written".formatted(units);
            case CHANGED ->
                "to compare takes about %s, writing none to about %s"
                        .formatted(
                                Human.count(Objects.requireNonNullElse(estimate.readUnits(), 0L), "read unit"), units);
        };
    }

    private static String statuses(RestoreReport report) {
        List<String> counts = new ArrayList<>();
        for (TableStatus status : TableStatus.values()) {
            long count = report.count(status);
            if (count > 0) {
                counts.add(Human.count(count) + " " + status);
            }
        }
        return counts.isEmpty() ? "nothing to do" : String.join(", ", counts);
    }

    private static String written(RestoreReport report) {
        if (report.dryRun()) {
            return "nothing written";
        }
        long items =
                report.results().stream().mapToLong(TableResult::itemsWritten).sum();
        return Human.count(items, "item") + " written"
                + (report.writeMode().keeps() ? ", %s kept".formatted(Human.count(report.itemsKept())) : "");
    }

    private static void whatNext(RestoreReport report, Lines lines) {
        if (report.results().stream().allMatch(result -> WELL.contains(result.status()))) {
            if (report.dryRun()) {
                lines.add("Next: the same command without --dry-run restores.");
            }
        } else if (report.restoreId() != null) {
            lines.add("Next: go on with 'ddbvault restore --restore-id %s'.".formatted(report.restoreId()));
        } else if (report.dryRun()) {
            lines.add("Next: mend what is named above, or leave these tables out, before restoring.");
        } else {
            afterMending(report, lines);
        }
    }

    private static void afterMending(RestoreReport report, Lines lines) {
        List<TableResult> bad = report.results().stream()
                .filter(result -> !WELL.contains(result.status()))
                .toList();
        String rejects = bad.stream()
                .flatMap(result -> Stream.ofNullable(result.rejectsKey()))
                .map(key -> "--rejects " + key)
                .collect(Collectors.joining(" "));
        if (!rejects.isEmpty()) {
            String only =
                    report.writeMode().keeps() ? " --only-" + report.writeMode().label() : "";
            lines.add("Next: mend why items failed, then write them again with 'ddbvault restore %s%s'."
                    .formatted(rejects, only));
        }
        String others = bad.stream()
                .filter(result -> result.rejectsKey() == null)
                .map(TableResult::table)
                .collect(Collectors.joining(","));
        if (!others.isEmpty() && report.keys() > 0) {
            lines.add(
                    "Next: look for a key that this backup lacks in another with 'ddbvault get DATE TABLE KEY'; mend what else is named above, and run the same command again.");
        } else if (!others.isEmpty()) {
            // Not the whole command: without its targets and its limits it would do something else.
            lines.add("Next: mend what is named above, then run the same command %s."
                    .formatted(
                            report.rejects().isEmpty()
                                    ? "with '--date %s --table %s'".formatted(report.date(), others)
                                    : "again"));
            lines.add("      Items that are restored a second time come to no harm.");
        }
    }
}
