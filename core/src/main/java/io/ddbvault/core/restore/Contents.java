package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.ExportContents;
import org.jspecify.annotations.Nullable;

/**
 * What there is to write to a table: an export of it, or what earlier restores could not write.
 *
 * @param exportArn the export; null for rejects
 * @param folder where it lies, with a trailing slash
 * @param itemCount items that the export's manifest counts; lines of the rejects objects
 * @param billedSizeBytes size of the table at the export's time; of rejects, the bytes of their JSON
 */
record Contents(@Nullable String exportArn, String folder, long itemCount, long billedSizeBytes) {
    static Contents of(ExportContents export) {
        return new Contents(export.exportArn(), export.folder(), export.itemCount(), export.billedSizeBytes());
    }

    boolean ofRejects() {
        return exportArn == null;
    }
}
