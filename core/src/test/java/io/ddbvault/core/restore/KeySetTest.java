package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.format.KeyFingerprint;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void knowsEveryKeyItsMarksAndNoOther(long seed) throws IOException {
        Random random = new Random(seed);
        KeySet keys = new KeySet();
        Map<KeyFingerprint, Byte> expected = new HashMap<>();
        // Of one stripe and of near slots too, and the key of zeros.
        for (int i = 0; i < 50_000; i++) {
            KeyFingerprint key = i % 3 == 0
                    ? new KeyFingerprint(random.nextInt(5000), random.nextInt(2))
                    : new KeyFingerprint(random.nextLong(), random.nextLong());
            byte mark = random.nextBoolean() ? KeySet.EXISTED : KeySet.BACKED_UP;
            keys.mark(key, mark);
            expected.merge(key, mark, (some, more) -> (byte) (some | more));
        }

        assertThat(keys.size()).isEqualTo(expected.size());
        expected.forEach((key, marks) -> assertThat(keys.marks(key)).isEqualTo(marks));
        for (int i = 0; i < 1000; i++) {
            assertThat(keys.marks(new KeyFingerprint(random.nextLong(), random.nextLong())))
                    .isZero();
        }
        Set<KeyFingerprint> written = new HashSet<>();
        try (DataInputStream content = new DataInputStream(keys.content())) {
            for (int i = 0; i < expected.size(); i++) {
                written.add(new KeyFingerprint(content.readLong(), content.readLong()));
            }
            assertThat(content.read()).isEqualTo(-1);
        }
        assertThat(written).isEqualTo(expected.keySet());
    }
}
