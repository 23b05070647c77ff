package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a date and a table to the entry in that date's manifest, as a restore finds it: the same date is the latest one, and
 * the naming guard looks at the table's name and the manifest's environment. Reads only. Thread-safe.
 */
public final class FindExport {
    private final OpenExport openExport;
    private final ResolveBackup resolveBackup;

    /** @param settings whose list of tables that may be written is not looked at: nothing is written here */
    public FindExport(Settings settings, BackupReader backups) {
        BackupLayout layout = new BackupLayout(settings.prefix());
        Settings reading = settings.withTables(null, settings.namePattern());
        ReadExportManifests manifests = new ReadExportManifests(backups, layout);
        LocateExport locateExport = new LocateExport(settings.bucket(), layout, manifests);
        openExport = new OpenExport(locateExport, manifests);
        resolveBackup = new ResolveBackup(reading, layout, backups, locateExport);
    }

    /**
     * @param date the backup's
     * @param entry of the table, as the manifest has it: its export may have failed, or be gone
     * @param warnings of the naming guard
     */
    public record FoundExport(LocalDate date, TableExport entry, List<String> warnings) {
        public FoundExport {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param date null for the latest that has a completed export of the table
     * @throws DdbvaultException {@code NO_BACKUP}, {@code NOT_IN_BACKUP}, {@code MANIFEST_UNREADABLE}, {@code
     *     ENVIRONMENT_MISMATCH}, and what the bucket throws
     */
    public FoundExport find(@Nullable LocalDate date, String table) {
        ResolvedBackup backup = resolveBackup.resolve(
                new RestoreRequest(date, List.of(table), true, false, RestoreRequest.DEFAULT_WORKERS));
        TableExport entry = backup.tables().get(0).export();
        if (entry == null) {
            throw new DdbvaultException(
                    ErrorCode.NOT_IN_BACKUP,
                    "%s is not in the backup %s. Check the name, or choose another date."
                            .formatted(table, backup.manifestUri()));
        }
        return new FoundExport(backup.date(), entry, backup.warnings());
    }

    /**
     * What the export holds, by its own manifests.
     *
     * @throws DdbvaultException as {@link OpenExport#open}
     */
    public ExportContents contents(FoundExport found) {
        return openExport.open(found.entry(), found.date()).contents();
    }
}
