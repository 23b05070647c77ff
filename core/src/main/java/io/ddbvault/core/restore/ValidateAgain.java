package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.manifest.DataFile;
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
import java.util.Objects;

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

    /**
     * Of one table, what a unit needs: the table that is written, and the unit's file alone.
     *
     * @throws DdbvaultException if the table or the file is not the one that the restore began with
     */
    ValidatedTable unit(Unit unit, RestoreCheckpoint checkpoint, Stop stop) {
        TableCheckpoint table = Objects.requireNonNull(checkpoint.open().get(unit.table()));
        TableDescription target = target(table, checkpoint);
        String exportArn = Objects.requireNonNull(table.exportArn(), "rejects have no units");
        List<RequestedKey> keys = checkpoint.request().keys();
        KeySelection selection = keys.isEmpty() ? null : KeySelection.of(keys, target.keySchema(), target.name());
        if (unit.kind() == Unit.Kind.CLEAR) {
            Contents none = new Contents(exportArn, table.exportFolder(), 0, 0);
            return new ValidatedTable(table.source(), target, none, List.of(), null);
        }
        ExportContents contents = contents(table, exportArn, checkpoint);
        if (unit.number() < 1 || unit.number() > contents.files().size()) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "There is no file %d in the export of %s, which has %d."
                            .formatted(
                                    unit.number(),
                                    unit.table(),
                                    contents.files().size()));
        }
        List<CheckedFile> file = checkDataFiles.check(contents.files().subList(unit.number() - 1, unit.number()), stop);
        long lines = file.get(0).file().itemCount();
        return new ValidatedTable(
                table.source(), target, new Contents(exportArn, table.exportFolder(), lines, 0), file, selection);
    }

    /** @param dataFile the key of the file that the unit is of */
    Unit whole(Unit unit, String dataFile, RestoreCheckpoint checkpoint) {
        TableCheckpoint table = Objects.requireNonNull(checkpoint.open().get(unit.table()));
        String exportArn = Objects.requireNonNull(table.exportArn(), "rejects have no units");
        List<DataFile> files = contents(table, exportArn, checkpoint).files();
        // A copied backup's manifest names the keys that its files had before.
        String name = dataFile.substring(dataFile.lastIndexOf('/') + 1);
        for (int i = 0; i < files.size(); i++) {
            String key = files.get(i).key();
            if (key.substring(key.lastIndexOf('/') + 1).equals(name)) {
                return new Unit(
                        unit.restoreId(),
                        unit.attempt(),
                        unit.table(),
                        Unit.Kind.WRITE,
                        i + 1,
                        1,
                        files.get(i).itemCount(),
                        unit.maxWriteUnits());
            }
        }
        throw new DdbvaultException(
                ErrorCode.INVALID_REQUEST,
                "The export of %s that the restore %s is of has no data file %s."
                        .formatted(unit.table(), unit.restoreId(), dataFile));
    }

    private ExportContents contents(TableCheckpoint table, String exportArn, RestoreCheckpoint checkpoint) {
        LocatedExport export = locateExport
                .locate(entry(table, exportArn), checkpoint.date())
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.BACKUP_CHANGED,
                        "The export of %s that the restore %s began with is gone from %s. Bring it back, or restore another date, without restore_id."
                                .formatted(table.source(), checkpoint.restoreId(), table.exportFolder())));
        return manifests.contents(export.folder(), export.summary());
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
        ExportContents contents = contents(table, exportArn, checkpoint);
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
