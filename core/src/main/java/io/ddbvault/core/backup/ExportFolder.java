package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportArn;
import java.util.Optional;

/**
 * Where DynamoDB writes an export.
 *
 * @param key with a trailing slash
 */
record ExportFolder(String key) {
    /** @return empty if this is no export's ARN */
    static Optional<ExportFolder> of(String exportArn, String prefix) {
        return ExportArn.parse(exportArn).map(arn -> new ExportFolder(BackupLayout.exportFolder(prefix, arn.id())));
    }

    String summaryKey() {
        return key + "manifest-summary.json";
    }
}
