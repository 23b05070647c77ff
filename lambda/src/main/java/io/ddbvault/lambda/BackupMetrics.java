package io.ddbvault.lambda;

import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A backup in figures. Pure. */
final class BackupMetrics {
    /**
     * A backup whose data is older is no success of this call, however complete it is: finishing last week's must not
     * silence the alarm that there is none of today. Longer than any export takes.
     */
    static final Duration RECENT = Duration.ofHours(24);

    private BackupMetrics() {}

    /** @param tables all that {@code DYNAMODB_TABLES} names, also where the call was for some of them */
    static List<Metric> of(BackupSummary summary, List<String> tables, Instant now) {
        Map<String, TableExport> exports =
                summary.ofDate().stream().collect(Collectors.toMap(TableExport::tableName, Function.identity()));
        Instant recent = now.minus(RECENT);
        boolean whole = tables.stream()
                .map(exports::get)
                .allMatch(export -> export != null
                        && export.status() == ExportStatus.COMPLETED
                        && !export.dataTime().isBefore(recent));
        long without = tables.stream()
                .map(exports::get)
                .filter(export -> export == null || export.status() == ExportStatus.FAILED)
                .count();
        return metrics(
                whole ? 1 : 0,
                without,
                summary.count(ExportStatus.IN_PROGRESS),
                summary.count(ExportStatus.FAILED),
                summary.items());
    }

    /**
     * Of a call that failed as a whole: no table is known to have an export.
     *
     * @param environment the function's variables; where they do not say how many tables there are, one is counted, so
     *     that the alarm goes off
     */
    static List<Metric> ofFailure(Map<String, String> environment) {
        return metrics(0, Math.max(1, countTables(environment.get("DYNAMODB_TABLES"))), 0, 0, 0);
    }

    private static int countTables(@Nullable String json) {
        try {
            return json != null && Json.parse(json) instanceof List<?> list ? list.size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<Metric> metrics(long whole, long without, long inProgress, long failed, long items) {
        return List.of(
                Metric.count("SuccessfulBackups", whole),
                Metric.count("TablesWithoutExport", without),
                Metric.count("ExportsInProgress", inProgress),
                Metric.count("FailedExports", failed),
                Metric.count("ItemsExported", items));
    }
}
