package io.ddbvault.lambda;

import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A restore in figures. Tables and failed items are counted by the call that brings the restore to its end, since its
 * report holds all of them; written items by the call that wrote them. So sums over the calls are right. Pure.
 */
final class RestoreMetrics {
    private RestoreMetrics() {}

    /** @param written items that DynamoDB acknowledged in this call */
    static List<Metric> of(RestoreReport report, long written) {
        if (report.dryRun()) {
            return List.of();
        }
        if (report.restoreId() != null) {
            return metrics(0, 0, 0, written, 0);
        }
        return metrics(
                report.count(TableStatus.COMPLETED),
                // IN_PROGRESS that nobody can go on with: another run has taken it over.
                report.count(TableStatus.PARTIAL_SUCCESS, TableStatus.IN_PROGRESS),
                report.count(TableStatus.FAILED, TableStatus.SKIPPED),
                written,
                report.results().stream().mapToLong(TableResult::itemsFailed).sum());
    }

    /** Of a call that does a part of a restore whose report another one makes. */
    static List<Metric> ofPart(long written) {
        return metrics(0, 0, 0, written, 0);
    }

    /** Of a call that failed as a whole: one, however many tables were asked for. A unit's failure is no restore's. */
    static List<Metric> ofFailure(Map<String, @Nullable Object> event, long written) {
        if (RestoreStep.isOfUnits(event)) {
            return ofPart(written);
        }
        return Boolean.TRUE.equals(event.get("dry_run")) ? List.of() : metrics(0, 0, 1, written, 0);
    }

    private static List<Metric> metrics(long whole, long partial, long failed, long written, long itemsFailed) {
        return List.of(
                Metric.count("SuccessfulRestores", whole),
                Metric.count("PartialRestores", partial),
                Metric.count("FailedRestores", failed),
                Metric.count("ItemsWritten", written),
                Metric.count("ItemsFailed", itemsFailed));
    }
}
