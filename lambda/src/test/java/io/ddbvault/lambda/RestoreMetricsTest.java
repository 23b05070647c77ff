package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestoreMetricsTest {
    @Test
    void theCallThatEndsARestoreCountsItsTables() {
        RestoreReport report = report(
                null,
                false,
                TableStatus.COMPLETED,
                TableStatus.COMPLETED,
                TableStatus.PARTIAL_SUCCESS,
                TableStatus.FAILED,
                TableStatus.SKIPPED);

        assertThat(RestoreMetrics.of(report, 350)).isEqualTo(figures(2, 1, 2, 350, 10));
    }

    @Test
    void aCallThatCanBeGoneOnWithCountsOnlyWhatItWrote() {
        RestoreReport report =
                report("20250722T030000Z-1a2b3c4d", false, TableStatus.COMPLETED, TableStatus.IN_PROGRESS);

        assertThat(RestoreMetrics.of(report, 298)).isEqualTo(figures(0, 0, 0, 298, 0));
    }

    @Test
    void aTableThatNobodyCanGoOnWithIsPartlyRestored() {
        assertThat(RestoreMetrics.of(report(null, false, TableStatus.IN_PROGRESS), 7))
                .isEqualTo(figures(0, 1, 0, 7, 2));
    }

    @Test
    void aDryRunCountsNoWork() {
        RestoreReport report = report(null, true, TableStatus.READY, TableStatus.ERROR, TableStatus.NO_EXPORT);

        assertThat(RestoreMetrics.of(report, 0)).isEmpty();
        assertThat(RestoreMetrics.ofFailure(Map.of("dry_run", true), 0)).isEmpty();
    }

    @Test
    void aCallThatFailedAsAWholeIsOneFailureWithWhatItWroteBefore() {
        assertThat(RestoreMetrics.ofFailure(Map.of(), 0)).isEqualTo(figures(0, 0, 1, 0, 0));
        assertThat(RestoreMetrics.ofFailure(Map.of("dry_run", false), 25)).isEqualTo(figures(0, 0, 1, 25, 0));
        assertThat(RestoreMetrics.ofFailure(Map.of("dry_run", "true"), 0)).isEqualTo(figures(0, 0, 1, 0, 0));
    }

    @Test
    void whatACallWroteIsTheMostThatItsThreadsToldOfEachTableWithoutEarlierCallsItems() {
        CountWrites writes = new CountWrites();
        for (ProgressEvent event : List.of(
                advanced("users", Phase.WRITE, 1025, 1000),
                advanced("users", Phase.WRITE, 1075, 1000),
                advanced("users", Phase.WRITE, 1050, 1000),
                advanced("orders", Phase.CLEAR, 500, 0),
                advanced("orders", Phase.WRITE, 3, 0))) {
            writes.on(event);
        }

        assertThat(writes.items()).isEqualTo(78);
    }

    private static Advanced advanced(String table, Phase phase, long items, long before) {
        return new Advanced(table, phase, items, 2000, 1, Duration.ofSeconds(1), before);
    }

    private static RestoreReport report(@Nullable String restoreId, boolean dryRun, TableStatus... statuses) {
        return new RestoreReport(
                restoreId,
                LocalDate.of(2025, 7, 22),
                "production",
                "bucket",
                "native-exports",
                dryRun,
                false,
                5,
                Duration.ofSeconds(3),
                Instant.EPOCH,
                Arrays.stream(statuses)
                        .map(status -> new TableResult("t" + status, status, null, 1, 100, 98, 2, 0, null, null))
                        .toList(),
                List.of());
    }

    private static List<Metric> figures(long whole, long partial, long failed, long written, long itemsFailed) {
        return List.of(
                Metric.count("SuccessfulRestores", whole),
                Metric.count("PartialRestores", partial),
                Metric.count("FailedRestores", failed),
                Metric.count("ItemsWritten", written),
                Metric.count("ItemsFailed", itemsFailed));
    }
}
