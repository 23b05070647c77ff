package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ExportSummary;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.LocateExport;
import io.ddbvault.core.restore.LocateExport.LocatedExport;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks after entries that say IN_PROGRESS: where the export's own manifest is in the bucket and its checksum right, the
 * export has ended, though nobody came to note it, and a restore takes it. Costs requests for such entries alone. Writes
 * nothing. Thread-safe.
 */
final class SettleExports {
    private final LocateExport locateExport;

    SettleExports(BackupReader backups, BackupLayout layout) {
        // The bucket's name tells only whether a backup was copied, which is not asked here.
        this.locateExport = new LocateExport("", layout, new ReadExportManifests(backups, layout));
    }

    BackupManifest settle(BackupManifest manifest) {
        // An export is in both lists, and is looked after once.
        Map<String, TableExport> settled = new HashMap<>();
        return new BackupManifest(
                manifest.date(),
                manifest.environment(),
                manifest.createdAt(),
                manifest.bucket(),
                settle(manifest.exports(), manifest.date(), settled),
                settle(manifest.attempts(), manifest.date(), settled));
    }

    private List<TableExport> settle(List<TableExport> exports, LocalDate date, Map<String, TableExport> settled) {
        return exports.stream()
                .map(export -> export.status() == ExportStatus.IN_PROGRESS
                        ? settled.computeIfAbsent(export.identity(), any -> settle(export, date))
                        : export)
                .collect(Collectors.toList());
    }

    private TableExport settle(TableExport export, LocalDate date) {
        return locate(export, date)
                .map(located -> completed(export, located.summary()))
                .orElse(export);
    }

    private Optional<LocatedExport> locate(TableExport export, LocalDate date) {
        try {
            return locateExport.locate(export, date);
        } catch (DdbvaultException e) {
            // DynamoDB may be writing these very objects: not there yet is still running.
            if (e.code().kind() == ErrorKind.CORRUPT_DATA) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static TableExport completed(TableExport export, ExportSummary summary) {
        return new TableExport(
                export.tableName(),
                ExportStatus.COMPLETED,
                export.exportArn(),
                export.tableArn(),
                export.exportTime(),
                export.s3Bucket(),
                export.s3Prefix(),
                export.startTime(),
                export.endTime(),
                summary.itemCount(),
                summary.billedSizeBytes(),
                null,
                summary.key(),
                export.runKey(),
                export.keySchema());
    }
}
