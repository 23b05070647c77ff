package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.BackupReader.SmallObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads which backups there are: one listing, one request for each date, and a few more for each export that the
 * manifests call IN_PROGRESS. Reads only. Thread-safe.
 */
public final class ReadCatalog {
    private static final int THREADS = 16;

    private final BackupReader backups;
    private final BackupLayout layout;
    private final SettleExports settleExports;
    private final ReadPrune readPrune;

    public ReadCatalog(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
        this.settleExports = new SettleExports(backups, layout);
        this.readPrune = new ReadPrune(backups, layout);
    }

    /**
     * @param since the oldest date that is wanted; null for all
     * @return newest first; a date whose manifest is missing or damaged is among them and says so
     * @throws DdbvaultException what the bucket throws: denied is never taken for absent
     */
    public List<CatalogedBackup> read(@Nullable LocalDate since) {
        List<LocalDate> wanted = dates().stream()
                .filter(date -> since == null || !date.isBefore(since))
                .toList();
        return InParallel.map(wanted, THREADS, this::one);
    }

    /** One date's backup; empty if there is no object under the date at all. */
    public Optional<CatalogedBackup> find(LocalDate date) {
        CatalogedBackup backup = one(date);
        return backup.manifest() == null && !dates().contains(date) ? Optional.empty() : Optional.of(backup);
    }

    /**
     * Newest first up to the first from which something can be restored, as a restore of {@code latest} takes it: that one
     * is the last of the list, and those before it are no use.
     *
     * @param table the table that matters; null for any
     * @return all backups if nothing can be restored from any of them
     */
    public List<CatalogedBackup> downToLatest(@Nullable String table) {
        List<CatalogedBackup> looked = new ArrayList<>();
        for (LocalDate date : dates()) {
            CatalogedBackup backup = one(date);
            looked.add(backup);
            if (table == null ? backup.good() > 0 : backup.holds(table)) {
                break;
            }
        }
        return looked;
    }

    /** The dates that have a folder, newest first. */
    public List<LocalDate> dates() {
        return backups.folders(layout.root()).stream()
                .flatMap(folder -> BackupLayout.date(folder).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private CatalogedBackup one(LocalDate date) {
        String key = layout.manifest(date);
        try {
            Optional<SmallObject> object = backups.read(key, BackupManifestJson.MAX_BYTES);
            return object.isEmpty()
                    ? CatalogedBackup.unreadable(date, missing(date))
                    : CatalogedBackup.of(settleExports.settle(
                            BackupManifestJson.read(object.get().bytes(), date, backups.uri(key))));
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.MANIFEST_UNREADABLE) {
                return CatalogedBackup.unreadable(date, e.text());
            }
            throw e;
        }
    }

    private String missing(LocalDate date) {
        return readPrune
                .read(date)
                .filter(PruneNote::isOpen)
                .map(prune ->
                        "%s is deleted: a prune that began at %s has not come to its end; the next one finishes it."
                                .formatted(backups.uri(layout.manifest(date)), prune.startedAt()))
                .orElseGet(() ->
                        "%s does not exist; unless a backup of that date is starting, it can be restored from an earlier version of that object only."
                                .formatted(backups.uri(layout.manifest(date))));
    }
}
