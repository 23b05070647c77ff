package io.ddbvault.core.diff;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.CheckDataFiles;
import io.ddbvault.core.restore.OpenExport;
import io.ddbvault.core.restore.OpenExport.OpenedExport;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From a date and a table's name to its export, checked as for a restore. Reads only. */
public final class OpenBackup {
    /** Shown when a date has no backup. */
    private static final int DATES_SHOWN = 5;

    private final BackupLayout layout;
    private final BackupReader backups;
    private final OpenExport openExport;
    private final CheckDataFiles checkDataFiles;

    /** @param bucket the one that is read, whatever manifests name */
    public OpenBackup(String bucket, BackupLayout layout, BackupReader backups) {
        this.layout = layout;
        this.backups = backups;
        this.openExport = OpenExport.in(bucket, layout, backups);
        this.checkDataFiles = new CheckDataFiles(backups);
    }

    /**
     * @param date null for the newest backup that has a usable export of the table
     * @throws DdbvaultException {@code NO_BACKUP}, {@code NOT_IN_BACKUP}, {@code EXPORT_NOT_COMPLETED}, what a damaged
     *     backup throws, what the bucket throws; {@code STOPPED}
     */
    public Side.Backup open(@Nullable LocalDate date, String table, Stop stop) {
        return date == null ? newest(table, stop) : of(date, table, stop);
    }

    private Side.Backup of(LocalDate date, String table, Stop stop) {
        BackupManifest manifest = manifest(date)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.NO_BACKUP,
                        "There is no backup of %s: %s does not exist. %s"
                                .formatted(date, backups.uri(layout.manifest(date)), existingDates())));
        TableExport entry = entry(manifest, table)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.NOT_IN_BACKUP,
                        "%s is not in the backup of %s, which has %s. Check the name, or choose another date."
                                .formatted(table, date, tables(manifest))));
        return check(entry, date, openExport.open(entry, date), stop);
    }

    private Side.Backup newest(String table, Stop stop) {
        for (LocalDate date : datesNewestFirst()) {
            Optional<TableExport> entry = manifest(date).flatMap(manifest -> entry(manifest, table));
            Optional<OpenedExport> export = entry.flatMap(of -> usable(of, date));
            if (export.isPresent()) {
                return check(entry.orElseThrow(), date, export.get(), stop);
            }
        }
        throw new DdbvaultException(
                ErrorCode.NO_BACKUP,
                "There is no backup with a completed export of %s under %s. %s"
                        .formatted(table, backups.uri(layout.root()), existingDates()));
    }

    /** A COMPLETED export that is damaged is an error, and no reason to take an older one in silence. */
    private Optional<OpenedExport> usable(TableExport entry, LocalDate date) {
        if (entry.status() == ExportStatus.FAILED) {
            return Optional.empty();
        }
        try {
            return Optional.of(openExport.open(entry, date));
        } catch (DdbvaultException e) {
            if (entry.status() == ExportStatus.IN_PROGRESS && e.code().kind() == ErrorKind.CORRUPT_DATA) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Side.Backup check(TableExport entry, LocalDate date, OpenedExport export, Stop stop) {
        return new Side.Backup(
                entry.tableName(),
                date,
                entry.keySchema(),
                checkDataFiles.check(export.contents().files(), stop));
    }

    private Optional<BackupManifest> manifest(LocalDate date) {
        String key = layout.manifest(date);
        return backups.read(key, BackupManifestJson.MAX_BYTES)
                .map(object -> BackupManifestJson.read(object.bytes(), date, backups.uri(key)));
    }

    /** As a restore chooses: the newest that is COMPLETED, else the newest. */
    private static Optional<TableExport> entry(BackupManifest manifest, String table) {
        return manifest.exports().stream()
                .filter(entry -> entry.tableName().equals(table))
                .max(Comparator.comparing((TableExport entry) -> entry.status() == ExportStatus.COMPLETED)
                        .thenComparing(TableExport.BY_START));
    }

    private static String tables(BackupManifest manifest) {
        String tables = manifest.exports().stream()
                .map(TableExport::tableName)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return tables.isEmpty() ? "no table" : tables;
    }

    private List<LocalDate> datesNewestFirst() {
        return backups.folders(layout.root()).stream()
                .flatMap(folder -> BackupLayout.date(folder).stream())
                .sorted(Comparator.reverseOrder())
                .collect(Collectors.toList());
    }

    private String existingDates() {
        List<LocalDate> dates = datesNewestFirst();
        return dates.isEmpty()
                ? "No backup was found there at all; check BACKUP_BUCKET and S3_EXPORTS_PREFIX."
                : "The newest dates there are %s; name one of them."
                        .formatted(dates.stream()
                                .limit(DATES_SHOWN)
                                .map(LocalDate::toString)
                                .collect(Collectors.joining(", ")));
    }
}
