package io.ddbvault.core.manifest;

import java.time.LocalDate;
import java.util.List;

/**
 * A backup: what was exported on one date.
 *
 * @param date the backup's date, UTC
 * @param createdAt when this manifest was first written, ISO-8601
 * @param bucket the bucket it was written to
 * @param exports one per table: its newest COMPLETED export, else its newest one running, else its newest failure
 * @param attempts every export of that date, also those that another one superseded
 */
public record BackupManifest(
        LocalDate date,
        String environment,
        String createdAt,
        String bucket,
        List<TableExport> exports,
        List<TableExport> attempts) {

    public static final String BACKUP_TYPE = "DYNAMODB_NATIVE_EXPORT";

    public BackupManifest {
        exports = List.copyOf(exports);
        attempts = List.copyOf(attempts);
    }

    public long count(ExportStatus status) {
        return exports.stream().filter(export -> export.status() == status).count();
    }
}
