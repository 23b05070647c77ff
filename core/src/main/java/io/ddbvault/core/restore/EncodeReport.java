package io.ddbvault.core.restore;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A restore's report as the answer that callers get. Pure. */
public final class EncodeReport {
    /** More reasons than anyone reads at once; the results hold them all. */
    private static final int REASONS = 5;

    private EncodeReport() {}

    public static Answer encode(RestoreReport report) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (report.restoreId() != null) {
            body.put("restore_id", report.restoreId());
        }
        body.put("backup_date", report.date().toString());
        body.put("environment", report.environment());
        body.put("s3_bucket", report.bucket());
        body.put("s3_prefix", report.prefix());
        body.put("restore_type", "BATCH_WRITE_FROM_S3_TO_EXISTING_TABLES");
        body.put("dry_run", report.dryRun());
        body.put(
                "duration_seconds",
                BigDecimal.valueOf(report.duration().toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
        body.put("tables_requested", report.results().size());
        body.put("successful_restores", report.count(TableStatus.COMPLETED, TableStatus.READY));
        body.put("partial_restores", report.count(TableStatus.PARTIAL_SUCCESS));
        body.put("failed_restores", report.count(TableStatus.FAILED, TableStatus.ERROR, TableStatus.NO_EXPORT));
        body.put("skipped_restores", report.count(TableStatus.SKIPPED));
        body.put("in_progress_restores", report.count(TableStatus.IN_PROGRESS));
        body.put("total_items_processed", sum(report, TableResult::itemsProcessed));
        body.put("total_items_written", sum(report, TableResult::itemsWritten));
        if (report.writeMode().keeps()) {
            body.put("total_items_kept", report.itemsKept());
        }
        body.put("configuration", configuration(report));
        body.put("warnings", report.warnings());
        body.put(
                "restore_results",
                report.results().stream().map(EncodeReport::result).collect(Collectors.toList()));
        body.put("completed_at", Timestamps.format(report.completedAt()));
        int statusCode = statusCode(report);
        if (statusCode == Answer.NOTHING) {
            body.put("error", nothingRestored(report));
        }
        return new Answer(statusCode, body);
    }

    private static Map<String, Object> configuration(RestoreReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clear_existing_data", report.clearExistingData());
        fields.put("max_workers", report.maxWorkers());
        if (report.writeMode().keeps()) {
            fields.put("only", report.writeMode().label());
        }
        if (!report.rejects().isEmpty()) {
            fields.put("rejects", report.rejects());
        }
        if (report.keys() > 0) {
            fields.put("keys", report.keys());
        }
        return fields;
    }

    private static int statusCode(RestoreReport report) {
        long whole = report.count(TableStatus.COMPLETED, TableStatus.READY);
        if (whole == report.results().size() && whole > 0) {
            return Answer.OK;
        }
        return whole + report.count(TableStatus.PARTIAL_SUCCESS, TableStatus.IN_PROGRESS) > 0
                ? Answer.PARTLY
                : Answer.NOTHING;
    }

    private static String nothingRestored(RestoreReport report) {
        List<String> reasons = report.results().stream()
                .filter(result -> result.error() != null)
                .map(result -> result.table() + ": " + result.error())
                .toList();
        return (report.dryRun() ? "No table could be restored. " : "No table got anything. ")
                + reasons.stream().limit(REASONS).collect(Collectors.joining(" "))
                + (reasons.size() <= REASONS
                        ? ""
                        : " And %d more, each with its error in restore_results.".formatted(reasons.size() - REASONS));
    }

    /** One table's. */
    static Map<String, @Nullable Object> result(TableResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", result.table());
        if (result.elsewhere()) {
            fields.put("target_table", result.target());
        }
        fields.put("status", result.status().name());
        TableResult.Estimate estimate = result.estimate();
        if (estimate != null) {
            fields.put("data_files_count", estimate.dataFiles());
            fields.put("estimated_size_mb", mebibytes(estimate.sizeBytes()));
            fields.put("expected_items", result.expectedItems());
            fields.put("existing_items", estimate.existingItems());
            fields.put("estimated_write_units", estimate.writeUnits());
            if (estimate.readUnits() != null) {
                fields.put("estimated_read_units", estimate.readUnits());
            }
            if (estimate.duration() != null) {
                fields.put("estimated_duration_seconds", estimate.duration().toSeconds());
            }
            fields.put(
                    "estimated_cost_usd", EstimateCost.rounded(estimate.cost().dollars()));
            fields.put("target_arn", estimate.targetArn());
        } else {
            fields.put("total_files_processed", result.filesProcessed());
            fields.put("expected_items", result.expectedItems());
            fields.put("items_processed", result.itemsProcessed());
            fields.put("items_written", result.itemsWritten());
            if (result.itemsKept() != null) {
                fields.put("items_kept", result.itemsKept());
            }
            fields.put("items_failed", result.itemsFailed());
            fields.put("items_cleared", result.itemsCleared());
            fields.put("success_rate", successRate(result));
        }
        if (result.exportArn() != null) {
            fields.put("export_arn", result.exportArn());
        }
        if (!result.failures().isEmpty()) {
            fields.put(
                    "failed_items",
                    result.failures().stream().map(EncodeReport::failedItem).collect(Collectors.toList()));
        }
        if (result.rejectsKey() != null) {
            fields.put("rejects_key", result.rejectsKey());
        }
        TableResult.MissingKeys missing = result.missingKeys();
        if (missing != null) {
            fields.put("keys_missing", missing.count());
            fields.put(
                    "missing_keys",
                    missing.first().stream().map(EncodeReport::key).collect(Collectors.toList()));
        }
        if (result.error() != null) {
            fields.put("error", result.error());
        }
        return fields;
    }

    private static Map<String, @Nullable Object> key(String json) {
        try {
            return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("no key: it was made by this program", e);
        }
    }

    private static Map<String, @Nullable Object> failedItem(FailedItem item) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", item.place().source());
        fields.put("line", item.place().line());
        if (item.key() != null) {
            fields.put("key", item.key());
        }
        fields.put("reason", item.reason());
        return fields;
    }

    /** Rounded down: 99,999 of 100,000 items are not 100 %. */
    private static String successRate(TableResult result) {
        if (result.status() == TableStatus.COMPLETED) {
            return "100.00%";
        }
        if (result.expectedItems() == 0) {
            return "0.00%";
        }
        long inTable = result.itemsProcessed() - result.itemsFailed();
        long written = Math.min(inTable, result.expectedItems());
        return BigDecimal.valueOf(written * 100)
                        .divide(BigDecimal.valueOf(result.expectedItems()), 2, RoundingMode.DOWN)
                        .toPlainString()
                + "%";
    }

    private static BigDecimal mebibytes(long bytes) {
        return BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1 << 20), 2, RoundingMode.HALF_UP);
    }

    private interface Count {
        long of(TableResult result);
    }

    private static long sum(RestoreReport report, Count count) {
        List<TableResult> results = report.results();
        return results.stream().mapToLong(count::of).sum();
    }
}
