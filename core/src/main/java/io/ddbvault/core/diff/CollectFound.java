package io.ddbvault.core.diff;

import io.ddbvault.core.diff.FindDifferences.Found;
import io.ddbvault.core.diff.FoundDifferences.Counts;
import io.ddbvault.core.format.KeyFingerprint;

/** Counts what differs, and notes where it is, if that is wanted. A key that a backup has twice ends the comparison. */
final class CollectFound implements Found {
    private final FoundDifferences found;
    private final boolean places;
    private final NoteItems noteItems;
    private final Side.Backup here;
    private final Side there;

    CollectFound(FoundDifferences found, boolean places, NoteItems noteItems, Side.Backup here, Side there) {
        this.found = found;
        this.places = places;
        this.noteItems = noteItems;
        this.here = here;
        this.there = there;
    }

    @Override
    public void counted(long onlyHere, long onlyThere, long changed, long same) {
        Counts counts = found.counts();
        counts.onlyHere.addAndGet(onlyHere);
        counts.onlyThere.addAndGet(onlyThere);
        counts.changed.addAndGet(changed);
        counts.same.addAndGet(same);
    }

    @Override
    public void onlyHere(long place) {
        found.counts().onlyHere.incrementAndGet();
        if (places) {
            found.onlyHere().add(place);
        }
    }

    @Override
    public void onlyThere(long place) {
        found.counts().onlyThere.incrementAndGet();
        if (places) {
            found.onlyThere().add(place);
        }
    }

    @Override
    public void onlyThere(KeyFingerprint key, byte[] json) {
        found.counts().onlyThere.incrementAndGet();
        if (places) {
            found.keysThere().add(key, json);
        }
    }

    @Override
    public void changed(long placeHere, long placeThere) {
        found.counts().changed.incrementAndGet();
        if (!places) {
            return;
        }
        found.changedHere().add(placeHere);
        if (there instanceof Side.Backup) {
            found.changedThere().add(placeThere);
        }
    }

    @Override
    public void twiceHere(long place, long other) {
        throw ReadBackupItems.damaged("%s has the same key as %s."
                .formatted(noteItems.line(here, Math.max(place, other)), noteItems.line(here, Math.min(place, other))));
    }

    @Override
    public void twiceThere(long place) {
        if (there instanceof Side.Backup other) {
            throw ReadBackupItems.damaged(
                    "%s has the same key as another item of it.".formatted(noteItems.line(other, place)));
        }
    }
}
