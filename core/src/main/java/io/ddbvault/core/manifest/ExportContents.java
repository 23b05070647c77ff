package io.ddbvault.core.manifest;

import java.util.List;

/**
 * What an export holds, by its own two manifests, both with the right checksum.
 *
 * @param summaryKey key of manifest-summary.json
 * @param exportArn as the summary names it
 * @param itemCount as the summary gives it; the files' counts add up to it
 * @param billedSizeBytes size of the table at the export's time; lags for small tables
 * @param files every data file
 */
public record ExportContents(
        String summaryKey, String exportArn, long itemCount, long billedSizeBytes, List<DataFile> files) {
    public ExportContents {
        files = List.copyOf(files);
    }

    /** Where the export lies, with a trailing slash. */
    public String folder() {
        return summaryKey.substring(0, summaryKey.lastIndexOf('/') + 1);
    }
}
