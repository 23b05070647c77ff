package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportTotals;
import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * What a backup came to.
 *
 * @param exports one per table, as this run left it
 * @param ofDate what the date's manifest holds in the end, one per table: of this run or of another
 * @param manifestKey where the manifest lies
 */
public record BackupSummary(
        LocalDate date,
        String environment,
        String bucket,
        String manifestKey,
        List<TableExport> exports,
        List<TableExport> ofDate,
        List<String> warnings) {
    public BackupSummary {
        exports = List.copyOf(exports);
        ofDate = List.copyOf(ofDate);
        warnings = List.copyOf(warnings);
    }

    /** The same, with the exports first that are not COMPLETED: those that a list which is cut should still name. */
    BackupSummary worstFirst() {
        List<TableExport> sorted = exports.stream()
                .sorted(Comparator.comparing(export -> export.status() == ExportStatus.COMPLETED))
                .toList();
        return new BackupSummary(date, environment, bucket, manifestKey, sorted, ofDate, warnings);
    }

    public long count(ExportStatus status) {
        return exports.stream().filter(export -> export.status() == status).count();
    }

    /** Of the COMPLETED exports. */
    public long items() {
        return ExportTotals.of(exports).items();
    }

    /** As {@link #items()}. */
    public long bytes() {
        return ExportTotals.of(exports).bytes();
    }
}
