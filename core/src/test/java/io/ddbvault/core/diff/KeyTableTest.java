package io.ddbvault.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.KeyFingerprint;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsAMapHoweverManyKeysWereExpected(long seed) {
        Random random = new Random(seed);
        KeyTable table = new KeyTable(random.nextInt(20));
        Map<KeyFingerprint, long[]> expected = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            // Few distinct values, so that keys collide in their halves and slots.
            KeyFingerprint key = new KeyFingerprint(random.nextInt(100), (long) random.nextInt(100) << 32);
            int slot = table.slot(key);
            assertThat(table.marks(slot) != 0).isEqualTo(expected.containsKey(key));
            if (table.marks(slot) == 0) {
                long[] value = {random.nextLong(), random.nextLong(), random.nextLong()};
                table.add(key, value[0], value[1], value[2], KeyTable.HERE);
                expected.put(key, value);
            } else {
                table.mark(slot, KeyTable.THERE);
            }
        }
        expected.forEach((key, value) -> {
            int slot = table.slot(key);
            assertThat(table.marks(slot)).isIn(KeyTable.HERE, (byte) (KeyTable.HERE | KeyTable.THERE));
            assertThat(table.holdsItem(slot, value[0], value[1])).isTrue();
            assertThat(table.holdsItem(slot, value[0], value[1] + 1)).isFalse();
            assertThat(table.place(slot)).isEqualTo(value[2]);
        });
        int taken = 0;
        for (int slot = 0; slot < table.slots(); slot++) {
            taken += table.marks(slot) == 0 ? 0 : 1;
        }
        assertThat(taken).isEqualTo(expected.size());
    }
}
