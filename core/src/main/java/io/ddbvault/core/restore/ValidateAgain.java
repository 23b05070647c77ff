package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.LocateExport.LocatedExport;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks, before a restore goes on, that its tables and its backup are those that it began with. What was proven then by
 * reading all the data is not proven again: the same ETags are the same bytes.
 */
final class ValidateAgain {
    private final Settings settings;
    private final Tables tables;
    private final LocateExport locateExport;
    private final ReadExportManifests manifests;
    private final CheckDataFiles checkDataFiles;
    private final ValidateRejects validateRejects;

    ValidateAgain(
            Settings settings,
            Tables tables,
            LocateExport locateExport,
            ReadExportManifests manifests,
            CheckDataFiles checkDataFiles,
            ValidateRejects validateRejects) {
        this.settings = settings;
        this.tables = tables;
        this.locateExport = locateExport;
        this.manifests = manifests;
        this.checkDataFiles = checkDataFiles;
        this.validateRejects = validateRejects;
    }

    /** @throws DdbvaultException for what concerns the whole run */
    ValidatedBackup validate(RestoreCheckpoint checkpoint, Stop stop) {
        if (!checkpoint.environment().equals(settings.environment())) {
            throw new DdbvaultException(
                    ErrorCode.ENVIRONMENT_MISMATCH,
                    "The restore %s was begun for the environment %s, but ENVIRONMENT is %s. Nothing was touched. Check ENVIRONMENT."
                            .formatted(checkpoint.restoreId(), checkpoint.environment(), settings.environment()));
        }
        Map<String, List<CheckedFile>> rejects =
                checkpoint.hasEnded() ? Map.of() : validateRejects.look(checkpoint.request(), stop);
        Map<String, ValidatedTable> valid = new LinkedHashMap<>();
        Map<String, Refusal> refused = new LinkedHashMap<>();
        for (TableCheckpoint table : checkpoint.openInOrder()) {
            try {
                valid.put(table.source(), validate(table, checkpoint, rejects, stop));
            } catch (DdbvaultException e) {
                if (e.code().concernsTheRun()) {
                    throw e;
                }
                refused.put(table.source(), new Refusal(table.target(), table.exportArn(), e.code(), e.text()));
            }
        }
        return new ValidatedBackup(checkpoint.date(), checkpoint.order(), valid, refused, checkpoint.warnings());
    }

    private ValidatedTable validate(
            TableCheckpoint table, RestoreCheckpoint checkpoint, Map<String, List<CheckedFile>> rejects, Stop stop) {
        TableDescription target = target(table, checkpoint);
        String exportArn = table.exportArn();
        return exportArn == null
                ? rejects(table, target, rejects.getOrDefault(table.target(), List.of()), checkpoint)
                : export(table, exportArn, target, checkpoint, stop);
    }

    private TableDescription target(TableCheckpoint table, RestoreCheckpoint checkpoint) {
        List<String> allowed = settings.tables();
        if (allowed != null && !allowed.contains(table.target())) {
            throw new DdbvaultException(
                    ErrorCode.TABLE_NOT_ALLOWED,
                    "%s may no longer be written: DYNAMODB_TABLES allows %s. Add it there."
                            .formatted(table.target(), String.join(", ", allowed)));
        }
        TableDescription target = RequireActiveTable.describe(tables, table.target());
        if (!target.arn().equals(table.targetArn())
                || (table.targetId() != null && !table.targetId().equals(target.id()))) {
            throw new DdbvaultException(
                    ErrorCode.BACKUP_CHANGED,
                    "The table %s is not the one that the restore %s began with: it was made anew since, or is of another account or Region. What was written before is not in it; restore it anew, without restore_id."
                            .formatted(table.target(), checkpoint.restoreId()));
        }
        return target;
    }

    private static ValidatedTable rejects(
            TableCheckpoint table, TableDescription target, List<CheckedFile> files, RestoreCheckpoint checkpoint) {
        if (!FingerprintFiles.fingerprint(files).equals(table.fingerprint())) {
            throw new DdbvaultException(
                    ErrorCode.BACKUP_CHANGED,
                    "The rejects of %s are not those that the restore %s began with: %s. Write them anew, with --rejects and without restore_id."
                            .formatted(
                                    table.target(),
                                    checkpoint.restoreId(),
                                    String.join(", ", checkpoint.request().rejects())));
        }
        Contents contents = new Contents(null, table.exportFolder(), table.expectedItems(), 0);
        return new ValidatedTable(table.source(), target, contents, files);
    }

    private ValidatedTable export(
            TableCheckpoint table, String exportArn, TableDescription target, RestoreCheckpoint checkpoint, Stop stop) {
        LocatedExport export = locateExport
                .locate(entry(table, exportArn), checkpoint.date())
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.BACKUP_CHANGED,
                        "The export of %s that the restore %s began with is gone from %s. Bring it back, or restore another date, without restore_id."
                                .formatted(table.source(), checkpoint.restoreId(), table.exportFolder())));
        ExportContents contents = manifests.contents(export.folder(), export.summary());
        List<CheckedFile> files = checkDataFiles.look(contents.files(), stop);
        if (!FingerprintFiles.fingerprint(files).equals(table.fingerprint())) {
            throw new DdbvaultException(
                    ErrorCode.BACKUP_CHANGED,
                    "The data files of %s under %s are not those that the restore %s began with. Bring back their earlier versions if the bucket keeps versions, or restore anew, without restore_id."
                            .formatted(table.source(), table.exportFolder(), checkpoint.restoreId()));
        }
        List<RequestedKey> keys = checkpoint.request().keys();
        return new ValidatedTable(
                table.source(),
                target,
                Contents.of(contents),
                files,
                keys.isEmpty() ? null : KeySelection.of(keys, target.keySchema(), target.name()));
    }

    private static TableExport entry(TableCheckpoint table, String exportArn) {
        return new TableExport(
                table.source(),
                ExportStatus.COMPLETED,
                exportArn,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                0,
                null,
                table.exportFolder() + "manifest-summary.json",
                null,
                null);
    }
}
