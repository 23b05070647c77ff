package io.ddbvault.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All that is known of an export, from its start on. What is null is not known yet, or never will be. */
record ExportRecord(
        String exportId,
        ExportRequest request,
        Status status,
        String tableName,
        String tableId,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable Long itemCount,
        @Nullable Long billedSizeBytes,
        @Nullable String failureCode,
        @Nullable String failureMessage) {

    enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    static ExportRecord started(String exportId, ExportRequest request, LocalTable table, Instant startTime) {
        return new ExportRecord(
                exportId,
                request,
                Status.IN_PROGRESS,
                table.name(),
                table.id(),
                startTime,
                null,
                null,
                null,
                null,
                null);
    }

    ExportRecord completed(Instant at, TableSnapshot snapshot) {
        return new ExportRecord(
                exportId,
                request,
                Status.COMPLETED,
                tableName,
                tableId,
                startTime,
                at,
                snapshot.itemCount(),
                snapshot.tableSizeBytes(),
                null,
                null);
    }

    ExportRecord failed(Instant at, ExportFailure failure) {
        return new ExportRecord(
                exportId,
                request,
                Status.FAILED,
                tableName,
                tableId,
                startTime,
                at,
                null,
                null,
                failure.code(),
                failure.message());
    }

    String exportArn() {
        return Arn.exportOf(request.tableArn(), exportId);
    }

    Instant exportTime() {
        return request.exportTime() == null ? startTime : request.exportTime();
    }

    String key(String file) {
        return request.key(exportId, file);
    }

    /** The ExportDescription; a member without a value is left out. */
    ObjectNode description() {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("ExportArn", exportArn());
        description.put("ExportStatus", status.name());
        description.put("StartTime", CallFields.epochSeconds(startTime));
        if (endTime != null) {
            description.put("EndTime", CallFields.epochSeconds(endTime));
        }
        if (status == Status.COMPLETED) {
            description.put("ExportManifest", key(WriteExport.SUMMARY));
        }
        description.put("TableArn", request.tableArn());
        description.put("TableId", tableId);
        description.put("ExportTime", CallFields.epochSeconds(exportTime()));
        putIfKnown(description, "ClientToken", request.clientToken());
        description.put("S3Bucket", request.bucket());
        putIfKnown(description, "S3BucketOwner", request.bucketOwner());
        putIfKnown(description, "S3Prefix", request.prefix());
        description.put("S3SseAlgorithm", request.effectiveSseAlgorithm());
        putIfKnown(description, "S3SseKmsKeyId", request.kmsKeyId());
        putIfKnown(description, "FailureCode", failureCode);
        putIfKnown(description, "FailureMessage", failureMessage);
        description.put("ExportFormat", "DYNAMODB_JSON");
        if (billedSizeBytes != null) {
            description.put("BilledSizeBytes", billedSizeBytes);
        }
        if (itemCount != null) {
            description.put("ItemCount", itemCount);
        }
        putIfKnown(description, "ExportType", request.type());
        return description;
    }

    /** One entry of ListExports. */
    ObjectNode summary() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("ExportArn", exportArn());
        summary.put("ExportStatus", status.name());
        summary.put("ExportType", request.type() == null ? "FULL_EXPORT" : request.type());
        return summary;
    }

    private static void putIfKnown(ObjectNode description, String member, @Nullable String value) {
        if (value != null) {
            description.put(member, value);
        }
    }
}
