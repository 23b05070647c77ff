package io.ddbvault.core.restore;

import java.time.LocalDate;
import java.util.List;

/**
 * The backup that a request means.
 *
 * @param date of the backup
 * @param manifestUri its manifest, for messages
 * @param tables one per requested table, in the request's order
 * @param warnings what the user should know
 */
record ResolvedBackup(LocalDate date, String manifestUri, List<ResolvedTable> tables, List<String> warnings) {
    ResolvedBackup {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }
}
