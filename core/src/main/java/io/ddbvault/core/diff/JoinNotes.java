package io.ddbvault.core.diff;

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
    private final boolean live;
    private final CollectFound collect;
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
        this.live = there instanceof Side.Live;
        this.mostKeys = mostKeys;
        this.found = FoundDifferences.none(folder);
        this.collect = new CollectFound(found, places, noteItems, here, there);
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
        MeetNotes meet = new MeetNotes(Math.min(keys, mostKeys), live, collect);
        notesHere.read(partition, (key, note) -> {
            look();
            meet.here(key, note);
        });
        notesThere.read(partition, (key, note) -> {
            look();
            meet.there(key, note);
        });
        meet.end();
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
