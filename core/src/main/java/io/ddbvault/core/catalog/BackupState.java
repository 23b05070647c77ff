package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.util.List;

/** How a backup stands, in a word. */
public enum BackupState {
    /** Every table can be restored from it. */
    GOOD,
    /** Some tables can. */
    PARTIAL,
    /** No table can. */
    FAILED,
    /** An export of it has not ended, whatever the others did. */
    RUNNING,
    /** Its manifest is not there, or is damaged: what can be restored from it is not known. */
    UNREADABLE;

    public static BackupState of(CatalogedBackup backup) {
        if (backup.manifest() == null) {
            return UNREADABLE;
        }
        List<TableExport> exports = backup.exports();
        if (exports.stream().anyMatch(export -> export.status() == ExportStatus.IN_PROGRESS)) {
            return RUNNING;
        }
        long good = backup.good();
        if (good == 0) {
            return FAILED;
        }
        return good == exports.size() ? GOOD : PARTIAL;
    }
}
