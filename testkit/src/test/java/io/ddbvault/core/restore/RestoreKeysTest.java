package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.MakeBackup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that are asked for by their keys come back, and no other item is touched. */
class RestoreKeysTest {
    private static final String ID = "20250722T030000Z-00000001";
    private static final KeySchema ORDERS =
            new KeySchema(List.of(new KeyAttribute("customer", "S"), new KeyAttribute("number", "N")));

    private final InMemoryRestore memory = new InMemoryRestore();

    @Test
    void onlyTheItemsThatAreAskedForAreWritten() {
        memory.backUp("users");
        List<String> before = memory.tables.texts("users");

        TableResult result = one(memory.run(keys("id=item-3", "id=item-129"), ID));

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(result.itemsWritten()).isEqualTo(2);
        assertThat(result.filesProcessed())
                .as("all of them are read and checked")
                .isEqualTo(4);
        assertThat(result.error()).isNull();
        assertThat(memory.tables.texts("users"))
                .containsExactlyInAnyOrderElementsOf(with(before, item("item-3"), item("item-129")));
    }

    @Test
    void aKeyThatTheBackupLacksIsNamedAndTheTableIsLessThanCompleted() {
        memory.backUp("users");
        List<String> before = memory.tables.texts("users");

        RestoreReport report = memory.run(keys("id=item-3", "id=u-999", "id=item-4"), ID);

        TableResult result = one(report);
        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.expectedItems()).isEqualTo(3);
        assertThat(result.itemsWritten()).isEqualTo(2);
        assertThat(result.itemsFailed()).isZero();
        assertThat(result.rejectsKey()).isNull();
        assertThat(result.error())
                .isEqualTo(
                        "2 of 3 items were written. The backup has no item for 1 of the 3 keys: {\"id\":{\"S\":\"u-999\"}}. Look for them in the backup of another date.");
        assertThat(EncodeReport.encode(report).statusCode()).isEqualTo(207);
        assertThat(EncodeReport.encode(report).toJson())
                .contains(
                        "\"success_rate\":\"66.66%\"",
                        "\"keys\":3", "\"keys_missing\":1,\"missing_keys\":[{\"id\":{\"S\":\"u-999\"}}],\"error\":");
        assertThat(memory.tables.texts("users"))
                .containsExactlyInAnyOrderElementsOf(with(before, item("item-3"), item("item-4")));
    }

    @Test
    void whereNoKeyIsFoundTheRestoreHasFailedAndTenOfThemAreNamed() {
        memory.backUp("users");
        List<String> before = memory.tables.texts("users");
        String[] keys = IntStream.range(0, 12).mapToObj(i -> "id=none-" + i).toArray(String[]::new);

        RestoreReport report = memory.run(keys(keys), ID);

        TableResult result = one(report);
        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.expectedItems()).isEqualTo(12);
        assertThat(result.error())
                .startsWith("0 of 12 items were written. The backup has no item for 12 of the 12 keys: {\"id\"")
                .contains("none-9")
                .doesNotContain("none-10")
                .endsWith(", and 2 more. Look for them in the backup of another date.");
        TableResult.MissingKeys missing = Objects.requireNonNull(result.missingKeys());
        assertThat(missing.count()).isEqualTo(12);
        assertThat(missing.first())
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj("{\"id\":{\"S\":\"none-%d\"}}"::formatted)
                        .toList());
        assertThat(EncodeReport.encode(report).statusCode()).isEqualTo(500);
        assertThat(memory.tables.texts("users")).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aMissingKeyIsNamedWholeUpToThreeHundredCharacters() {
        memory.backUp("users");
        String frame = "{\"id\":{\"S\":\"\"}}";
        String whole = "k".repeat(300 - frame.length());

        TableResult result = one(memory.run(keys("id=" + whole, "id=x" + whole), ID));

        assertThat(result.error())
                .contains("{\"id\":{\"S\":\"" + whole + "\"}},")
                .contains("{\"id\":{\"S\":\"x" + whole + "\"}…");
    }

    @Test
    void aPartitionKeyBringsAllItsItemsAndAKeyBesideItItsOwn() {
        orders();

        TableResult result =
                one(memory.run(keys("customer=c-3", "customer=c-5,number=25.0", "customer=c-3,number=3"), ID));

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.expectedItems()).isEqualTo(11);
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> expected.add(order(3 + 10 * i)));
        expected.add(order(25));
        assertThat(memory.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsAskedForComesAndNothingElse(long seed) {
        Random random = new Random(seed);
        orders();
        memory.cores = 1 + random.nextInt(4);
        TreeSet<Integer> expected = new TreeSet<>();
        List<String> keys = new ArrayList<>();
        int missing = 0;
        for (int i = random.nextInt(30); i >= 0; i--) {
            int number = random.nextInt(130);
            if (random.nextInt(5) == 0) {
                int customer = random.nextInt(10);
                keys.add("customer=c-" + customer);
                IntStream.range(0, 10).forEach(n -> expected.add(customer + 10 * n));
            } else {
                String key = "customer=c-%d,number=%d".formatted(number % 10, number);
                if (number < 100) {
                    expected.add(number);
                } else if (!keys.contains(key)) {
                    missing++;
                }
                keys.add(key);
            }
        }

        TableResult result = one(memory.run(keys(keys.toArray(String[]::new)), ID));

        assertThat(result.itemsWritten()).isEqualTo(expected.size());
        assertThat(result.expectedItems()).isEqualTo(expected.size() + missing);
        assertThat(result.status())
                .isEqualTo(
                        missing == 0
                                ? TableStatus.COMPLETED
                                : expected.isEmpty() ? TableStatus.FAILED : TableStatus.PARTIAL_SUCCESS);
        assertThat(memory.tables.texts("orders"))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(RestoreKeysTest::order).toList());
    }

    @Test
    void oneThatStoppedGoesOnWithItsKeysAndKnowsWhichItHasFound() {
        memory.backUp("users");
        memory.cores = 1;
        List<String> before = memory.tables.texts("users");
        RestoreReport first =
                memory.runAndStopAfter(1, keys("id=item-3", "id=item-70", "id=item-115", "id=item-130", "id=none"), ID);
        assertThat(first.restoreId()).isEqualTo(ID);
        assertThat(one(first).status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(one(first).error())
                .startsWith(one(first).itemsWritten() + " of 5 items were written. The run stopped");
        assertThat(first.keys()).isEqualTo(5);
        // Not before all is read.
        assertThat(one(first).missingKeys()).isNull();

        RestoreReport last = memory.run(RestoreRequest.goOnWith(ID), "20250722T040000Z-00000002");

        TableResult result = one(last);
        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(4);
        assertThat(result.expectedItems()).isEqualTo(5);
        assertThat(result.filesProcessed()).isEqualTo(4);
        assertThat(result.error()).contains("no item for 1 of the 5 keys: {\"id\":{\"S\":\"none\"}}.");
        assertThat(result.missingKeys())
                .isEqualTo(new TableResult.MissingKeys(1, List.of("{\"id\":{\"S\":\"none\"}}")));
        assertThat(last.keys()).isEqualTo(5);
        assertThat(memory.tables.texts("users"))
                .containsExactlyInAnyOrderElementsOf(
                        with(before, item("item-3"), item("item-70"), item("item-115"), item("item-130")));
        assertThat(one(memory.run(RestoreRequest.goOnWith(ID), "20250722T050000Z-00000003")))
                .as("what has ended answers again what it came to")
                .isEqualTo(result);
    }

    @Test
    void howItStandsIsToldInItemsThatWereLookedThrough() {
        memory.backUp("users");
        memory.cores = 1;
        memory.runAndStopAfter(1, keys("id=item-3", "id=item-129"), ID);

        RestoreStatus.OpenTable open = memory.status(ID).open().get(0);

        assertThat(open.itemsWritten()).isEqualTo(1);
        assertThat(open.itemsPassedOver()).isEqualTo(99);
        assertThat(open.expectedItems()).isEqualTo(131);
        assertThat(open.decided()).isEqualTo(100);
    }

    @Test
    void progressCountsTheItemsThatAreLookedThroughAndWhatWasWritten() {
        List<ProgressEvent> events = new CopyOnWriteArrayList<>();
        memory.backUp("users");
        memory.listener = events::add;

        memory.run(keys("id=item-3", "id=item-129"), ID);

        List<Advanced> advanced = events.stream()
                .filter(Advanced.class::isInstance)
                .map(Advanced.class::cast)
                .toList();
        assertThat(advanced).allSatisfy(event -> assertThat(event.phase()).isEqualTo(Phase.SELECT));
        Advanced last = advanced.get(advanced.size() - 1);
        assertThat(last.items()).isEqualTo(131);
        assertThat(last.expectedItems()).isEqualTo(131);
        assertThat(last.stored()).isEqualTo(2);
    }

    @Test
    void aLineThatIsNoItemOrHasNotTheKeyMayBeOneThatIsAskedForSoItIsNamed() {
        memory.tables.create("users", InMemoryRestore.ID);
        MakeBackup backup = backup();
        backup.table(
                "users", List.of(List.of(line(item("a")), "{\"Item\":{\"id\":", line("{\"mail\":{\"S\":\"x\"}}"))));
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        backup.objects().forEach(memory.store::put);

        TableResult result = one(memory.run(keys("id=a"), ID));

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(1);
        assertThat(result.itemsFailed()).isEqualTo(2);
        assertThat(result.expectedItems()).isEqualTo(3);
        assertThat(result.failures()).extracting(FailedItem::reason).last().isEqualTo("has not the key id (S)");
        assertThat(memory.tables.texts("users")).containsExactly(item("a"));
    }

    @Test
    void anItemThatDynamoDbRefusesIsFoundAndFailed() {
        memory.backUp("users");
        ItemWriter refusing = batch -> new ItemWriter.Refused("ValidationException: the test says so", false);

        TableResult result = one(memory.run(keys("id=item-3", "id=none"), ID, refusing));

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsFailed()).isEqualTo(1);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(result.rejectsKey()).isNotNull();
        assertThat(result.error()).contains("no item for 1 of the 2 keys: {\"id\":{\"S\":\"none\"}}", "--rejects");
    }

    @Test
    void aFileThatEndsTooEarlyIsTheTablesFaultThoughAllKeysWereFound() {
        memory.tables.create("users", InMemoryRestore.ID);
        MakeBackup backup = backup();
        MakeBackup.Export export = backup.table("users", List.of(lines(0, 100), lines(100, 120)));
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        export.rewriteDataFile(1, MakeBackup.gzip(lines(100, 119)));
        backup.objects().forEach(memory.store::put);

        TableResult result = one(memory.run(keys("id=item-3", "id=item-110"), ID));

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(2);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(result.error()).contains("has 19 lines, the export's manifest counts 20 items");
    }

    @Test
    void aDryRunReadsNothingAndSaysThatAllWillBeRead() {
        memory.backUp("users");
        List<String> before = memory.tables.texts("users");

        RestoreReport report =
                memory.run(keys("id=item-3", "id=none").toBuilder().dryRun(true).build(), ID);

        TableResult result = one(report);
        assertThat(result.status()).isEqualTo(TableStatus.READY);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(result.estimate()).isNotNull();
        assertThat(result.estimate().dataFiles()).isEqualTo(4);
        assertThat(result.estimate().writeUnits()).isEqualTo(2);
        assertThat(report.warnings())
                .contains(
                        "Which items of users the keys select is known once its backup is read: all 131 items in 4 files, 0.0 MiB. A key counts here for one item.");
        assertThat(memory.tables.texts("users")).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void ofAPartitionWhoseItemsNobodyCountedADryRunTakesThemToBeAll() {
        orders();

        TableResult result =
                one(memory.run(keys("customer=c-3").toBuilder().dryRun(true).build(), ID));

        assertThat(result.estimate()).isNotNull();
        assertThat(result.estimate().writeUnits()).isEqualTo(100);
    }

    @Test
    void keysAreOfOneTable() {
        memory.backUp("users", "codes");

        assertThat(refusal(keys("id=item-3")).text())
                .isEqualTo(
                        "keys are of one table, and 2 would be restored, users, codes; name one of them in tables. Nothing was touched.");
        assertThat(refusal(keys("id=item-3").toBuilder()
                                .tables(List.of("users", "codes"))
                                .build())
                        .code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        memory.set("DYNAMODB_TABLES", "[\"codes\"]");
        assertThat(one(memory.run(keys("id=item-3"), ID)).table()).isEqualTo("codes");
    }

    @Test
    void keysGoIntoAnotherTableToo() {
        memory.backUp("users");
        memory.tables.create("copy", InMemoryRestore.ID);

        TableResult result = one(memory.run(
                keys("id=item-3").toBuilder()
                        .targetTables(Map.of("users", "copy"))
                        .build(),
                ID));

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(memory.tables.texts("copy")).containsExactly(item("item-3"));
    }

    @Test
    void keysAndAClearDoNotGoTogether() {
        memory.backUp("users");
        RestoreRequest clearing = new RestoreRequest(null, List.of("users"), false, true, 1)
                .toBuilder().keys(keys("id=item-3").keys()).build();

        assertThat(refusal(clearing).text()).startsWith("keys and clear_existing_data do not go together");
        assertThat(memory.tables.texts("users")).hasSize(40);
    }

    @Test
    void aKeyThatIsNotTheTablesIsRefusedBeforeAnythingIsTouched() {
        memory.backUp("users");

        DdbvaultException refusal = refusal(keys("id=item-3", "mail=secret"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal.text())
                .isEqualTo(
                        "key 2 names mail, which is no key attribute; the key of users is id (S). Nothing was touched.");
        assertThat(memory.tables.texts("users")).hasSize(40);
    }

    private DdbvaultException refusal(RestoreRequest request) {
        return catchThrowableOfType(DdbvaultException.class, () -> memory.run(request, ID));
    }

    /** A hundred orders of ten customers in three files, and a table that has none of them. */
    private void orders() {
        memory.tables.create("orders", ORDERS);
        MakeBackup backup = backup();
        List<String> lines =
                IntStream.range(0, 100).mapToObj(i -> line(order(i))).toList();
        backup.table("orders", List.of(lines.subList(0, 33), lines.subList(33, 34), lines.subList(34, 100)));
        backup.objects().forEach(memory.store::put);
    }

    private static MakeBackup backup() {
        return new MakeBackup("backups", "native-exports", "2025-07-20", "production");
    }

    private static RestoreRequest keys(String... keys) {
        List<RequestedKey> all = new ArrayList<>();
        for (String key : keys) {
            all.add(DecodeKey.fromText(key, "key " + (all.size() + 1)));
        }
        return new RestoreRequest(null, null, false, false, 2)
                .toBuilder().keys(all).build();
    }

    private static TableResult one(RestoreReport report) {
        assertThat(report.results()).hasSize(1);
        return report.results().get(0);
    }

    private static List<String> with(List<String> before, String... more) {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of(more));
        return all;
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> line(item("item-" + i))).toList();
    }

    private static String line(String item) {
        return "{\"Item\":" + item + "}";
    }

    private static String item(String id) {
        return InMemoryRestore.item(id);
    }

    private static String order(int number) {
        return "{\"customer\":{\"S\":\"c-%d\"},\"number\":{\"N\":\"%d\"}}".formatted(number % 10, number);
    }
}
