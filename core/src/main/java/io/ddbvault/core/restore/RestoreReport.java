package io.ddbvault.core.restore;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a restore came to.
 *
 * @param date the backup that was restored
 * @param maxWorkers the writers that really worked
 * @param results one per requested table, in the request's order
 */
public record RestoreReport(
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
    public RestoreReport {
        results = List.copyOf(results);
        warnings = List.copyOf(warnings);
    }

    /** The same with other results. */
    RestoreReport with(boolean itsDryRun, List<TableResult> itsResults, List<String> itsWarnings) {
        return new RestoreReport(
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
                itsWarnings);
    }

    public long count(TableStatus... statuses) {
        List<TableStatus> wanted = List.of(statuses);
        return results.stream()
                .filter(result -> wanted.contains(result.status()))
                .count();
    }
}
