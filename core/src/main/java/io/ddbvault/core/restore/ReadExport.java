package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.restore.LocateExport.LocatedExport;
import java.time.LocalDate;
import java.util.Optional;

/** The export that a backup has of a table, as the export's own manifests tell it. */
final class ReadExport {
    private final LocateExport locateExport;
    private final ReadExportManifests manifests;

    ReadExport(LocateExport locateExport, ReadExportManifests manifests) {
        this.locateExport = locateExport;
        this.manifests = manifests;
    }

    /** An export that has ended, with checksums that are right. */
    record FoundExport(LocatedExport located, ExportContents contents) {}

    /** @throws DdbvaultException if it has not ended, is gone, or is not what the backup's manifest says */
    FoundExport read(TableExport entry, LocalDate date) {
        LocatedExport located = requireEnded(entry, date);
        ExportContents contents = manifests.contents(located.folder(), located.summary());
        requireSameCount(entry, contents);
        return new FoundExport(located, contents);
    }

    /** @throws DdbvaultException if the backup has none of the table, or one that failed */
    TableExport require(ResolvedTable requested, ResolvedBackup backup) {
        TableExport entry = requested.export();
        if (entry == null) {
            throw new DdbvaultException(
                    ErrorCode.NOT_IN_BACKUP,
                    "%s is not in the backup %s. Check the name, or choose another backup_date."
                            .formatted(requested.source(), backup.manifestUri()));
        }
        if (entry.status() == ExportStatus.FAILED) {
            throw new DdbvaultException(
                    ErrorCode.EXPORT_NOT_COMPLETED,
                    "The export of %s on %s failed (%s), so there is nothing to restore. Choose another backup_date."
                            .formatted(
                                    requested.source(),
                                    backup.date(),
                                    entry.failureMessage() == null ? "no reason noted" : entry.failureMessage()));
        }
        return entry;
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
