package io.ddbvault.spark;

import io.ddbvault.core.diff.FindDifferences.Found;
import io.ddbvault.core.diff.MeetNotes;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.spark.DiffRow.Bucket;
import io.ddbvault.spark.DiffRow.Notes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Brings the notes of one bucket together and finds out what differs. Other rows pass through.
 *
 * @param live whether the backup is compared with a table
 * @param places whether it is wanted where the items are that differ
 */
record MeetNotesTask(boolean live, boolean places)
        implements FlatMapFunction<Iterator<Tuple2<Integer, DiffRow>>, DiffRow> {
    @Override
    public Iterator<DiffRow> call(Iterator<Tuple2<Integer, DiffRow>> bucket) {
        List<DiffRow> rows = new ArrayList<>();
        List<byte[]> here = new ArrayList<>();
        List<byte[]> there = new ArrayList<>();
        while (bucket.hasNext()) {
            DiffRow row = bucket.next()._2();
            if (row instanceof Notes notes) {
                (notes.here() ? here : there).add(notes.packed());
            } else {
                rows.add(row);
            }
        }
        if (!here.isEmpty() || !there.isEmpty()) {
            Collect collect = new Collect(places);
            MeetNotes meet = new MeetNotes(0, live, collect);
            here.forEach(packed -> PackedNotes.read(packed, meet::here));
            there.forEach(packed -> PackedNotes.read(packed, meet::there));
            meet.end();
            rows.add(collect.bucket());
        }
        return rows.iterator();
    }

    /** What was found, as one row. */
    private static final class Collect implements Found {
        private final boolean places;
        private final long[] counts = new long[4];
        private final LongStream.Builder onlyHere = LongStream.builder();
        private final LongStream.Builder onlyThere = LongStream.builder();
        private final LongStream.Builder changedHere = LongStream.builder();
        private final LongStream.Builder changedThere = LongStream.builder();
        private final PackedNotes keysThere = new PackedNotes();
        private final LongStream.Builder twice = LongStream.builder();

        Collect(boolean places) {
            this.places = places;
        }

        @Override
        public void counted(long moreOnlyHere, long moreOnlyThere, long moreChanged, long moreSame) {
            counts[0] += moreOnlyHere;
            counts[1] += moreOnlyThere;
            counts[2] += moreChanged;
            counts[3] += moreSame;
        }

        @Override
        public void onlyHere(long place) {
            if (places) {
                onlyHere.add(place);
            } else {
                counted(1, 0, 0, 0);
            }
        }

        @Override
        public void onlyThere(long place) {
            if (places) {
                onlyThere.add(place);
            } else {
                counted(0, 1, 0, 0);
            }
        }

        @Override
        public void onlyThere(KeyFingerprint key, byte[] json) {
            if (places) {
                keysThere.add(key, json);
            } else {
                counted(0, 1, 0, 0);
            }
        }

        @Override
        public void changed(long placeHere, long placeThere) {
            if (places) {
                changedHere.add(placeHere);
                changedThere.add(placeThere);
            } else {
                counted(0, 0, 1, 0);
            }
        }

        @Override
        public void twiceHere(long place, long other) {
            twice.add(1).add(place).add(other);
        }

        @Override
        public void twiceThere(long place) {
            twice.add(0).add(place).add(place);
        }

        Bucket bucket() {
            return new Bucket(
                    counts,
                    onlyHere.build().toArray(),
                    onlyThere.build().toArray(),
                    changedHere.build().toArray(),
                    changedThere.build().toArray(),
                    keysThere.packed(),
                    twice.build().toArray());
        }
    }
}
