package io.ddbvault.core.manifest;

import io.ddbvault.core.model.KeySchema;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One export in the backup's manifest. Times are kept as text, ISO-8601 in UTC: a manifest that another tool wrote may
 * spell them otherwise, and only a backup's age is computed from them.
 *
 * @param tableName the exported table
 * @param exportArn null where no export could be started
 * @param exportTime the point in time the data stands at
 * @param s3Prefix what the export was given; DynamoDB wrote below it
 * @param itemCount 0 where unknown
 * @param billingSizeBytes 0 where unknown
 * @param exportManifest key of the export's own manifest-summary.json
 * @param runKey the run that started it; null for a run without one
 * @param keySchema the table's primary key when it was exported; null where unknown
 */
public record TableExport(
        String tableName,
        ExportStatus status,
        @Nullable String exportArn,
        @Nullable String tableArn,
        @Nullable String exportTime,
        @Nullable String s3Bucket,
        @Nullable String s3Prefix,
        @Nullable String startTime,
        @Nullable String endTime,
        long itemCount,
        long billingSizeBytes,
        @Nullable String failureMessage,
        @Nullable String exportManifest,
        @Nullable String runKey,
        @Nullable KeySchema keySchema) {

    /** Oldest first: by the start that the export's id holds, else by the start as written. */
    public static final Comparator<TableExport> BY_START =
            Comparator.comparing(TableExport::start).thenComparing(TableExport::identity);

    /** The point in time that the data stands at; the epoch where it is unknown, which is no recent one. */
    public Instant dataTime() {
        return Timestamps.parse(exportTime);
    }

    /** When the export began; empty where that is unknown. */
    public Optional<Instant> started() {
        return known(startTime);
    }

    /** When DynamoDB was done with it; empty while it runs and where that is unknown. */
    public Optional<Instant> ended() {
        return known(endTime);
    }

    private static Optional<Instant> known(@Nullable String time) {
        return Optional.of(Timestamps.parse(time)).filter(instant -> instant.isAfter(Instant.EPOCH));
    }

    /** What makes two entries one and the same export. */
    public String identity() {
        return exportArn != null ? exportArn : tableName + " " + startTime + " " + runKey;
    }

    private Instant start() {
        String arn = exportArn;
        String id = arn == null ? null : ExportArn.parse(arn).map(ExportArn::id).orElse(null);
        if (id != null && id.matches("\\d{1,18}-.*")) {
            return Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
        }
        return Timestamps.parse(startTime);
    }
}
