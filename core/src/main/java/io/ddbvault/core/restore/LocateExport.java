package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportArn;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folder of the one export that a manifest's entry means. The entry's ARN decides which export; a listing is
 * never asked, so another export beside it is never taken for it. Thread-safe.
 */
public final class LocateExport {
    private final String bucket;
    private final BackupLayout layout;
    private final ReadExportManifests manifests;

    /** @param bucket the one that is read, whatever manifests name */
    public LocateExport(String bucket, BackupLayout layout, ReadExportManifests manifests) {
        this.bucket = bucket;
        this.layout = layout;
        this.manifests = manifests;
    }

    /**
     * An export that has ended.
     *
     * @param folder with a trailing slash
     * @param moved whether it lies elsewhere than the manifests say, as a copied backup does
     */
    public record LocatedExport(String folder, ExportSummary summary, boolean moved) {}

    /**
     * @return empty if the export's own manifest is in none of the places where it can be
     * @throws DdbvaultException if the entry names no export, or what lies there is damaged or of another export
     */
    public Optional<LocatedExport> locate(TableExport entry, LocalDate date) {
        ExportArn arn = exportArn(entry);
        String usual = BackupLayout.exportFolder(layout.exportPrefix(date, entry.tableName()), arn.id());
        String named = namedFolder(entry, arn, usual);
        Set<String> folders = new LinkedHashSet<>();
        if (layout.contains(named)) {
            folders.add(named);
        }
        folders.add(usual);
        for (String folder : folders) {
            Optional<ExportSummary> summary = manifests.summary(folder);
            if (summary.isPresent()) {
                requireSameExport(arn, summary.get());
                boolean asNamed = folder.equals(named)
                        && isOurs(entry.s3Bucket())
                        && isOurs(summary.get().bucket())
                        && summary.get().manifestFilesKey().startsWith(folder);
                return Optional.of(new LocatedExport(folder, summary.get(), !asNamed));
            }
        }
        return Optional.empty();
    }

    private boolean isOurs(@Nullable String namedBucket) {
        return namedBucket == null || namedBucket.equals(bucket);
    }

    private static ExportArn exportArn(TableExport entry) {
        String text = entry.exportArn() == null ? "missing" : entry.exportArn();
        return ExportArn.parse(text)
                .filter(arn -> arn.table().equals(entry.tableName()))
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.MANIFEST_UNREADABLE,
                        "The backup's manifest gives no export of %s: its export_arn is %s. Restore another date."
                                .formatted(entry.tableName(), text)));
    }

    private static String namedFolder(TableExport entry, ExportArn arn, String usual) {
        String manifest = entry.exportManifest();
        String folderEnd = "AWSDynamoDB/" + arn.id() + "/";
        if (manifest != null && manifest.endsWith(folderEnd + "manifest-summary.json")) {
            return manifest.substring(0, manifest.lastIndexOf('/') + 1);
        }
        String prefix = entry.s3Prefix();
        return prefix == null ? usual : BackupLayout.exportFolder(prefix, arn.id());
    }

    private static void requireSameExport(ExportArn arn, ExportSummary summary) {
        if (!summary.exportArn().equals(arn.text())) {
            throw new DdbvaultException(
                    ErrorCode.MANIFEST_UNREADABLE,
                    "%s is of the export %s, but the backup's manifest names %s. The backup was altered; restore another date."
                            .formatted(summary.key(), summary.exportArn(), arn.text()));
        }
    }
}
