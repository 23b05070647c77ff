package io.ddbvault.core.diff;

import io.ddbvault.core.diff.NoteItems.Note;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;

/**
 * Brings what was noted of both sides together, partition by partition, and finds out which items differ. Memory holds
 * one partition; one that is larger than expected is parted again.
 */
final class JoinNotes {
    private static final int PARTED_AGAIN = 16;
    /** Keys whose fingerprints share so many bits are the same key, and that is an error. */
    private static final int MOST_LEVELS = 6;

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int NOTES_BETWEEN_LOOKS = 4096;

    private final TemporaryFolder folder;
    private final NoteItems noteItems;
    private final Side.Backup here;
    private final Side there;
    private final boolean places;
    private final long mostKeys;
    private final FoundDifferences found;
    private final Stop stop;

    /**
     * @param places whether where the differences are is wanted too
     * @param mostKeys that memory may hold at a time
     */
    JoinNotes(
            TemporaryFolder folder,
            NoteItems noteItems,
            Side.Backup here,
            Side there,
            boolean places,
            long mostKeys,
            Stop stop) {
        this.folder = folder;
        this.noteItems = noteItems;
        this.here = here;
        this.there = there;
        this.places = places;
        this.mostKeys = mostKeys;
        this.found = FoundDifferences.none(folder);
        this.stop = stop;
    }

    /** The notes are gone then. */
    FoundDifferences join(Partitions notesHere, Partitions notesThere) {
        joinAll("", notesHere, notesThere, 0);
        found.keysThere().flush();
        return found;
    }

    private void joinAll(String name, Partitions notesHere, Partitions notesThere, int level) {
        for (int i = 0; i < notesHere.count(); i++) {
            join(name + "-" + i, notesHere, notesThere, i, level);
            notesHere.delete(i);
            notesThere.delete(i);
        }
    }

    private void join(String name, Partitions notesHere, Partitions notesThere, int partition, int level) {
        long keys = notesHere.records(partition) + notesThere.records(partition);
        if (keys > mostKeys && level < MOST_LEVELS) {
            Partitions finerHere = part(notesHere, partition, "here" + name, level + 1);
            Partitions finerThere = part(notesThere, partition, "there" + name, level + 1);
            joinAll(name, finerHere, finerThere, level + 1);
            return;
        }
        KeyTable table = new KeyTable(Math.min(keys, mostKeys));
        notesHere.read(partition, (key, note) -> addHere(table, key, note));
        notesThere.read(partition, (key, note) -> meet(table, key, note));
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.marks(slot) == KeyTable.HERE) {
                found.counts().onlyHere.incrementAndGet();
                if (places) {
                    found.onlyHere().add(table.place(slot));
                }
            }
        }
    }

    private Partitions part(Partitions notes, int partition, String name, int level) {
        Partitions finer = new Partitions(folder, name, PARTED_AGAIN, level, BUFFER_BYTES);
        notes.read(partition, (key, note) -> {
            look();
            finer.add(key, note);
        });
        finer.flush();
        return finer;
    }

    private void addHere(KeyTable table, KeyFingerprint key, byte[] note) {
        look();
        int slot = table.slot(key);
        if (table.marks(slot) != 0) {
            long one = Note.place(note);
            long other = table.place(slot);
            throw ReadBackupItems.damaged("%s has the same key as %s."
                    .formatted(noteItems.line(here, Math.max(one, other)), noteItems.line(here, Math.min(one, other))));
        }
        table.add(key, Note.high(note), Note.low(note), Note.place(note), KeyTable.HERE);
    }

    private void meet(KeyTable table, KeyFingerprint key, byte[] note) {
        look();
        int slot = table.slot(key);
        byte marks = table.marks(slot);
        if ((marks & KeyTable.THERE) != 0) {
            again(note);
        } else if (marks == 0) {
            table.add(key, Note.high(note), Note.low(note), 0, KeyTable.THERE);
            onlyThere(key, note);
        } else {
            table.mark(slot, KeyTable.THERE);
            if (table.holdsItem(slot, Note.high(note), Note.low(note))) {
                found.counts().same.incrementAndGet();
            } else {
                changed(table.place(slot), note);
            }
        }
    }

    /** A table may give an item twice, if it was written while it was scanned; the first time counts. */
    private void again(byte[] note) {
        if (there instanceof Side.Backup other) {
            throw ReadBackupItems.damaged(
                    "%s has the same key as another item of it.".formatted(noteItems.line(other, Note.place(note))));
        }
    }

    private void onlyThere(KeyFingerprint key, byte[] note) {
        found.counts().onlyThere.incrementAndGet();
        if (!places) {
            return;
        }
        if (there instanceof Side.Backup) {
            found.onlyThere().add(Note.place(note));
        } else {
            found.keysThere().add(key, Note.key(note));
        }
    }

    private void changed(long placeHere, byte[] note) {
        found.counts().changed.incrementAndGet();
        if (!places) {
            return;
        }
        found.changedHere().add(placeHere);
        if (there instanceof Side.Backup) {
            found.changedThere().add(Note.place(note));
        }
    }

    private int sinceLook;

    private void look() {
        sinceLook++;
        if (sinceLook >= NOTES_BETWEEN_LOOKS) {
            sinceLook = 0;
            if (stop.reached()) {
                throw Together.stopped(stop);
            }
        }
    }
}
