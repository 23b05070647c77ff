package io.ddbvault.core.manifest;

/**
 * An export's manifest-summary.json, as far as a restore needs it.
 *
 * @param key where it lies
 * @param exportArn the export's ARN
 * @param manifestFilesKey key of manifest-files.json in the bucket it was exported to
 * @param itemCount items in all data files
 * @param billedSizeBytes size of the table at the export's time
 */
public record ExportSummary(
        String key, String exportArn, String manifestFilesKey, long itemCount, long billedSizeBytes) {}
