package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.List;

/**
 * A date's exports that a run is answerable for.
 *
 * @param exports IN_PROGRESS where there is something to wait for; FAILED where none could be started; COMPLETED where
 *     an earlier delivery of the same trigger has seen it through
 */
record StartedExports(LocalDate date, List<TableExport> exports) {
    StartedExports {
        exports = List.copyOf(exports);
    }
}
