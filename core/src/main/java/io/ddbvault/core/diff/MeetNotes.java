package io.ddbvault.core.diff;

import io.ddbvault.core.diff.FindDifferences.Found;
import io.ddbvault.core.diff.NoteItems.Note;
import io.ddbvault.core.format.KeyFingerprint;

/**
 * Brings what was noted of some keys on both sides together, in memory: first all of here, then all of there, then the end.
 * A key takes up to 110 bytes. Not thread-safe.
 */
public final class MeetNotes {
    private final KeyTable table;
    private final boolean live;
    private final Found found;

    /**
     * @param keys that there will be; with more it grows
     * @param live whether there is a table, and no other backup
     */
    public MeetNotes(long keys, boolean live, Found found) {
        this.table = new KeyTable(keys);
        this.live = live;
        this.found = found;
    }

    public void here(KeyFingerprint key, byte[] note) {
        int slot = table.slot(key);
        if (table.marks(slot) != 0) {
            found.twiceHere(Note.place(note), table.place(slot));
            return;
        }
        table.add(key, Note.high(note), Note.low(note), Note.place(note), KeyTable.HERE);
    }

    public void there(KeyFingerprint key, byte[] note) {
        int slot = table.slot(key);
        byte marks = table.marks(slot);
        if ((marks & KeyTable.THERE) != 0) {
            // A table may give an item twice, if it was written while it was scanned; the first time counts.
            if (!live) {
                found.twiceThere(Note.place(note));
            }
        } else if (marks == 0) {
            table.add(key, Note.high(note), Note.low(note), 0, KeyTable.THERE);
            if (live) {
                found.onlyThere(key, Note.key(note));
            } else {
                found.onlyThere(Note.place(note));
            }
        } else {
            table.mark(slot, KeyTable.THERE);
            if (table.holdsItem(slot, Note.high(note), Note.low(note))) {
                found.counted(0, 0, 0, 1);
            } else {
                found.changed(table.place(slot), live ? 0 : Note.place(note));
            }
        }
    }

    public void end() {
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.marks(slot) == KeyTable.HERE) {
                found.onlyHere(table.place(slot));
            }
        }
    }
}
