package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckTargetsTest {
    @Test
    void tablesInTheirPlaceAreFine() {
        assertThat(CheckTargets.problems(Map.of(), null)).isEmpty();
        assertThat(CheckTargets.problems(Map.of(), List.of("one", "two"))).isEmpty();
        assertThat(CheckTargets.problems(Map.of("one", "one"), List.of("one", "two")))
                .isEmpty();
    }

    @Test
    void eachTableMayGoElsewhere() {
        assertThat(CheckTargets.problems(Map.of("one", "copy", "two", "one"), List.of("one", "two", "three")))
                .isEmpty();
        assertThat(CheckTargets.problems(Map.of("one", "copy"), null)).isEmpty();
    }

    @Test
    void aTargetOfNoTableIsNamed() {
        assertThat(CheckTargets.problems(Map.of("userz", "copy"), List.of("users")))
                .containsExactly("userz has a target, but is none of the tables to restore");
    }

    @Test
    void twoTablesIntoOneAreNamed() {
        assertThat(CheckTargets.problems(Map.of("two", "copy", "one", "copy"), List.of("one", "two")))
                .containsExactly("both one and two would be written to copy; a table takes one backed up table");
    }

    @Test
    void aTargetThatIsItselfRestoredInItsPlaceIsNamed() {
        assertThat(CheckTargets.problems(Map.of("one", "two"), List.of("one", "two")))
                .containsExactly("both one and two would be written to two; a table takes one backed up table");
    }
}
