package io.ddbvault.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.WriteBatch.Operation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WriteBatchTest {
    private final WriteBatch.Builder puts = new WriteBatch.Builder("orders", Operation.PUT);

    @Test
    void theBodyHoldsEachItemAsItCameInAPutRequestOfItsOwn() {
        add(puts, "{\"id\":{\"S\":\"é\\u0000\"}}", 1);
        add(puts, "{\"id\":{\"N\":\"1e2\"}, \"b\":{\"BOOL\":true}}", 2);

        assertThat(body(puts.build()))
                .isEqualTo("{\"RequestItems\":{\"orders\":["
                        + "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"é\\u0000\"}}}},"
                        + "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"1e2\"}, \"b\":{\"BOOL\":true}}}}"
                        + "]},\"ReturnConsumedCapacity\":\"TOTAL\"}");
    }

    @Test
    void theBodyHoldsEachKeyInADeleteRequestOfItsOwn() {
        WriteBatch.Builder deletes = new WriteBatch.Builder("orders", Operation.DELETE);
        add(deletes, "{\"id\":{\"S\":\"a\"}}", 1);

        assertThat(body(deletes.build()))
                .isEqualTo("{\"RequestItems\":{\"orders\":[{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"a\"}}}}]},"
                        + "\"ReturnConsumedCapacity\":\"TOTAL\"}");
    }

    @Test
    void aSliceIsFoundAgainInTheBody() {
        add(puts, "{\"a\":1}", 1);
        add(puts, "{\"bc\":2}", 2);

        WriteBatch batch = puts.build();

        assertThat(slices(batch)).containsExactly("{\"a\":1}", "{\"bc\":2}");
        assertThat(batch.byteCount()).isEqualTo(7 + 8);
        assertThat(batch.indexOf(new Place("file", 2))).isEqualTo(1);
    }

    @Test
    void aBatchKeepsItsBytesWhileTheNextOneIsFilled() {
        add(puts, "{\"a\":1}", 1);
        WriteBatch first = puts.build();
        add(puts, "{\"b\":2}", 2);
        WriteBatch second = puts.build();

        assertThat(slices(first)).containsExactly("{\"a\":1}");
        assertThat(slices(second)).containsExactly("{\"b\":2}");
        assertThat(second.byteCount()).isEqualTo(7);
    }

    @Test
    void partsOfABatchAreBatchesOfTheirOwn() {
        for (int number = 0; number < 5; number++) {
            add(puts, "{\"n\":%d}".formatted(number), number + 1);
        }
        WriteBatch batch = puts.build();

        assertThat(slices(batch.first(2))).containsExactly("{\"n\":0}", "{\"n\":1}");
        assertThat(slices(batch.after(2))).containsExactly("{\"n\":2}", "{\"n\":3}", "{\"n\":4}");
        assertThat(body(batch.only(List.of(3))))
                .isEqualTo("{\"RequestItems\":{\"orders\":[{\"PutRequest\":{\"Item\":{\"n\":3}}}]},"
                        + "\"ReturnConsumedCapacity\":\"TOTAL\"}");
        assertThat(batch.only(List.of(3)).place(0)).isEqualTo(new Place("file", 4));
    }

    @Test
    void twentyFiveItemsAreTheMostAndTheirBytesAreBounded() {
        for (int number = 0; number < WriteBatch.MAX_ITEMS; number++) {
            assertThat(puts.takes(10)).isTrue();
            add(puts, "{\"n\":1234}", number + 1);
        }
        assertThat(puts.takes(1)).isFalse();
        assertThat(slices(puts.build())).hasSize(25).containsOnly("{\"n\":1234}");

        add(puts, "{}", 1);
        assertThat(puts.takes(WriteBatch.MAX_BYTES - 2)).isTrue();
        assertThat(puts.takes(WriteBatch.MAX_BYTES - 1)).isFalse();
    }

    @Test
    void anItemOfAnyLengthGoesAloneAndTakesNoMoreMemoryThanItNeeds() {
        String item = "{\"v\":\"%s\"}".formatted("x".repeat(3 << 20));
        assertThat(puts.takes(item.length())).isTrue();
        add(puts, item, 1);

        WriteBatch batch = puts.build();
        add(puts, "{}", 2);

        assertThat(slices(batch)).containsExactly(item);
        assertThat(batch.heldBytes()).isBetween(batch.bodyLength(), batch.bodyLength() + 10);
        assertThat(puts.build().heldBytes()).isLessThan(1 << 20);
    }

    @Test
    void fromTheSecondOnABatchHoldsLittleMoreMemoryThanItsBody() {
        for (int round = 0; round < 3; round++) {
            for (int number = 0; number < WriteBatch.MAX_ITEMS; number++) {
                add(puts, "{\"v\":\"%s\"}".formatted("x".repeat(1000 + number)), number + 1);
            }
            WriteBatch batch = puts.build();

            assertThat(batch.heldBytes()).isGreaterThanOrEqualTo(batch.bodyLength());
            assertThat((double) batch.heldBytes()).isLessThan(batch.bodyLength() * (round == 0 ? 2 : 5 / 4.0));
        }
    }

    private static void add(WriteBatch.Builder builder, String slice, long line) {
        byte[] bytes = ("…" + slice + "…").getBytes(UTF_8);
        builder.add(bytes, 3, bytes.length - 3, new Place("file", line));
    }

    private static String body(WriteBatch batch) {
        return new String(batch.body(), 0, batch.bodyLength(), UTF_8);
    }

    private static List<String> slices(WriteBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> new String(batch.body(), batch.start(i), batch.end(i) - batch.start(i), UTF_8))
                .toList();
    }
}
