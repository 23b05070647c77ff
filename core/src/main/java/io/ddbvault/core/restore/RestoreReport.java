package io.ddbvault.core.restore;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a restore came to.
 *
 * @param restoreId calling again with it makes progress; null where there is nothing to go on with
 * @param date the backup that was restored; of rejects, the newest of those that they are of
 * @param maxWorkers the writers that really worked
 * @param results one per requested table, in the request's order
 * @param rejects keys of the rejects objects that were written in place of a backup; empty for a backup
 * @param keys how many keys say which items are restored; 0 for all items
 * @param writeMode which of the items were to be written
 */
public record RestoreReport(
        @Nullable String restoreId,
        LocalDate date,
        String environment,
        String bucket,
        String prefix,
        boolean dryRun,
        boolean clearExistingData,
        int maxWorkers,
        Duration duration,
        Instant completedAt,
        List<TableResult> results,
        List<String> warnings,
        List<String> rejects,
        int keys,
        WriteMode writeMode) {
    public RestoreReport {
        results = List.copyOf(results);
        warnings = List.copyOf(warnings);
        rejects = List.copyOf(rejects);
    }

    /** Of a backup. */
    public RestoreReport(
            @Nullable String restoreId,
            LocalDate date,
            String environment,
            String bucket,
            String prefix,
            boolean dryRun,
            boolean clearExistingData,
            int maxWorkers,
            Duration duration,
            Instant completedAt,
            List<TableResult> results,
            List<String> warnings) {
        this(
                restoreId,
                date,
                environment,
                bucket,
                prefix,
                dryRun,
                clearExistingData,
                maxWorkers,
                duration,
                completedAt,
                results,
                warnings,
                List.of(),
                0,
                WriteMode.ALL);
    }

    /** The same with other results. */
    RestoreReport with(boolean itsDryRun, List<TableResult> itsResults, List<String> itsWarnings) {
        return new RestoreReport(
                restoreId,
                date,
                environment,
                bucket,
                prefix,
                itsDryRun,
                clearExistingData,
                maxWorkers,
                duration,
                completedAt,
                itsResults,
                itsWarnings,
                rejects,
                keys,
                writeMode);
    }

    /** The same with one more warning. */
    public RestoreReport withWarning(String sentence) {
        List<String> more = new ArrayList<>(warnings);
        more.add(sentence);
        return with(dryRun, results, more);
    }

    /** Of all tables, what was not written because of what they have. */
    public long itemsKept() {
        return results.stream()
                .flatMap(result -> Stream.ofNullable(result.itemsKept()))
                .mapToLong(Long::longValue)
                .sum();
    }

    public long count(TableStatus... statuses) {
        List<TableStatus> wanted = List.of(statuses);
        return results.stream()
                .filter(result -> wanted.contains(result.status()))
                .count();
    }
}
