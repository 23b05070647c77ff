package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.util.ArrayList;
import java.util.List;

/**
 * Which exports the answer tells of. A backup tells of its own, also where an older one stands in the manifest because
 * its own failed: nobody shall take yesterday evening's success for tonight's. A run that only finishes tells what
 * stands for that date. Pure.
 */
final class ReportExports {
    private ReportExports() {}

    /** @param manifest as it was stored last */
    static List<TableExport> report(BackupPlan plan, FinishedExports finished, BackupManifest manifest) {
        if (!plan.finishOnly()) {
            return finished.exports();
        }
        if (plan.tables().isEmpty()) {
            return manifest.exports();
        }
        List<TableExport> exports = new ArrayList<>();
        for (String table : plan.tables()) {
            exports.add(manifest.exports().stream()
                    .filter(export -> export.tableName().equals(table))
                    .findFirst()
                    .orElseGet(() -> notInBackup(plan, table)));
        }
        return exports;
    }

    private static TableExport notInBackup(BackupPlan plan, String table) {
        String reason = "The backup of %s holds no export of %s. Leave backup_date out to export it now."
                .formatted(plan.date(), table);
        return new TableExport(
                table, ExportStatus.FAILED, null, null, null, null, null, null, null, 0, 0, reason, null, null, null);
    }
}
