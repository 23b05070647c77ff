package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.TableExports;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.S3SseAlgorithm;

/** Exports by ExportTableToPointInTime and DescribeExport. Thread-safe; errors as {@link AwsErrors} translates them. */
public final class DynamoDbExports implements TableExports {
    private final DynamoDbClient dynamoDb;
    private final AwsErrors errors;

    public DynamoDbExports(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.errors = AwsErrors.ofDynamoDb(dynamoDb.serviceClientConfiguration());
    }

    @Override
    public ExportState start(ExportRequest request) {
        // No ExportType and no ExportTime: DynamoDB's defaults are a full export as of now, and a repeated call with
        // the
        // same token must not differ.
        ExportTableToPointInTimeRequest call = ExportTableToPointInTimeRequest.builder()
                .tableArn(request.tableArn())
                .s3Bucket(request.bucket())
                .s3Prefix(request.prefix())
                .s3BucketOwner(request.bucketOwner())
                .s3SseAlgorithm(request.kmsKeyId() == null ? S3SseAlgorithm.AES256 : S3SseAlgorithm.KMS)
                .s3SseKmsKeyId(request.kmsKeyId())
                .exportFormat(ExportFormat.DYNAMODB_JSON)
                .clientToken(request.clientToken())
                .build();
        try {
            return state(RepeatExpired.call(() -> dynamoDb.exportTableToPointInTime(call))
                    .exportDescription());
        } catch (PointInTimeRecoveryUnavailableException e) {
            throw pointInTimeRecoveryOff(request.tableArn(), e);
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:ExportTableToPointInTime", "table " + request.tableArn());
        }
    }

    private static DdbvaultException pointInTimeRecoveryOff(String tableArn, SdkException cause) {
        String table = tableArn.substring(tableArn.indexOf('/') + 1);
        return new DdbvaultException(
                ErrorCode.POINT_IN_TIME_RECOVERY_OFF,
                ("Point-in-time recovery is off for table %1$s, and DynamoDB exports only with it. In Terraform, add"
                                + " point_in_time_recovery { enabled = true } to its aws_dynamodb_table; or run aws dynamodb"
                                + " update-continuous-backups --table-name %1$s --point-in-time-recovery-specification"
                                + " PointInTimeRecoveryEnabled=true.")
                        .formatted(table),
                cause);
    }

    @Override
    public Optional<ExportState> describe(String exportArn) {
        try {
            return Optional.of(
                    state(RepeatExpired.call(() -> dynamoDb.describeExport(request -> request.exportArn(exportArn)))
                            .exportDescription()));
        } catch (ExportNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw errors.translate(e, "dynamodb:DescribeExport", "export " + exportArn);
        }
    }

    private static ExportState state(@Nullable ExportDescription export) {
        if (export == null || export.exportArn() == null) {
            throw new DdbvaultException(
                    ErrorCode.AWS_UNAVAILABLE, "DynamoDB answered about an export without naming it. Try again.");
        }
        return new ExportState(
                export.exportArn(),
                status(export.exportStatusAsString()),
                export.startTime(),
                export.endTime(),
                export.exportTime(),
                export.itemCount() == null ? 0 : export.itemCount(),
                export.billedSizeBytes() == null ? 0 : export.billedSizeBytes(),
                failure(export),
                export.clientToken());
    }

    /** Only DynamoDB's own word counts as an end; one that is new to us is still on its way there. */
    private static Status status(@Nullable String name) {
        if ("COMPLETED".equals(name)) {
            return Status.COMPLETED;
        }
        return "FAILED".equals(name) ? Status.FAILED : Status.IN_PROGRESS;
    }

    private static @Nullable String failure(ExportDescription export) {
        if (export.failureCode() == null) {
            return export.failureMessage();
        }
        return export.failureMessage() == null
                ? export.failureCode()
                : export.failureCode() + ": " + export.failureMessage();
    }
}
