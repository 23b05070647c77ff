package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.port.TableExports;
import io.ddbvault.core.port.TableExports.ExportState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One poll of one export that is IN_PROGRESS. It becomes COMPLETED only once DynamoDB says so and its own manifest was
 * seen in the bucket, with the right checksum and the same count: that mark alone makes it a backup. It becomes FAILED
 * only for what will never change; where AWS does not answer or refuses to, it stays what it is.
 */
final class LookAtExport {
    private final TableExports exports;
    private final ReadExportManifests exportManifests;
    private final BackupLayout layout;

    LookAtExport(TableExports exports, ReadExportManifests exportManifests, BackupLayout layout) {
        this.exports = exports;
        this.exportManifests = exportManifests;
        this.layout = layout;
    }

    /** @param date the backup that the export belongs to */
    public Look look(LocalDate date, TableExport export) {
        String arn = export.exportArn();
        if (arn == null) {
            return failed(export, "The manifest names no export of this table. Run the backup again.");
        }
        Optional<ExportState> state;
        try {
            state = exports.describe(arn);
        } catch (DdbvaultException e) {
            return obstructed(export, e, "Allow dynamodb:DescribeExport.");
        }
        if (state.isEmpty()) {
            // Not FAILED: a run of another Region or account asks in the wrong place, and may not spoil a good export.
            return Look.barred(
                    export,
                    "Whether the export of %s has ended is not known: DynamoDB knows no export %s in this account and Region. Run the backup where the export was started."
                            .formatted(export.tableName(), arn));
        }
        TableExport described = described(export, state.get());
        return switch (state.get().status()) {
            case IN_PROGRESS -> Look.running(described);
            case FAILED -> failed(described, reason(state.get()));
            case COMPLETED -> checked(described, arn, prefix(date, export));
        };
    }

    private Look checked(TableExport export, String arn, String prefix) {
        Optional<ExportFolder> folder = ExportFolder.of(arn, prefix);
        if (folder.isEmpty()) {
            return failed(
                    export,
                    "%s is not the ARN of an export as DynamoDB gives it, so the export's manifest cannot be found. Check AWS_ENDPOINT_URL_DYNAMODB: what answers there does not export as AWS does."
                            .formatted(arn));
        }
        if (!layout.contains(folder.get().key())) {
            return failed(
                    export,
                    "The export %s under %s lies outside the backups' prefix %s. Run the backup again."
                            .formatted(arn, prefix, layout.root()));
        }
        try {
            Optional<ExportSummary> summary =
                    exportManifests.summary(folder.get().key());
            return summary.isEmpty()
                    ? failed(
                            export,
                            "DynamoDB calls the export complete, but %s is not in the bucket. Run the backup again."
                                    .formatted(folder.get().summaryKey()))
                    : compared(export, arn, summary.get());
        } catch (DdbvaultException e) {
            return e.code().kind() == ErrorKind.CORRUPT_DATA
                    ? failed(
                            export,
                            "DynamoDB calls the export complete, but its manifest cannot be trusted. Run the backup again. "
                                    + e.text())
                    : obstructed(export, e, "Allow s3:GetObject and s3:ListBucket on the backups' bucket.");
        }
    }

    private static Look compared(TableExport export, String arn, ExportSummary summary) {
        if (!summary.exportArn().equals(arn)) {
            return failed(
                    export,
                    "%s describes the export %s, not %s. Run the backup again."
                            .formatted(summary.key(), summary.exportArn(), arn));
        }
        if (summary.itemCount() != export.itemCount()) {
            return failed(
                    export,
                    "%s counts %d items, but DynamoDB says that it exported %d. Run the backup again."
                            .formatted(summary.key(), summary.itemCount(), export.itemCount()));
        }
        return Look.ended(with(export, ExportStatus.COMPLETED, null, summary.key()));
    }

    private static Look failed(TableExport export, String reason) {
        return Look.ended(with(export, ExportStatus.FAILED, reason, export.exportManifest()));
    }

    private static Look obstructed(TableExport export, DdbvaultException failure, String right) {
        String text =
                "Whether the export of %s has ended is not known: %s".formatted(export.tableName(), failure.text());
        return switch (failure.code()) {
            case AWS_UNAVAILABLE, THROTTLED -> Look.delayed(export, text);
            case ACCESS_DENIED -> Look.barred(export, text + " " + right);
            default -> Look.barred(export, text);
        };
    }

    private static String reason(ExportState state) {
        String message = state.failureMessage();
        return message == null || message.isBlank() ? "DynamoDB gives no reason. Run the backup again." : message;
    }

    private String prefix(LocalDate date, TableExport export) {
        String prefix = export.s3Prefix();
        return prefix == null ? layout.exportPrefix(date, export.tableName()) : prefix;
    }

    /** What DynamoDB tells only once an export has ended is absent before, and what is absent takes nothing away. */
    private static TableExport described(TableExport export, ExportState state) {
        return new TableExport(
                export.tableName(),
                export.status(),
                export.exportArn(),
                export.tableArn(),
                known(state.exportTime(), export.exportTime()),
                export.s3Bucket(),
                export.s3Prefix(),
                known(state.startTime(), export.startTime()),
                known(state.endTime(), export.endTime()),
                state.itemCount(),
                state.billedSizeBytes(),
                export.failureMessage(),
                export.exportManifest(),
                export.runKey(),
                export.keySchema());
    }

    private static @Nullable String known(@Nullable Instant described, @Nullable String recorded) {
        return described == null ? recorded : Timestamps.format(described);
    }

    private static TableExport with(
            TableExport export, ExportStatus status, @Nullable String failure, @Nullable String manifestKey) {
        return new TableExport(
                export.tableName(),
                status,
                export.exportArn(),
                export.tableArn(),
                export.exportTime(),
                export.s3Bucket(),
                export.s3Prefix(),
                export.startTime(),
                export.endTime(),
                export.itemCount(),
                export.billingSizeBytes(),
                failure,
                manifestKey,
                export.runKey(),
                export.keySchema());
    }
}
