package io.ddbvault.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.item.CanonicalItem;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ExistingItems.Found;
import io.ddbvault.core.port.ExistingItems.NotLooked;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Refused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ExistingItems} does. */
public abstract class ExistingItemsContract {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final KeySchema PARTITION_AND_SORT =
            new KeySchema(List.of(new KeyAttribute("pk", "S"), new KeyAttribute("sk", "N")));
    /** A word that DynamoDB reserves, and a key of bytes. */
    private static final KeySchema RESERVED = new KeySchema(List.of(new KeyAttribute("key", "B")));

    private static final String ALL_TYPES =
            "{\"id\":{\"S\":\"é😀\\n\\\"\"},\"b\":{\"B\":\"AP8=\"},\"bs\":{\"BS\":[\"AQ==\",\"Ag==\"]},"
                    + "\"n\":{\"N\":\"12345678901234567890.5\"},\"ns\":{\"NS\":[\"7\",\"8.5\"]},\"ss\":{\"SS\":[\"x\",\"y\"]},"
                    + "\"bool\":{\"BOOL\":false},\"null\":{\"NULL\":true},\"empty\":{\"S\":\"\"},"
                    + "\"l\":{\"L\":[{\"M\":{\"b\":{\"B\":\"/w==\"}}},{\"L\":[]}]},\"m\":{\"M\":{}}}";

    protected abstract ExistingItems existing();

    /** Creates an empty table that no other test uses. @return its name */
    protected abstract String createTable(KeySchema keySchema);

    /** Stores an item, given in DynamoDB JSON, as an application would. */
    protected abstract void put(String table, String item);

    /** Every item of a table as DynamoDB JSON, in any order and with its attributes in any order. */
    protected abstract List<String> items(String table);

    @Test
    public void storesWhatIsMissingAsItIs() {
        String table = createTable(ID);

        assertThat(existing().putIfAbsent(batch(table, ALL_TYPES), ID)).isEqualTo(new Answered(List.of(), 1.0));

        assertHolds(table, ALL_TYPES);
    }

    @Test
    public void leavesWhatIsThereAndSaysSo() {
        String table = createTable(ID);
        put(table, item("a", "theirs"));

        assertThat(existing().putIfAbsent(batch(table, item("a", "ours")), ID))
                .isEqualTo(new Answered(List.of(), 1.0, List.of(0)));

        assertHolds(table, item("a", "theirs"));
    }

    @Test
    public void aPutThatIsRepeatedFindsItsOwnItem() {
        String table = createTable(ID);
        existing().putIfAbsent(batch(table, item("a", "ours")), ID);

        assertThat(existing().putIfAbsent(batch(table, item("a", "ours")), ID))
                .isEqualTo(new Answered(List.of(), 1.0, List.of(0)));

        assertHolds(table, item("a", "ours"));
    }

    @Test
    public void aSortKeyMakesAnotherItemAndAnotherSpellingOfItDoesNot() {
        String table = createTable(PARTITION_AND_SORT);
        String one = "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}";
        String two = "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"2\"}}";
        put(table, one);

        assertThat(existing().putIfAbsent(batch(table, two), PARTITION_AND_SORT))
                .isEqualTo(new Answered(List.of(), 1.0));
        assertThat(existing()
                        .putIfAbsent(
                                batch(table, "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1.0\"},\"v\":{\"S\":\"x\"}}"),
                                PARTITION_AND_SORT))
                .isEqualTo(new Answered(List.of(), 1.0, List.of(0)));

        assertHolds(table, one, two);
    }

    @Test
    public void aKeyMayHaveAReservedWordForItsNameAndBytesForItsValue() {
        String table = createTable(RESERVED);
        put(table, "{\"key\":{\"B\":\"AP8=\"}}");

        assertThat(existing().putIfAbsent(batch(table, "{\"key\":{\"B\":\"AP8=\"},\"v\":{\"S\":\"x\"}}"), RESERVED))
                .isEqualTo(new Answered(List.of(), 1.0, List.of(0)));
        assertThat(existing().putIfAbsent(batch(table, "{\"key\":{\"B\":\"AQ==\"}}"), RESERVED))
                .isEqualTo(new Answered(List.of(), 1.0));

        assertHolds(table, "{\"key\":{\"B\":\"AP8=\"}}", "{\"key\":{\"B\":\"AQ==\"}}");
        assertThat(found(
                                table,
                                RESERVED,
                                "{\"key\":{\"B\":\"AP8=\"},\"v\":{\"S\":\"x\"}}",
                                "{\"key\":{\"B\":\"Ag==\"}}")
                        .items())
                .containsOnlyKeys(0);
    }

    @Test
    public void aPutIsChargedByTheItemGivenAlsoIfItIsNotStored() {
        String table = createTable(ID);
        String large = item("a", "x".repeat(3 * 1024));

        assertThat(existing().putIfAbsent(batch(table, large), ID)).isEqualTo(new Answered(List.of(), 4.0));
        assertThat(existing().putIfAbsent(batch(table, large), ID)).isEqualTo(new Answered(List.of(), 4.0, List.of(0)));
    }

    @Test
    public void refusesWhatDoesNotFitTheTable() {
        String table = createTable(ID);

        for (String bad : List.of("{\"other\":{\"S\":\"b\"}}", "{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"S\":\"\"}}")) {
            assertThat(existing().putIfAbsent(batch(table, bad), ID))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).startsWith("ValidationException"));
        }

        assertHolds(table);
    }

    @Test
    public void findsByKeyWhatIsThereWhateverItIs() throws Exception {
        String table = createTable(ID);
        put(table, ALL_TYPES);
        put(table, item("b", "theirs"));
        put(table, item("z", "not asked for"));

        Found found = found(table, ID, item("a", "ours"), item("b", "ours"), ALL_TYPES);

        assertThat(found.unprocessed()).isEmpty();
        assertThat(found.items()).containsOnlyKeys(1, 2);
        assertSame(found.items().get(1), item("b", "theirs"));
        assertSame(found.items().get(2), ALL_TYPES);
    }

    @Test
    public void findsANumberKeyHoweverItIsSpelled() throws Exception {
        String table = createTable(PARTITION_AND_SORT);
        put(table, "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"100\"}}");

        Found found = found(
                table,
                PARTITION_AND_SORT,
                "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}",
                "{\"sk\":{\"N\":\"1.00E2\"},\"pk\":{\"S\":\"a\"}}");

        assertThat(found.items()).containsOnlyKeys(1);
        assertSame(found.items().get(1), "{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"100\"}}");
    }

    @Test
    public void looksForAWholeBatchAtOnce() {
        String table = createTable(ID);
        List<String> items = new ArrayList<>();
        for (int number = 0; number < WriteBatch.MAX_ITEMS; number++) {
            items.add(item("item " + number, "same"));
            put(table, item("item " + number, "same"));
        }

        Found found = found(table, ID, items.toArray(new String[0]));

        assertThat(found.items()).hasSize(WriteBatch.MAX_ITEMS);
        assertThat(found.consumed()).isEqualTo(25);
    }

    @Test
    public void aLookIsChargedByEachBegunFourKilobytesOfEachItem() {
        String table = createTable(ID);
        put(table, item("a", "x".repeat(9 * 1024)));

        // What is not there costs one, says the developer guide; with DynamoDB Local it does not.
        assertThat(found(table, ID, item("a", "ours"), item("b", "ours")).consumed())
                .isBetween(3.0, 4.0);
    }

    @Test
    public void whatHasNoKeyIsNotThere() {
        String table = createTable(ID);
        put(table, item("a", "theirs"));

        assertThat(found(table, ID, "{\"other\":{\"S\":\"a\"}}", item("a", "ours"), "{\"id\":{\"N\":\"1\"}}")
                        .items())
                .containsOnlyKeys(1);
    }

    @Test
    public void theSameKeyTwiceIsRefusedAsThat() {
        String table = createTable(ID);

        assertThat(existing().look(batch(table, item("a", "x"), item("b", "x"), item("a", "y")), ID))
                .isInstanceOfSatisfying(
                        NotLooked.class,
                        look -> assertThat(look.why())
                                .isInstanceOfSatisfying(
                                        Refused.class,
                                        refused -> assertThat(refused.duplicateKeys())
                                                .isTrue()));
    }

    @Test
    public void anEmptyKeyIsRefused() {
        String table = createTable(ID);

        assertThat(existing().look(batch(table, "{\"id\":{\"S\":\"\"}}"), ID))
                .isInstanceOfSatisfying(
                        NotLooked.class, look -> assertThat(look.why()).isInstanceOf(Refused.class));
    }

    @Test
    public void aTableThatDoesNotExistIsAnError() {
        WriteBatch batch = batch("ddbvault-contract-no-such-table", item("a", "x"));

        assertNoTable(() -> existing().putIfAbsent(batch, ID));
        assertNoTable(() -> existing().look(batch, ID));
    }

    private static void assertNoTable(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND));
    }

    private Found found(String table, KeySchema schema, String... items) {
        return (Found) existing().look(batch(table, items), schema);
    }

    private void assertHolds(String table, String... items) {
        assertThat(canonical(items(table))).containsExactlyInAnyOrderElementsOf(canonical(List.of(items)));
    }

    private static List<List<Byte>> canonical(List<String> items) {
        return items.stream()
                .map(item -> {
                    try {
                        byte[] bytes = new CanonicalItem().of(item.getBytes(UTF_8));
                        List<Byte> all = new ArrayList<>();
                        for (byte each : bytes) {
                            all.add(each);
                        }
                        return all;
                    } catch (Exception e) {
                        throw new AssertionError(item, e);
                    }
                })
                .toList();
    }

    private static void assertSame(byte @Nullable [] json, String item) throws Exception {
        assertThat(json).isNotNull();
        assertThat(new CanonicalItem().of(json)).isEqualTo(new CanonicalItem().of(item.getBytes(UTF_8)));
    }

    private static String item(String id, String value) {
        return "{\"id\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}".formatted(id, value);
    }

    private static WriteBatch batch(String table, String... slices) {
        WriteBatch.Builder builder = new WriteBatch.Builder(table, Operation.PUT);
        long line = 0;
        for (String slice : slices) {
            byte[] bytes = slice.getBytes(UTF_8);
            builder.add(bytes, 0, bytes.length, new Place("contract", ++line));
        }
        return builder.build();
    }
}
