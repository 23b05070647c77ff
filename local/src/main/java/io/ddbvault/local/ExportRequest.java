package io.ddbvault.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller of ExportTableToPointInTime asked for, as given: a default that AWS fills in is not here. */
record ExportRequest(
        String tableArn,
        String bucket,
        @Nullable String prefix,
        @Nullable String bucketOwner,
        @Nullable String sseAlgorithm,
        @Nullable String kmsKeyId,
        @Nullable String format,
        @Nullable String type,
        @Nullable Instant exportTime,
        @Nullable String clientToken) {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+");
    private static final Pattern OWNER = Pattern.compile("[0-9]{12}");
    private static final Pattern TOKEN = Pattern.compile("[^\\$]+");

    /** Members that the model does not know are ignored, as AWS does. */
    static ExportRequest parse(JsonNode request) {
        CallFields fields = new CallFields(request);
        fields.requiredText("S3Bucket", 255);
        ExportRequest parsed = new ExportRequest(
                fields.requiredText("TableArn", 1024),
                String.valueOf(fields.text("S3Bucket", BUCKET)),
                fields.text("S3Prefix", 0, 1024),
                fields.text("S3BucketOwner", OWNER),
                fields.oneOf("S3SseAlgorithm", List.of("AES256", "KMS")),
                fields.text("S3SseKmsKeyId", 1, 2048),
                fields.oneOf("ExportFormat", List.of("DYNAMODB_JSON", "ION")),
                fields.oneOf("ExportType", List.of("FULL_EXPORT", "INCREMENTAL_EXPORT")),
                fields.time("ExportTime"),
                fields.text("ClientToken", TOKEN));
        parsed.refuseContradictions(fields);
        return parsed;
    }

    private void refuseContradictions(CallFields fields) {
        boolean incremental = "INCREMENTAL_EXPORT".equals(type);
        if (fields.has("IncrementalExportSpecification") && !incremental) {
            throw ApiException.validation(
                    type == null
                            ? "Invalid Request: Export Type expected to be Incremental Export when incremental export"
                                    + " specification is provided"
                            : "Invalid Request: When Export Type is Full Export , Incremental Export Specification"
                                    + " should not be provided");
        }
        if (incremental && !fields.has("IncrementalExportSpecification")) {
            throw ApiException.validation("Invalid Request: Incremental Export Specification expected when export type"
                    + " is set as Incremental Export");
        }
        if (kmsKeyId != null && !"KMS".equals(sseAlgorithm)) {
            throw ApiException.validation("Invalid Request: KMS Key Id is not supported for this encryption type");
        }
        if (fields.has("FilterSpecification")) {
            throw ApiException.validation(
                    fields.nested("FilterSpecification").request().isEmpty()
                            ? "Invalid Request: Invalid FilterSpecification: The specification can not be empty"
                            : "The local AWS exports whole tables only: FilterSpecification is not supported");
        }
        if (incremental) {
            throw ApiException.validation(
                    "The local AWS makes full exports only: ExportType INCREMENTAL_EXPORT is not supported");
        }
        if ("ION".equals(format)) {
            throw ApiException.validation(
                    "The local AWS exports DYNAMODB_JSON only: ExportFormat ION is not supported");
        }
    }

    /** The key of a file of this request's export. */
    String key(String exportId, String file) {
        String folder = prefix == null || prefix.isEmpty() ? "" : prefix.endsWith("/") ? prefix : prefix + "/";
        return folder + "AWSDynamoDB/" + exportId + "/" + file;
    }

    String effectiveSseAlgorithm() {
        return sseAlgorithm == null ? "AES256" : sseAlgorithm;
    }
}
