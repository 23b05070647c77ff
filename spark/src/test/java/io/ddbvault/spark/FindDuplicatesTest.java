package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.verify.ReadOneFile.FileRead;
import io.ddbvault.spark.ReadRow.Duplicates;
import io.ddbvault.spark.ReadRow.Keys;
import io.ddbvault.spark.ReadRow.OfFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class FindDuplicatesTest {
    private static Keys keys(int file, long... keys) {
        PackedKeys packed = new PackedKeys();
        for (int i = 0; i < keys.length; i++) {
            packed.add(new KeyFingerprint(keys[i], -keys[i]), i + 1);
        }
        return new Keys(file, packed.packed());
    }

    private static List<ReadRow> find(ReadRow... rows) {
        List<Tuple2<Integer, ReadRow>> bucket = new ArrayList<>();
        for (ReadRow row : rows) {
            bucket.add(new Tuple2<>(0, row));
        }
        List<ReadRow> found = new ArrayList<>();
        new FindDuplicates().call(bucket.iterator()).forEachRemaining(found::add);
        return found;
    }

    @Test
    void theLaterOneIsTheDuplicateInWhateverOrderTheFilesCome() {
        assertThat(find(keys(2, 7, 1), keys(0, 1, 2, 3, 2), keys(1, 3)))
                .singleElement()
                .isInstanceOfSatisfying(Duplicates.class, duplicates -> {
                    assertThat(duplicates.files()).containsExactly(0, 1, 2);
                    assertThat(duplicates.lines()).containsExactly(4, 1, 2);
                    assertThat(duplicates.count()).isEqualTo(3);
                });
    }

    @Test
    void ofManyTheFirstHundredAreNamedAndAllAreCounted() {
        long[] same = new long[1001];

        assertThat(find(keys(0, same))).singleElement().isInstanceOfSatisfying(Duplicates.class, duplicates -> {
            assertThat(duplicates.lines()).hasSize(100).startsWith(2, 3).endsWith(101);
            assertThat(duplicates.count()).isEqualTo(1000);
        });
    }

    @Test
    void whatBecameOfAFilePassesThrough() {
        OfFile read = new OfFile(3, new FileRead(true, false, 5, 100, false, List.of(), 0));

        assertThat(find(read)).containsExactly(read);
    }
}
