package io.ddbvault.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ItemWriter} does. */
public abstract class ItemWriterContract {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final KeySchema PARTITION_AND_SORT =
            new KeySchema(List.of(new KeyAttribute("pk", "S"), new KeyAttribute("sk", "N")));

    protected abstract ItemWriter writer();

    /** Creates an empty table that no other test uses. @return its name */
    protected abstract String createTable(KeySchema keySchema);

    /** Every item of a table as DynamoDB JSON, in any order and with its attributes in any order. */
    protected abstract List<String> items(String table);

    @Test
    public void storesEveryItemOfABatch() {
        String table = createTable(ID);
        List<String> items = new ArrayList<>();
        for (int number = 0; number < WriteBatch.MAX_ITEMS; number++) {
            items.add("{\"id\":{\"S\":\"item %d\"},\"n\":{\"N\":\"%d\"}}".formatted(number, number));
        }

        assertAllStored(writer().write(puts(table, items.toArray(new String[0]))));

        assertHolds(table, items.toArray(new String[0]));
    }

    @Test
    public void storesEveryTypeAsItIs() {
        String table = createTable(ID);
        String item = "{\"id\":{\"S\":\"é😀\\n\\\"\"},\"b\":{\"B\":\"AP8=\"},\"bs\":{\"BS\":[\"AQ==\"]},"
                + "\"n\":{\"N\":\"12345678901234567890.5\"},\"ns\":{\"NS\":[\"7\"]},\"ss\":{\"SS\":[\"x\"]},"
                + "\"bool\":{\"BOOL\":false},\"null\":{\"NULL\":true},\"empty\":{\"S\":\"\"},"
                + "\"l\":{\"L\":[{\"M\":{\"b\":{\"B\":\"/w==\"}}},{\"L\":[]}]},\"m\":{\"M\":{}}}";

        assertAllStored(writer().write(puts(table, item)));

        assertHolds(table, item);
    }

    @Test
    public void aPutReplacesTheWholeItem() {
        String table = createTable(ID);
        writer().write(puts(table, "{\"id\":{\"S\":\"a\"},\"old\":{\"S\":\"x\"}}"));

        assertAllStored(writer().write(puts(table, "{\"id\":{\"S\":\"a\"},\"new\":{\"S\":\"y\"}}")));

        assertHolds(table, "{\"id\":{\"S\":\"a\"},\"new\":{\"S\":\"y\"}}");
    }

    @Test
    public void aBatchMayBeWrittenTwice() {
        String table = createTable(ID);
        WriteBatch batch = puts(table, "{\"id\":{\"S\":\"a\"}}", "{\"id\":{\"S\":\"b\"}}");

        assertAllStored(writer().write(batch));
        assertAllStored(writer().write(batch));

        assertHolds(table, "{\"id\":{\"S\":\"a\"}}", "{\"id\":{\"S\":\"b\"}}");
    }

    @Test
    public void deletesByKeyAndLeavesTheOthers() {
        String table = createTable(PARTITION_AND_SORT);
        String stays = "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"2\"},\"v\":{\"S\":\"stays\"}}";
        writer().write(puts(table, "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"},\"v\":{\"S\":\"goes\"}}", stays));

        assertAllStored(writer().write(batch(table, Operation.DELETE, "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}")));

        assertHolds(table, stays);
    }

    @Test
    public void deletingWhatIsNotThereDoesNothing() {
        String table = createTable(ID);

        assertAllStored(writer().write(batch(table, Operation.DELETE, "{\"id\":{\"S\":\"a\"}}")));

        assertHolds(table);
    }

    @Test
    public void refusesTheSameKeyTwiceAndStoresNothing() {
        String table = createTable(ID);

        assertRefused(
                table,
                "{\"id\":{\"S\":\"a\"}}",
                "{\"id\":{\"S\":\"b\"}}",
                "{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}");
    }

    @Test
    public void refusesEqualNumbersInTwoSpellingsAsTheSameKey() {
        String table = createTable(PARTITION_AND_SORT);

        assertRefused(
                table, "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}", "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1.0\"}}");
    }

    @Test
    public void refusesABatchOfWhichOneItemHasNoKey() {
        String table = createTable(ID);

        assertRefused(table, "{\"id\":{\"S\":\"a\"}}", "{\"other\":{\"S\":\"b\"}}");
    }

    @Test
    public void refusesABatchOfWhichOneItemHasAKeyOfAnotherType() {
        String table = createTable(ID);

        assertRefused(table, "{\"id\":{\"S\":\"a\"}}", "{\"id\":{\"N\":\"1\"}}");
    }

    @Test
    public void refusesAnEmptyKey() {
        String table = createTable(ID);

        assertRefused(table, "{\"id\":{\"S\":\"\"}}");
    }

    @Test
    public void saysWhatACallConsumedAndChargesEachBegunKilobyteOfEachItem() {
        String table = createTable(ID);

        assertThat(consumed(puts(table, item("a", 0), item("b", 500), item("c", 0))))
                .isEqualTo(3);
        assertThat(consumed(puts(table, item("d", 3 * 1024 + 100)))).isEqualTo(4);
    }

    @Test
    public void aPutIsChargedByTheLargerOfTheTwoItems() {
        String table = createTable(ID);
        writer().write(puts(table, item("a", 9 * 1024 + 100)));

        assertThat(consumed(puts(table, item("a", 0)))).isEqualTo(10);
        assertThat(consumed(puts(table, item("a", 0)))).isEqualTo(1);
    }

    @Test
    public void aDeleteIsChargedByWhatItDeletesAndOfNothingToo() {
        String table = createTable(ID);
        writer().write(puts(table, item("a", 9 * 1024 + 100)));

        assertThat(consumed(batch(table, Operation.DELETE, "{\"id\":{\"S\":\"a\"}}")))
                .isEqualTo(10);
        assertThat(consumed(batch(table, Operation.DELETE, "{\"id\":{\"S\":\"a\"}}")))
                .isBetween(1.0, 2.0);
    }

    @Test
    public void aTableThatDoesNotExistIsAnError() {
        WriteBatch batch = puts("ddbvault-contract-no-such-table", "{\"id\":{\"S\":\"a\"}}");

        assertThatThrownBy(() -> writer().write(batch))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND));
    }

    private static void assertAllStored(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Answered.class,
                        answered -> assertThat(answered.unprocessed()).isEmpty());
    }

    private double consumed(WriteBatch batch) {
        Outcome outcome = writer().write(batch);
        assertAllStored(outcome);
        Double consumed = ((Answered) outcome).consumed();
        assertThat(consumed).isNotNull();
        return consumed;
    }

    private static String item(String id, int bytes) {
        return "{\"id\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}".formatted(id, "x".repeat(bytes));
    }

    private void assertRefused(String table, String... items) {
        assertThat(writer().write(puts(table, items)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isNotBlank());
        assertHolds(table);
    }

    private void assertHolds(String table, String... items) {
        assertThat(parsed(items(table))).containsExactlyInAnyOrderElementsOf(parsed(List.of(items)));
    }

    private static List<Map<String, @Nullable Object>> parsed(List<String> items) {
        List<Map<String, @Nullable Object>> parsed = new ArrayList<>();
        items.forEach(item -> parsed.add(InMemoryTables.parse(item.getBytes(UTF_8))));
        return parsed;
    }

    private static WriteBatch puts(String table, String... items) {
        return batch(table, Operation.PUT, items);
    }

    private static WriteBatch batch(String table, Operation operation, String... slices) {
        WriteBatch.Builder builder = new WriteBatch.Builder(table, operation);
        long line = 0;
        for (String slice : slices) {
            byte[] bytes = slice.getBytes(UTF_8);
            builder.add(bytes, 0, bytes.length, new Place("contract", ++line));
        }
        return builder.build();
    }
}
