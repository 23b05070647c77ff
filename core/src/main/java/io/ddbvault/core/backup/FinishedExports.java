package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.List;

/**
 * A date's exports as the run leaves them.
 *
 * @param exports in the order they were started; IN_PROGRESS where the run had to stop first
 */
record FinishedExports(LocalDate date, List<TableExport> exports) {
    FinishedExports {
        exports = List.copyOf(exports);
    }
}
