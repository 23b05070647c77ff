package io.ddbvault.cli.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumItemsTest {
    private static final String FIRST = "{\"id\":{\"S\":\"a}\\\"]\\\\\"},\"l\":{\"L\":[{\"M\":{}},{\"NULL\":true}]}}";
    private static final String SECOND = "{\"id\":{\"S\":\"\\u0001{[\"}}";

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void itemsAreFoundWhateverThePiecesThatTheRequestComesIn(int length) {
        byte[] body =
                "{\"RequestItems\":{\"t\":[{\"PutRequest\":{\"Item\":%s}},{\"PutRequest\":{\"Item\":%s}}]},\"ReturnConsumedCapacity\":\"TOTAL\"}"
                        .formatted(FIRST, SECOND)
                        .getBytes(UTF_8);
        SumItems sum = new SumItems();
        for (int from = 0; from < body.length; from += length) {
            sum.add(body, from, Math.min(body.length, from + length));
        }
        assertThat(sum.sum())
                .isEqualTo(ItemSum.of(SECOND.getBytes(UTF_8)).plus(ItemSum.of(FIRST.getBytes(UTF_8))))
                .isNotEqualTo(ItemSum.of(SECOND.getBytes(UTF_8)).plus(ItemSum.of(SECOND.getBytes(UTF_8))));
    }
}
