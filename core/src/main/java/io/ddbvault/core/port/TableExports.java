package io.ddbvault.core.port;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DynamoDB's export to S3. Thread-safe. */
public interface TableExports {
    /**
     * Starts a full export in DynamoDB JSON. The same token and request within eight hours give the same export again.
     *
     * @return the export as it stands; it may have ended long ago if the token was used before
     * @throws io.ddbvault.core.error.DdbvaultException {@code POINT_IN_TIME_RECOVERY_OFF}, {@code TABLE_NOT_FOUND},
     *     {@code ACCESS_DENIED}, {@code AWS_REFUSED}, {@code AWS_UNAVAILABLE}
     */
    ExportState start(ExportRequest request);

    /** @return empty if DynamoDB knows no such export; it forgets them after 90 days */
    Optional<ExportState> describe(String exportArn);

    /**
     * @param tableArn what to export
     * @param bucket where to
     * @param prefix the key prefix, without a trailing slash
     * @param bucketOwner 12 digits, for another account's bucket
     * @param kmsKeyId null for AES256
     * @param clientToken makes the call idempotent
     */
    record ExportRequest(
            String tableArn,
            String bucket,
            String prefix,
            @Nullable String bucketOwner,
            @Nullable String kmsKeyId,
            String clientToken) {}

    /**
     * An export as DynamoDB describes it.
     *
     * @param clientToken that it was started with; null where DynamoDB does not tell
     */
    record ExportState(
            String exportArn,
            Status status,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            @Nullable Instant exportTime,
            long itemCount,
            long billedSizeBytes,
            @Nullable String failureMessage,
            @Nullable String clientToken) {}

    /** As DynamoDB names it. */
    enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }
}
