package io.ddbvault.core.verify;

import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.restore.CheckedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's export of which everything but the data files' content was looked at.
 *
 * @param result what is known of it by now, and final where nothing is to be read
 * @param entry in the backup's manifest; null where there is none
 * @param summary the export's own; null where it cannot be used
 * @param toRead what is still to be read; of data files that are missing or damaged nothing is
 */
record CheckedTable(
        VerifiedTable result,
        @Nullable TableExport entry,
        @Nullable ExportSummary summary,
        List<CheckedFile> toRead) {
    CheckedTable {
        toRead = List.copyOf(toRead);
    }

    static CheckedTable done(VerifiedTable result) {
        return new CheckedTable(result, null, null, List.of());
    }
}
