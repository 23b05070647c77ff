package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.LocateExport;
import io.ddbvault.core.restore.LocateExport.LocatedExport;
import java.time.LocalDate;

/**
 * Checks an export by the manifests that DynamoDB wrote beside it: they are there, their checksums are right, and all counts
 * are the same. Four requests; the data files are not looked at. Reads only. Thread-safe.
 */
final class CheckExport {
    private final ReadExportManifests manifests;
    private final LocateExport locateExport;

    /** @param bucket the one that is read, whatever manifests name */
    CheckExport(String bucket, BackupReader backups, BackupLayout layout) {
        this.manifests = new ReadExportManifests(backups, layout);
        this.locateExport = new LocateExport(bucket, layout, manifests);
    }

    /** @param moved whether it lies elsewhere than the manifests say, as a copied backup does */
    record Checked(ExportContents contents, boolean moved) {}

    /**
     * @param export one that is COMPLETED
     * @throws DdbvaultException of kind CORRUPT_DATA with what is wrong; what the bucket throws
     */
    Checked check(TableExport export, LocalDate date) {
        LocatedExport located = locateExport
                .locate(export, date)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.OBJECT_MISSING,
                        "The export is gone from the bucket: its manifest-summary.json is missing (%s)."
                                .formatted(export.exportArn())));
        ExportContents contents = manifests.contents(located.folder(), located.summary());
        // 0 means unknown: the Python original read a field that does not exist.
        if (export.itemCount() != 0 && export.itemCount() != contents.itemCount()) {
            throw new DdbvaultException(
                    ErrorCode.ITEM_COUNT_MISMATCH,
                    "The backup's manifest counts %d items, the export's own manifest %d. One of them was altered."
                            .formatted(export.itemCount(), contents.itemCount()));
        }
        return new Checked(contents, located.moved());
    }
}
