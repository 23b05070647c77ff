package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.OpenExport.OpenedExport;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks everything that can be checked without writing, for every table, before the first table is touched. It cannot
 * write even by mistake: it has only ports that read.
 */
final class ValidateBackup {
    private final Tables tables;
    private final OpenExport openExport;
    private final CheckDataFiles checkDataFiles;
    private final CheckKeySchema checkKeySchema;
    private final ProgressListener listener;

    ValidateBackup(
            Tables tables,
            OpenExport openExport,
            CheckDataFiles checkDataFiles,
            CheckKeySchema checkKeySchema,
            ProgressListener listener) {
        this.tables = tables;
        this.openExport = openExport;
        this.checkDataFiles = checkDataFiles;
        this.checkKeySchema = checkKeySchema;
        this.listener = listener;
    }

    /**
     * A table that fails is refused with its reason; the others are not affected.
     *
     * @param stop once reached, what is not validated yet is refused with {@code STOPPED}
     * @throws DdbvaultException for what concerns the whole run: settings, AWS out of reach
     */
    ValidatedBackup validate(ResolvedBackup backup, Stop stop) {
        List<String> warnings = new ArrayList<>(backup.warnings());
        Map<String, ValidatedTable> valid = new LinkedHashMap<>();
        Map<String, Refusal> refused = new LinkedHashMap<>();
        for (ResolvedTable table : backup.tables()) {
            // Of a backup that was copied every byte may have to be read: whoever waits should know what for.
            listener.on(new PhaseStarted(table.target(), Phase.VALIDATE, 0));
            try {
                valid.put(table.source(), validate(table, backup, warnings, stop));
            } catch (DdbvaultException e) {
                if (e.code().concernsTheRun()) {
                    throw e;
                }
                String arn = table.export() == null ? null : table.export().exportArn();
                refused.put(table.source(), new Refusal(table.target(), arn, e.code(), e.text()));
            }
        }
        return new ValidatedBackup(
                backup.date(),
                backup.tables().stream().map(ResolvedTable::source).toList(),
                valid,
                refused,
                warnings);
    }

    private ValidatedTable validate(ResolvedTable requested, ResolvedBackup backup, List<String> warnings, Stop stop) {
        TableExport entry = OpenExport.require(requested, backup);
        TableDescription target = RequireActiveTable.describe(tables, requested.target());
        KeySelection selection = requested.keys().isEmpty()
                ? null
                : KeySelection.of(requested.keys(), target.keySchema(), target.name());
        OpenedExport export = openExport.open(entry, backup.date());
        ExportContents contents = export.contents();
        if (export.moved()) {
            warnings.add("The export of %s was found under %s, not where its manifests say; it seems to be a copy."
                    .formatted(requested.source(), contents.folder()));
        }
        List<CheckedFile> files = checkDataFiles.check(contents.files(), stop);
        checkKeySchema.check(entry, export.summary(), target, files, stop).ifPresent(warnings::add);
        return new ValidatedTable(requested.source(), target, Contents.of(contents), files, selection);
    }
}
