package io.ddbvault.core.manifest;

import org.jspecify.annotations.Nullable;

/**
 * An export's manifest-summary.json, as far as a restore needs it.
 *
 * @param key where it lies
 * @param exportArn the export's ARN
 * @param tableId the exported table's id; another table of the same name has another one; null where not told
 * @param bucket the bucket it was exported to; null where not told
 * @param manifestFilesKey key of manifest-files.json in that bucket
 * @param itemCount items in all data files
 * @param billedSizeBytes size of the table at the export's time
 */
public record ExportSummary(
        String key,
        String exportArn,
        @Nullable String tableId,
        @Nullable String bucket,
        String manifestFilesKey,
        long itemCount,
        long billedSizeBytes) {}
