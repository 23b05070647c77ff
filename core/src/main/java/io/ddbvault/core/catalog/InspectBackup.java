package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.InspectedTable.Check;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.evidence.ReadEvidence;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.OpenExport;
import io.ddbvault.core.restore.OpenExport.OpenedExport;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks closely at one backup: what its manifest says, and of each table whether the export's own manifests are there, their
 * checksums right and all counts the same. Five requests a table; the data files are not looked at. Reads only.
 */
public final class InspectBackup {
    private static final int DATES_SHOWN = 5;
    /** Each holds a list of data files while it looks, some MB for a large table. */
    private static final int THREADS = 8;

    private final BackupReader backups;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final ReadCatalog readCatalog;
    private final OpenExport openExport;
    private final ReadEvidence readEvidence;

    /** @param bucket the one that is read, whatever manifests name */
    public InspectBackup(String bucket, BackupReader backups, BackupLayout layout, InstantSource clock) {
        this.backups = backups;
        this.layout = layout;
        this.clock = clock;
        this.readCatalog = new ReadCatalog(backups, layout);
        this.openExport = OpenExport.in(bucket, layout, backups);
        this.readEvidence = new ReadEvidence(backups, layout);
    }

    /**
     * @param date null for the newest from which something can be restored; where there is none, the newest
     * @param table the one table to look at; null for all
     * @param withFiles whether each table's data files are wanted, not only their number
     * @throws DdbvaultException {@code NO_BACKUP}, {@code NOT_IN_BACKUP}; {@code MANIFEST_UNREADABLE} if the date's
     *     manifest is missing or damaged; what the bucket throws
     */
    public InspectedBackup inspect(@Nullable LocalDate date, @Nullable String table, boolean withFiles) {
        List<CatalogedBackup> found = date == null
                ? readCatalog.downToLatest(table)
                : readCatalog.find(date).stream().toList();
        if (found.isEmpty()) {
            throw nothing(date);
        }
        CatalogedBackup last = found.get(found.size() - 1);
        boolean usable = table == null ? last.good() > 0 : last.holds(table);
        // Where nothing can be restored, the newest tells best what is wrong.
        CatalogedBackup backup = usable ? last : found.get(0);
        List<CatalogedBackup> passedOver = usable ? found.subList(0, found.size() - 1) : List.of();
        BackupManifest manifest = backup.manifest();
        if (manifest == null) {
            throw new DdbvaultException(ErrorCode.MANIFEST_UNREADABLE, Objects.requireNonNull(backup.problem()));
        }
        if (table != null && backup.export(table).isEmpty()) {
            throw notIn(backup, table);
        }
        CatalogedBackup wanted = table == null ? backup : backup.only(table);
        return new InspectedBackup(
                clock.instant(),
                backups.uri(layout.manifest(backup.date())),
                wanted,
                InParallel.map(wanted.exports(), THREADS, export -> inspect(export, wanted.date(), withFiles)),
                readEvidence.read(
                        wanted.exports().stream().map(TableExport::tableName).toList()),
                passedOver);
    }

    private InspectedTable inspect(TableExport export, LocalDate date, boolean withFiles) {
        if (export.status() != ExportStatus.COMPLETED) {
            return new InspectedTable(export, Check.NONE, null, null, false, 0, List.of());
        }
        try {
            OpenedExport opened = openExport.open(export, date);
            return new InspectedTable(
                    export,
                    Check.GOOD,
                    null,
                    opened.contents().folder(),
                    opened.moved(),
                    opened.contents().files().size(),
                    withFiles ? opened.contents().files() : List.of());
        } catch (DdbvaultException e) {
            if (e.code().kind() != ErrorKind.CORRUPT_DATA) {
                throw e;
            }
            return new InspectedTable(export, Check.BAD, e.text(), null, false, 0, List.of());
        }
    }

    private DdbvaultException nothing(@Nullable LocalDate date) {
        List<LocalDate> dates = readCatalog.dates();
        String which = date == null ? "" : " of " + date;
        String root = backups.uri(layout.root());
        return new DdbvaultException(
                ErrorCode.NO_BACKUP,
                dates.isEmpty()
                        ? "There is no backup%s under %s. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX."
                                .formatted(which, root)
                        : "There is no backup%s under %s. The newest dates there are %s; 'ddbvault list' shows all."
                                .formatted(
                                        which,
                                        root,
                                        dates.stream()
                                                .limit(DATES_SHOWN)
                                                .map(LocalDate::toString)
                                                .collect(Collectors.joining(", "))));
    }

    private static DdbvaultException notIn(CatalogedBackup backup, String table) {
        return new DdbvaultException(
                ErrorCode.NOT_IN_BACKUP,
                "The backup of %s does not name a table %s. It names %s."
                        .formatted(
                                backup.date(),
                                table,
                                backup.exports().stream()
                                        .map(TableExport::tableName)
                                        .collect(Collectors.joining(", "))));
    }
}
