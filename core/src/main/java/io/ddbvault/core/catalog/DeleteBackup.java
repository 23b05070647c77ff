package io.ddbvault.core.catalog;

import io.ddbvault.core.backup.ForgetStarts;
import io.ddbvault.core.catalog.DeletedBackup.Outcome;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupEraser.Refusal;
import io.ddbvault.core.port.BackupEraser.StoredObject;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes one date's backup, in an order in which it never looks whole when it is not. First the starts noted for the date
 * are forgotten, and a note says that it is being deleted. Then its manifest goes, if it is still the one that was looked at:
 * from there on there is no backup of that date. Then the exports' own manifests, so that nobody takes what is left for lost
 * exports, and then all the rest. Last the note says that it is done; whoever finds it without that, and the manifest gone,
 * goes on.
 */
final class DeleteBackup {
    private static final int REFUSALS_SHOWN = 10;
    private static final String SUMMARY = "/manifest-summary.json";

    private final BackupStore store;
    private final BackupEraser eraser;
    private final BackupLayout layout;
    private final InstantSource clock;
    private final ForgetStarts forgetStarts;
    private final ReadPrune readPrune;

    DeleteBackup(BackupStore store, BackupEraser eraser, BackupLayout layout, InstantSource clock) {
        this.store = store;
        this.eraser = eraser;
        this.layout = layout;
        this.clock = clock;
        this.forgetStarts = new ForgetStarts(store, layout);
        this.readPrune = new ReadPrune(store, layout);
    }

    /**
     * How much lies under a date.
     *
     * @param bytes of all objects together
     */
    record Measured(long objects, long bytes) {}

    Measured measure(LocalDate date) {
        long objects = 0;
        long bytes = 0;
        List<StoredObject> page = eraser.objects(date, null);
        while (!page.isEmpty()) {
            objects += page.size();
            bytes += page.stream().mapToLong(StoredObject::size).sum();
            page = eraser.objects(date, page.get(page.size() - 1).key());
        }
        return new Measured(objects, bytes);
    }

    /**
     * Deletes a backup whose manifest was just looked at.
     *
     * @param size the manifest's, in bytes
     * @param etag the manifest's
     * @throws DdbvaultException what the ports throw, if nothing of the backup is gone
     */
    DeletedBackup delete(LocalDate date, long size, String etag, Stop stop) {
        if (!forgetStarts.forget(date)) {
            return DeletedBackup.untouched(date, "a backup run is at work on it");
        }
        PruneNote note = PruneNote.begun(date, clock.instant());
        put(note);
        boolean erased;
        try {
            erased = eraser.eraseManifest(date, etag);
        } catch (DdbvaultException e) {
            giveUp(note, e);
            throw e;
        }
        if (!erased) {
            put(note.ended(clock.instant(), 0, 0));
            return DeletedBackup.untouched(date, "its manifest was changed in the last moment");
        }
        Tally tally = new Tally();
        tally.objects = 1;
        tally.bytes = size;
        return goOn(note, tally, stop);
    }

    /** Goes on with a date whose manifest an earlier prune deleted. */
    DeletedBackup finish(LocalDate date, Stop stop) {
        PruneNote note = readPrune.read(date).orElseGet(() -> PruneNote.begun(date, clock.instant()));
        return goOn(note, new Tally(), stop);
    }

    /** Else a later prune could take a manifest that is lost for one that this prune deleted. */
    private void giveUp(PruneNote note, DdbvaultException why) {
        try {
            put(note.ended(clock.instant(), 0, 0));
        } catch (DdbvaultException e) {
            why.addSuppressed(e);
        }
    }

    private DeletedBackup goOn(PruneNote note, Tally tally, Stop stop) {
        LocalDate date = note.date();
        try {
            erase(date, key -> key.endsWith(SUMMARY), tally, stop);
            // What was refused now is refused again.
            tally.refusals.clear();
            erase(date, key -> true, tally, stop);
            if (tally.refusals.isEmpty()) {
                put(note.ended(clock.instant(), tally.objects, tally.bytes));
                return tally.result(date, null);
            }
            return tally.result(date, "S3 refused to delete some of its objects");
        } catch (Halted e) {
            return tally.result(date, String.valueOf(e.getMessage()));
        } catch (DdbvaultException e) {
            return tally.result(date, e.text());
        }
    }

    private void erase(LocalDate date, Predicate<String> which, Tally tally, Stop stop) throws Halted {
        List<StoredObject> page = eraser.objects(date, null);
        while (!page.isEmpty()) {
            if (stop.reached()) {
                throw new Halted("stopped because of " + stop.reason());
            }
            if (page.stream().anyMatch(object -> object.key().equals(layout.manifest(date)))) {
                throw new Halted("there is a new manifest; neither it nor what is left of the rest is deleted");
            }
            List<StoredObject> chosen =
                    page.stream().filter(object -> which.test(object.key())).toList();
            if (!chosen.isEmpty()) {
                tally.add(
                        chosen,
                        eraser.erase(
                                date, chosen.stream().map(StoredObject::key).toList()));
            }
            page = eraser.objects(date, page.get(page.size() - 1).key());
        }
    }

    /** Why a date is left half deleted. */
    private static final class Halted extends Exception {
        private static final long serialVersionUID = 1;

        Halted(String why) {
            super(why);
        }
    }

    private static final class Tally {
        private long objects;
        private long bytes;
        private final List<Refusal> refusals = new ArrayList<>();

        void add(List<StoredObject> asked, List<Refusal> refused) {
            Set<String> left = refused.stream().map(Refusal::key).collect(Collectors.toSet());
            for (StoredObject object : asked) {
                if (!left.contains(object.key())) {
                    objects++;
                    bytes += object.size();
                }
            }
            refusals.addAll(refused);
        }

        DeletedBackup result(LocalDate date, @Nullable String problem) {
            return new DeletedBackup(
                    date,
                    problem == null ? Outcome.DELETED : Outcome.HALF_DELETED,
                    objects,
                    bytes,
                    refusals.size(),
                    refusals.stream().limit(REFUSALS_SHOWN).toList(),
                    problem);
        }
    }

    private void put(PruneNote note) {
        store.replace(layout.prune(note.date()), new ByteArrayInputStream(note.toJson()));
    }
}
