package io.ddbvault.core.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items are read from a backup alone, and what could not be read is told. */
class GetItemsTest {
    private static final KeySchema ORDERS =
            new KeySchema(List.of(new KeyAttribute("customer", "S"), new KeyAttribute("number", "N")));

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    private final MakeBackup.Export export =
            backup.table("orders", List.of(lines(0, 50), lines(50, 51), List.of(), lines(51, 100)));
    private final List<String> printed = new ArrayList<>();

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 4, 16})
    void eachItemIsGivenAsItIsInTheBackup(int threads) {
        keySchemaInTheManifest();
        put();

        FoundItems found = get(threads, "customer=c-3,number=3", "customer=c-9,number=99.0");

        assertThat(printed).containsExactlyInAnyOrder(order(3), order(99));
        assertThat(found).isEqualTo(new FoundItems(LocalDate.of(2025, 7, 20), 2, 2, List.of(), List.of()));
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void allItemsUnderAPartitionKeyAreGiven() {
        keySchemaInTheManifest();
        put();

        FoundItems found = get(2, "customer=c-3");

        assertThat(printed)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> order(3 + 10 * i)).toList());
        assertThat(found.items()).isEqualTo(10);
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void whatTheBackupLacksIsNamed() {
        keySchemaInTheManifest();
        put();

        FoundItems found = get(2, "customer=c-3,number=4", "customer=c-3,number=3", "customer=c-77");

        assertThat(printed).containsExactly(order(3));
        assertThat(found.missing())
                .extracting(RequestedKey::json)
                .containsExactly(
                        "{\"customer\":{\"S\":\"c-3\"},\"number\":{\"N\":\"4\"}}", "{\"customer\":{\"S\":\"c-77\"}}");
        assertThat(found.isComplete()).isFalse();
    }

    @Test
    void onceAllSingleItemsAreFoundNothingMoreIsRead() {
        keySchemaInTheManifest();
        export.replace(export.dataFile(3), "no gzip at all".getBytes(UTF_8));
        put();

        assertThat(get(1, "customer=c-3,number=3").isComplete()).isTrue();
        assertThat(printed).containsExactly(order(3));
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndTheOthersAreLookedThrough() {
        keySchemaInTheManifest();
        export.remove(export.dataFile(0));
        export.replace(export.dataFile(1), "no gzip at all".getBytes(UTF_8));
        put();

        FoundItems found = get(1, "customer=c-3,number=3", "customer=c-9,number=99");

        assertThat(printed).containsExactly(order(99));
        assertThat(found.missing()).hasSize(1);
        assertThat(found.faults()).hasSize(2);
        assertThat(found.faults().get(0))
                .isEqualTo("The data file s3://backups/%s is missing, which the export's manifest lists with 50 items."
                        .formatted(export.dataFile(0)));
        assertThat(found.faults().get(1))
                .startsWith("s3://backups/%s could not be read to its end: ".formatted(export.dataFile(1)));
    }

    @Test
    void aFileOfOtherContentIsNamedOnceItIsReadToItsEnd() {
        keySchemaInTheManifest();
        export.replace(export.dataFile(1), MakeBackup.gzip(lines(51, 53)));
        put();

        FoundItems found = get(2, "customer=c-3");

        assertThat(found.faults()).hasSize(1);
        assertThat(found.faults().get(0))
                .startsWith("s3://backups/%s is not what the export's manifest says: it has 2 lines and the MD5 "
                        .formatted(export.dataFile(1)));
        assertThat(found.isComplete()).isFalse();
    }

    @Test
    void linesThatAreNoItemsAreNamedWithoutWhatStandsInThem() {
        keySchemaInTheManifest();
        export.rewriteDataFile(
                1, MakeBackup.gzip(List.of("{\"Item\":secret", "{\"Item\":{\"customer\":{\"S\":\"secret\"}}}")));
        put();

        FoundItems found = get(2, "customer=c-3");

        assertThat(String.join("\n", found.faults()))
                .contains(" line 1 is no item: ", " line 2 has not the key customer (S) + number (N)")
                .doesNotContain("secret");
        assertThat(found.items()).isEqualTo(10);
    }

    @Test
    void theLiveTableSaysItsKeyWhereTheManifestDoesNot() {
        tables.create("orders", ORDERS);
        put();

        assertThat(get(2, "customer=c-3,number=3").isComplete()).isTrue();
        assertThat(printed).containsExactly(order(3));
    }

    @Test
    void keysInFullNeedNoTable() {
        put();

        FoundItems found = get(
                2,
                "{\"number\":{\"N\":\"3\"},\"customer\":{\"S\":\"c-3\"}}",
                "{\"customer\":{\"S\":\"c-4\"},\"number\":{\"N\":\"4\"}}");

        assertThat(found.isComplete()).isTrue();
        assertThat(printed).containsExactlyInAnyOrder(order(3), order(4));
    }

    @Test
    void aKeyInFullWithOneAttributeMayBeAPartitionsSoAllIsRead() {
        put();

        FoundItems found = get(1, "{\"customer\":{\"S\":\"c-3\"}}");

        assertThat(printed).hasSize(10);
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void partitionsAndItemsInFullGoTogether() {
        put();

        get(1, "{\"number\":{\"N\":\"4\"},\"customer\":{\"S\":\"c-4\"}}", "{\"customer\":{\"S\":\"c-3\"}}");

        assertThat(printed).hasSize(11).contains(order(4), order(93));
    }

    @Test
    void theShortFormNeedsSomebodyWhoKnowsTheKey() {
        put();

        DdbvaultException refusal =
                catchThrowableOfType(DdbvaultException.class, () -> get(1, "customer=c-3,number=3"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal.text())
                .isEqualTo(
                        "The backup's manifest does not say what the key of orders was, and there is no such table now. Write the keys in DynamoDB JSON, with their types, as {\"id\":{\"S\":\"u-3\"}}.");
    }

    @Test
    void keysOfThreeAttributesAreOfNoTable() {
        put();

        assertThat(catchThrowableOfType(
                                DdbvaultException.class,
                                () -> get(
                                        1,
                                        "{\"a\":{\"S\":\"x\"},\"b\":{\"S\":\"x\"}}",
                                        "{\"a\":{\"S\":\"x\"},\"c\":{\"S\":\"x\"}}"))
                        .text())
                .isEqualTo("The keys name 3 attributes, a, b, c, and a table's key has one or two.");
    }

    @Test
    void aTableOrADateThatIsNotThereIsNamed() {
        keySchemaInTheManifest();
        put();

        assertThat(catchThrowableOfType(
                                DdbvaultException.class,
                                () -> items(1).get(
                                                LocalDate.of(2025, 7, 20),
                                                "users",
                                                keys("id=1"),
                                                this::print,
                                                Stop.onRequest(clock)))
                        .code())
                .isEqualTo(ErrorCode.NOT_IN_BACKUP);
        assertThat(catchThrowableOfType(
                                DdbvaultException.class,
                                () -> items(1).get(
                                                LocalDate.of(2025, 7, 19),
                                                "orders",
                                                keys("id=1"),
                                                this::print,
                                                Stop.onRequest(clock)))
                        .code())
                .isEqualTo(ErrorCode.NO_BACKUP);
    }

    @Test
    void whatMayBeWrittenAndWhichEnvironmentItIsDoesNotMatterWhereNothingIsWritten() {
        keySchemaInTheManifest();
        backup.manifest().put("environment", "staging");
        put();

        assertThat(get(1, "customer=c-3,number=3").isComplete()).isTrue();
    }

    @Test
    void aStopIsToldAsWhatItIs() {
        keySchemaInTheManifest();
        put();
        Stop stop = Stop.onRequest(clock);
        stop.request("the test");

        FoundItems found = items(1).get(null, "orders", keys("customer=c-3"), this::print, stop);

        assertThat(found.faults()).containsExactly("Not all was looked at: the test came first");
    }

    private void keySchemaInTheManifest() {
        backup.entry(0)
                .put(
                        "key_schema",
                        List.of(
                                Map.of("attribute_name", "customer", "attribute_type", "S"),
                                Map.of("attribute_name", "number", "attribute_type", "N")));
    }

    private void put() {
        backup.objects().forEach(store::put);
    }

    private FoundItems get(int threads, String... keys) {
        return items(threads).get(null, "orders", keys(keys), this::print, Stop.onRequest(clock));
    }

    private GetItems items(int threads) {
        Map<String, String> variables = Map.of(
                "BACKUP_BUCKET", "backups",
                "ENVIRONMENT", "production",
                "TABLE_NAME_PATTERN", "",
                "DYNAMODB_TABLES", "[\"another\"]");
        return new GetItems(Settings.forRestore(variables), store, tables, threads);
    }

    /** Not synchronized: they come one at a time. */
    private void print(byte[] item) {
        printed.add(new String(item, UTF_8));
    }

    private static List<RequestedKey> keys(String... keys) {
        List<RequestedKey> all = new ArrayList<>();
        for (String key : keys) {
            all.add(DecodeKey.fromText(key, "key " + (all.size() + 1)));
        }
        return all;
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"Item\":" + order(i) + "}")
                .toList();
    }

    private static String order(int number) {
        return "{\"customer\":{\"S\":\"c-%d\"},\"number\":{\"N\":\"%d\"}}".formatted(number % 10, number);
    }
}
