package io.ddbvault.core.diff;

import io.ddbvault.core.diff.FindDifferences.Found;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Tables.Segment;
import io.ddbvault.core.restore.CheckedFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As a cluster does it: each file and segment is noted by itself, and equal keys meet in buckets. */
record FindInBuckets(InMemoryDiff memory, int buckets, int segments) implements FindDifferences {
    private record Note(boolean here, KeyFingerprint key, byte[] content) {}

    @Override
    public double find(
            Side.Backup here,
            Side there,
            KeySchema schema,
            boolean places,
            @Nullable Integer maxReadUnits,
            Found found,
            Stop stop) {
        NotePart notePart = new NotePart(memory.store, memory.tables, schema, memory.clock, memory.clock);
        List<Note> notes = new ArrayList<>();
        double units = 0;
        // The other side first: in which order tasks end is nobody's to say.
        if (there instanceof Side.Backup other) {
            note(notePart, other, false, notes, stop);
        } else if (there instanceof Side.Live live) {
            for (Segment segment : Segment.of(segments)) {
                units += notePart.ofSegment(
                        live.table(),
                        segment,
                        maxReadUnits,
                        (key, content) -> notes.add(new Note(false, key, content)),
                        stop);
            }
        }
        note(notePart, here, true, notes, stop);
        for (int bucket = 0; bucket < buckets; bucket++) {
            meet(bucket, notes, new MeetNotes(0, there instanceof Side.Live, found));
        }
        return units;
    }

    private static void note(NotePart notePart, Side.Backup side, boolean here, List<Note> notes, Stop stop) {
        for (int i = 0; i < side.files().size(); i++) {
            CheckedFile file = side.files().get(i);
            notePart.ofFile(
                    side.table(),
                    side.date(),
                    file,
                    i,
                    (key, content) -> notes.add(new Note(here, key, content)),
                    stop);
        }
    }

    private void meet(int bucket, List<Note> notes, MeetNotes meet) {
        List<Note> among = notes.stream()
                .filter(note -> Long.remainderUnsigned(note.key().high(), buckets) == bucket)
                .toList();
        among.stream().filter(Note::here).forEach(note -> meet.here(note.key(), note.content()));
        among.stream().filter(note -> !note.here()).forEach(note -> meet.there(note.key(), note.content()));
        meet.end();
    }
}
