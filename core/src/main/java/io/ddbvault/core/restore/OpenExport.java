package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.LocateExport.LocatedExport;
import java.time.LocalDate;
import java.util.Optional;

/**
 * From the entry in a backup's manifest to the data files of exactly that export, by the export's own two manifests, whose
 * checksums and counts are checked. The data files themselves are not looked at. Reads only. Thread-safe.
 */
public final class OpenExport {
    private final LocateExport locateExport;
    private final ReadExportManifests manifests;

    OpenExport(LocateExport locateExport, ReadExportManifests manifests) {
        this.locateExport = locateExport;
        this.manifests = manifests;
    }

    /** @param bucket the one that is read, whatever manifests name */
    public static OpenExport in(String bucket, BackupLayout layout, BackupReader backups) {
        ReadExportManifests manifests = new ReadExportManifests(backups, layout);
        return new OpenExport(new LocateExport(bucket, layout, manifests), manifests);
    }

    /**
     * An export that has ended, and what it holds.
     *
     * @param moved whether it lies elsewhere than the manifests say, as a copied backup does
     */
    public record OpenedExport(ExportSummary summary, ExportContents contents, boolean moved) {}

    /**
     * @throws DdbvaultException {@code EXPORT_NOT_COMPLETED} if it failed or still runs; {@code OBJECT_MISSING}, {@code
     *     CHECKSUM_MISMATCH}, {@code MANIFEST_UNREADABLE}, {@code ITEM_COUNT_MISMATCH}, {@code EXPORT_UNSUPPORTED}; what
     *     the bucket throws
     */
    public OpenedExport open(TableExport entry, LocalDate date) {
        requireNotFailed(entry, date);
        LocatedExport export = requireEnded(entry, date);
        ExportContents contents = manifests.contents(export.folder(), export.summary());
        requireSameCount(entry, contents);
        return new OpenedExport(export.summary(), contents, export.moved());
    }

    /** @throws DdbvaultException {@code NOT_IN_BACKUP} if the backup has none of the table, or as {@link #open} if it failed */
    static TableExport require(ResolvedTable requested, ResolvedBackup backup) {
        TableExport entry = requested.export();
        if (entry == null) {
            throw new DdbvaultException(
                    ErrorCode.NOT_IN_BACKUP,
                    "%s is not in the backup %s. Check the name, or choose another backup_date."
                            .formatted(requested.source(), backup.manifestUri()));
        }
        requireNotFailed(entry, backup.date());
        return entry;
    }

    private static void requireNotFailed(TableExport entry, LocalDate date) {
        if (entry.status() == ExportStatus.FAILED) {
            throw new DdbvaultException(
                    ErrorCode.EXPORT_NOT_COMPLETED,
                    "The export of %s on %s failed (%s), so there is nothing to restore. Choose another backup_date."
                            .formatted(
                                    entry.tableName(),
                                    date,
                                    entry.failureMessage() == null ? "no reason noted" : entry.failureMessage()));
        }
    }

    private LocatedExport requireEnded(TableExport entry, LocalDate date) {
        return locate(entry, date)
                .orElseThrow(() -> entry.status() == ExportStatus.IN_PROGRESS
                        ? new DdbvaultException(
                                ErrorCode.EXPORT_NOT_COMPLETED,
                                "The export of %s on %s has not ended yet (%s). Try again later, or choose another backup_date."
                                        .formatted(entry.tableName(), date, entry.exportArn()))
                        : new DdbvaultException(
                                ErrorCode.OBJECT_MISSING,
                                "The export of %s on %s is gone from the bucket: its manifest-summary.json (%s) is missing. Choose another backup_date."
                                        .formatted(entry.tableName(), date, entry.exportArn())));
    }

    private Optional<LocatedExport> locate(TableExport entry, LocalDate date) {
        try {
            return locateExport.locate(entry, date);
        } catch (DdbvaultException e) {
            // DynamoDB writes the summary before its checksum.
            if (entry.status() == ExportStatus.IN_PROGRESS && e.code() == ErrorCode.OBJECT_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** 0 means unknown: the Python original read a field that does not exist. */
    private static void requireSameCount(TableExport entry, ExportContents contents) {
        if (entry.itemCount() != 0 && entry.itemCount() != contents.itemCount()) {
            throw new DdbvaultException(
                    ErrorCode.ITEM_COUNT_MISMATCH,
                    "The backup's manifest counts %d items of %s, the export's own manifest %d. One of them was altered; choose another backup_date."
                            .formatted(entry.itemCount(), entry.tableName(), contents.itemCount()));
        }
    }
}
