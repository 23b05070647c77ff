package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.WriteTally.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteTallyTest {
    @Test
    void everythingAddsUp() {
        Place one = new Place("a", 1);
        Place two = new Place("a", 2);
        WriteTally some = new WriteTally(1, 2, 3, 4, 5, List.of(new Failure(one, "why")), List.of("first"));
        WriteTally more = new WriteTally(10, 20, 30, 40, 50, List.of(new Failure(two, "too")), List.of("second"));

        assertThat(some.add(more))
                .isEqualTo(new WriteTally(
                        11,
                        22,
                        33,
                        44,
                        55,
                        List.of(new Failure(one, "why"), new Failure(two, "too")),
                        List.of("first", "second")));
    }

    @Test
    void asManyFailuresAreNamedAsABatchCanHave() {
        WriteTally tally = WriteTally.EMPTY;
        for (int line = 1; line <= 30; line++) {
            tally = tally.add(WriteTally.failed(new Place("a", line), "why"));
        }

        assertThat(tally.failed()).isEqualTo(30);
        assertThat(tally.failures())
                .hasSize(25)
                .last()
                .extracting(Failure::place)
                .isEqualTo(new Place("a", 25));
    }
}
