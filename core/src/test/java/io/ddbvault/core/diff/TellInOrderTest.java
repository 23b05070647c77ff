package io.ddbvault.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.diff.Difference.Kind;
import io.ddbvault.core.item.AttributeDifferences;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellInOrderTest {
    private static final long PLENTY = 100 << 20;

    private final List<String> told = new ArrayList<>();

    @Test
    void fewAreHeldBackAndSortedByTheirKeys() {
        TellInOrder tell = tell(3, 100, PLENTY);
        add(tell, "c", "a", "b");
        assertThat(told).isEmpty();

        assertThat(tell.end()).isEqualTo(3);

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void manyAreToldAsTheyCome() {
        TellInOrder tell = tell(TellInOrder.MOST_SORTED + 1, Long.MAX_VALUE, PLENTY);
        add(tell, "c", "a", "b");
        assertThat(told).containsExactly("c", "a", "b");
        assertThat(tell.end()).isEqualTo(3);
    }

    @Test
    void ofSortedOnesALimitTakesTheFirst() {
        TellInOrder tell = tell(3, 2, PLENTY);
        add(tell, "c", "a", "b");
        assertThat(tell.isFull()).as("a smaller one may come").isFalse();

        assertThat(tell.end()).isEqualTo(2);

        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void ofManyALimitTakesThoseThatComeFirstAndSaysWhenItIsReached() {
        TellInOrder tell = tell(TellInOrder.MOST_SORTED + 1, 2, PLENTY);
        add(tell, "c");
        assertThat(tell.isFull()).isFalse();
        add(tell, "a");
        assertThat(tell.isFull()).isTrue();
        add(tell, "b");

        assertThat(tell.end()).isEqualTo(2);

        assertThat(told).containsExactly("c", "a");
    }

    @Test
    void whatDoesNotFitIntoTheMemoryIsNotSorted() {
        TellInOrder tell = tell(4, 100, 500);
        add(tell, "d", "c", "b");
        assertThat(told).as("the first ones, sorted among each other").containsExactly("b", "c", "d");
        add(tell, "a");
        assertThat(tell.end()).isEqualTo(4);
        assertThat(told).containsExactly("b", "c", "d", "a");
    }

    @Test
    void moreThanWereExpectedAreNotHeldForEver() {
        TellInOrder tell = tell(10, Long.MAX_VALUE, PLENTY);
        for (int i = 0; i <= TellInOrder.MOST_SORTED; i++) {
            add(tell, Integer.toString(i));
        }
        assertThat(told).hasSize(TellInOrder.MOST_SORTED + 1);
    }

    private TellInOrder tell(long expected, long most, long memoryBytes) {
        return new TellInOrder(expected, most, memoryBytes, difference -> told.add(difference.key()));
    }

    private static void add(TellInOrder tell, String... keys) {
        for (String key : keys) {
            tell.add(new Difference(
                    Kind.ONLY_HERE, key, new AttributeDifferences(List.of(), List.of(), List.of()), null, null));
        }
    }
}
