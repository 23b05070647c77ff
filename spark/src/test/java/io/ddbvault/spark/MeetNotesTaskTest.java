package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.spark.DiffRow.Bucket;
import io.ddbvault.spark.DiffRow.Charged;
import io.ddbvault.spark.DiffRow.Notes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class MeetNotesTaskTest {
    private static final int ITEM_BYTES = 16;

    private static void note(PackedNotes notes, long key, long item, long place) {
        ByteBuffer note = ByteBuffer.allocate(ITEM_BYTES + Long.BYTES)
                .putLong(item)
                .putLong(item)
                .putLong(place);
        notes.add(new KeyFingerprint(key, key), note.array());
    }

    private static void noteOfTable(PackedNotes notes, long key, long item, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer note = ByteBuffer.allocate(ITEM_BYTES + bytes.length)
                .putLong(item)
                .putLong(item)
                .put(bytes);
        notes.add(new KeyFingerprint(key, key), note.array());
    }

    private static List<DiffRow> meet(boolean live, boolean places, DiffRow... rows) {
        List<Tuple2<Integer, DiffRow>> bucket = new ArrayList<>();
        for (DiffRow row : rows) {
            bucket.add(new Tuple2<>(0, row));
        }
        List<DiffRow> found = new ArrayList<>();
        new MeetNotesTask(live, places).call(bucket.iterator()).forEachRemaining(found::add);
        return found;
    }

    private static PackedNotes backup() {
        PackedNotes notes = new PackedNotes();
        note(notes, 1, 10, 101);
        note(notes, 2, 20, 102);
        note(notes, 3, 30, 103);
        return notes;
    }

    @Test
    void ofTwoBackupsThePlacesOfWhatDiffersAreToldInWhateverOrderTheRowsCome() {
        PackedNotes other = new PackedNotes();
        note(other, 2, 20, 202);
        note(other, 3, 31, 203);
        note(other, 4, 40, 204);

        List<DiffRow> rows =
                meet(false, true, new Notes(false, other.packed()), new Charged(3), new Notes(true, backup().packed()));

        assertThat(rows).hasSize(2).contains(new Charged(3));
        assertThat(rows.get(1)).isInstanceOfSatisfying(Bucket.class, bucket -> {
            assertThat(bucket.counts()).containsExactly(0, 0, 0, 1);
            assertThat(bucket.onlyHere()).containsExactly(101);
            assertThat(bucket.onlyThere()).containsExactly(204);
            assertThat(bucket.changedHere()).containsExactly(103);
            assertThat(bucket.changedThere()).containsExactly(203);
            assertThat(bucket.keysThere()).isEmpty();
            assertThat(bucket.twice()).isEmpty();
        });
    }

    @Test
    void ofATableTheKeysAreToldOnceThoughItsScanGaveAnItemTwice() {
        PackedNotes table = new PackedNotes();
        noteOfTable(table, 1, 10, "{1}");
        noteOfTable(table, 5, 50, "{5}");
        noteOfTable(table, 5, 51, "{5}");

        assertThat(meet(true, true, new Notes(true, backup().packed()), new Notes(false, table.packed())))
                .singleElement()
                .isInstanceOfSatisfying(Bucket.class, bucket -> {
                    assertThat(bucket.counts()).containsExactly(0, 0, 0, 1);
                    assertThat(bucket.onlyHere()).containsExactlyInAnyOrder(102, 103);
                    List<String> keys = new ArrayList<>();
                    PackedNotes.read(
                            bucket.keysThere(), (key, json) -> keys.add(new String(json, StandardCharsets.UTF_8)));
                    assertThat(keys).containsExactly("{5}");
                });
    }

    @Test
    void whereOnlyCountsAreWantedNoPlaceIsKept() {
        PackedNotes other = new PackedNotes();
        note(other, 1, 11, 201);
        note(other, 4, 40, 204);

        assertThat(meet(false, false, new Notes(true, backup().packed()), new Notes(false, other.packed())))
                .singleElement()
                .isInstanceOfSatisfying(Bucket.class, bucket -> {
                    assertThat(bucket.counts()).containsExactly(2, 1, 1, 0);
                    assertThat(bucket.onlyHere()).isEmpty();
                    assertThat(bucket.changedHere()).isEmpty();
                });
    }

    @Test
    void keysThatASideHasTwiceAreNamed() {
        PackedNotes here = backup();
        note(here, 1, 12, 109);
        PackedNotes other = new PackedNotes();
        note(other, 6, 60, 206);
        note(other, 6, 60, 207);

        assertThat(meet(false, true, new Notes(true, here.packed()), new Notes(false, other.packed())))
                .singleElement()
                .isInstanceOfSatisfying(
                        Bucket.class, bucket -> assertThat(bucket.twice()).containsExactly(1, 109, 101, 0, 207, 207));
    }
}
