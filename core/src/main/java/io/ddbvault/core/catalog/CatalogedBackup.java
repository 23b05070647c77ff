package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportTotals;
import io.ddbvault.core.manifest.TableExport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A date's folder in the bucket: its manifest, or why there is none to be read. Exactly one of the two is given.
 *
 * @param date the folder's date, UTC
 * @param manifest as it counts: an entry that says IN_PROGRESS although its export has ended is COMPLETED here, with the
 *     counts of the export's own manifest
 * @param problem one sentence, which names the object
 */
public record CatalogedBackup(
        LocalDate date,
        @Nullable BackupManifest manifest,
        @Nullable String problem) {
    private static final Comparator<TableExport> BETTER = Comparator.comparing(
                    (TableExport export) -> export.status() == ExportStatus.COMPLETED)
            .thenComparing(TableExport.BY_START);

    public CatalogedBackup {
        if ((manifest == null) == (problem == null)) {
            throw new IllegalArgumentException("a manifest or a problem, and not both: " + date);
        }
    }

    public static CatalogedBackup of(BackupManifest manifest) {
        return new CatalogedBackup(manifest.date(), manifest, null);
    }

    public static CatalogedBackup unreadable(LocalDate date, String problem) {
        return new CatalogedBackup(date, null, problem);
    }

    /**
     * One for each table, in the manifest's order: where it has more of a table, the newest that is COMPLETED, as for a
     * restore. None of a backup whose manifest cannot be read.
     */
    public List<TableExport> exports() {
        if (manifest == null) {
            return List.of();
        }
        Map<String, TableExport> best = new LinkedHashMap<>();
        for (TableExport export : manifest.exports()) {
            best.merge(export.tableName(), export, (one, other) -> BETTER.compare(one, other) >= 0 ? one : other);
        }
        return List.copyOf(best.values());
    }

    /** This table's export; empty if the manifest names none, or cannot be read. */
    public Optional<TableExport> export(String table) {
        return exports().stream()
                .filter(export -> export.tableName().equals(table))
                .findFirst();
    }

    /** Whether this table can be restored from it. */
    public boolean holds(String table) {
        return export(table)
                .filter(export -> export.status() == ExportStatus.COMPLETED)
                .isPresent();
    }

    /** As if nothing but this table had been backed up; itself where the manifest cannot be read. */
    public CatalogedBackup only(String table) {
        if (manifest == null) {
            return this;
        }
        List<TableExport> attempts = new ArrayList<>(manifest.attempts());
        attempts.removeIf(export -> !export.tableName().equals(table));
        return of(new BackupManifest(
                date,
                manifest.environment(),
                manifest.createdAt(),
                manifest.bucket(),
                export(table).map(List::of).orElse(List.of()),
                attempts));
    }

    /** How many of its tables can be restored from it. */
    public long good() {
        return exports().stream()
                .filter(export -> export.status() == ExportStatus.COMPLETED)
                .count();
    }

    /** The items and bytes of these. */
    public ExportTotals totals() {
        return ExportTotals.of(exports());
    }

    /**
     * The point in time that its data stands at: of its tables the earliest, which says how much would be lost at most.
     * Where no table can be restored, or none tells, the beginning of its date.
     */
    public Instant dataTime() {
        return exports().stream()
                .filter(export -> export.status() == ExportStatus.COMPLETED)
                .map(TableExport::dataTime)
                .filter(time -> time.isAfter(Instant.EPOCH))
                .min(Comparator.naturalOrder())
                .orElseGet(() -> date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    public BackupState state() {
        return BackupState.of(this);
    }
}
