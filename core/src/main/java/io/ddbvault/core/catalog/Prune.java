package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.DeleteBackup.Measured;
import io.ddbvault.core.catalog.FindLastGood.LastGood;
import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Deletes backups that no rule keeps. It plans first, which changes nothing; who has seen the plan has it carried out. Between
 * the two, and while it deletes, the world goes on: each date is looked at again right before it goes, and stays if anything
 * about it is not as planned.
 */
public final class Prune {
    private static final int THREADS = 16;

    private final BackupStore store;
    private final BackupEraser eraser;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final ReadCatalog readCatalog;
    private final ReadPrune readPrune;
    private final SettleExports settleExports;
    private final FindLastGood findLastGood;
    private final FindReaders findReaders;
    private final DeleteBackup deleteBackup;

    /** @param bucket the one that is read, whatever manifests name */
    public Prune(String bucket, BackupStore store, BackupEraser eraser, BackupLayout layout, InstantSource clock) {
        this.store = store;
        this.eraser = eraser;
        this.layout = layout;
        this.clock = clock;
        this.readCatalog = new ReadCatalog(store, layout);
        this.readPrune = new ReadPrune(store, layout);
        this.settleExports = new SettleExports(store, layout);
        this.findLastGood = new FindLastGood(bucket, store, layout);
        this.findReaders = new FindReaders(store, layout, clock);
        this.deleteBackup = new DeleteBackup(store, eraser, layout, clock);
    }

    /**
     * Changes nothing.
     *
     * @throws DdbvaultException {@code NO_BACKUP} if there is none at all; what the ports throw
     */
    public PrunePlan plan(RetentionRules rules) {
        List<CatalogedBackup> backups = readCatalog.read(null);
        if (backups.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.NO_BACKUP,
                    "There is no backup under %s. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX."
                            .formatted(store.uri(layout.root())));
        }
        LastGood lastGood = findLastGood.find(backups);
        DecidePrune decidePrune = new DecidePrune(
                rules,
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                lastGood.dates(),
                findReaders.find(),
                begun(backups));
        return new PrunePlan(
                rules,
                InParallel.map(decidePrune.decide(backups), THREADS, this::measured),
                lastGood.dates(),
                eraser.versions(),
                lastGood.warnings());
    }

    private Set<LocalDate> begun(List<CatalogedBackup> backups) {
        Set<LocalDate> begun = new HashSet<>();
        for (CatalogedBackup backup : backups) {
            if (backup.manifest() == null && isBegun(backup.date())) {
                begun.add(backup.date());
            }
        }
        return begun;
    }

    /** Whether an earlier prune deleted its manifest: one that is damaged, or lost otherwise, may be brought back. */
    private boolean isBegun(LocalDate date) {
        return readPrune.read(date).filter(PruneNote::isOpen).isPresent()
                && store.peek(layout.manifest(date), 1).isEmpty();
    }

    private PruneDecision measured(PruneDecision decision) {
        if (decision.fate() != Fate.GOES) {
            return decision;
        }
        Measured measured = deleteBackup.measure(decision.date());
        return decision.measured(measured.objects(), measured.bytes());
    }

    /**
     * Deletes what the plan lets go, the oldest first. Stops at the first error that concerns more than one date.
     *
     * @param told hears of each date when it is done
     */
    public PruneReport carryOut(PrunePlan plan, Consumer<DeletedBackup> told, Stop stop) {
        List<PruneDecision> oldestFirst = new ArrayList<>(plan.with(Fate.GOES));
        Collections.reverse(oldestFirst);
        List<DeletedBackup> deleted = new ArrayList<>();
        for (PruneDecision decision : oldestFirst) {
            if (stop.reached()) {
                return new PruneReport(plan, false, deleted, "stopped because of " + stop.reason());
            }
            try {
                DeletedBackup done = delete(decision, plan, stop);
                deleted.add(done);
                told.accept(done);
            } catch (DdbvaultException e) {
                if (deleted.isEmpty()) {
                    throw e;
                }
                deleted.add(DeletedBackup.untouched(decision.date(), e.text()));
                return new PruneReport(plan, false, deleted, e.text());
            }
        }
        return new PruneReport(plan, false, deleted, null);
    }

    private DeletedBackup delete(PruneDecision decision, PrunePlan plan, Stop stop) {
        CatalogedBackup backup = decision.backup();
        LocalDate date = backup.date();
        List<String> readers = new ArrayList<>(findReaders.find().of(date));
        findReaders.byLock(backup).ifPresent(readers::add);
        if (!readers.isEmpty()) {
            return DeletedBackup.untouched(date, readers.get(0));
        }
        BackupManifest planned = backup.manifest();
        if (planned == null) {
            return isBegun(date)
                    ? deleteBackup.finish(date, stop)
                    : DeletedBackup.untouched(date, "it has a manifest again since it was looked at");
        }
        Optional<String> lost = lastGoodLost(backup, plan);
        if (lost.isPresent()) {
            return DeletedBackup.untouched(date, lost.get());
        }
        String key = layout.manifest(date);
        Optional<SmallObject> now = store.read(key, BackupManifestJson.MAX_BYTES);
        if (now.isEmpty() || !isAsPlanned(now.get(), planned)) {
            return DeletedBackup.untouched(date, "its manifest has changed since it was looked at");
        }
        return deleteBackup.delete(date, now.get().bytes().length, now.get().etag(), stop);
    }

    private boolean isAsPlanned(SmallObject now, BackupManifest planned) {
        try {
            BackupManifest read =
                    BackupManifestJson.read(now.bytes(), planned.date(), store.uri(layout.manifest(planned.date())));
            return settleExports.settle(read).equals(planned);
        } catch (DdbvaultException e) {
            if (e.code() == ErrorCode.MANIFEST_UNREADABLE) {
                return false;
            }
            throw e;
        }
    }

    /** Each table that goes with this backup must have its last good one elsewhere, still. */
    private Optional<String> lastGoodLost(CatalogedBackup backup, PrunePlan plan) {
        for (TableExport export : backup.exports()) {
            String table = export.tableName();
            if (!backup.holds(table)) {
                continue;
            }
            LocalDate lastGood = plan.lastGood().get(table);
            if (lastGood == null
                    || lastGood.equals(backup.date())
                    || readCatalog
                            .find(lastGood)
                            .filter(kept -> kept.holds(table))
                            .isEmpty()) {
                return Optional.of(
                        "the last good backup of %s, of %s, is not there any more".formatted(table, lastGood));
            }
        }
        return Optional.empty();
    }
}
