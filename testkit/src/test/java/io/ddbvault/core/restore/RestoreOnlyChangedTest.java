package io.ddbvault.core.restore;

import static io.ddbvault.core.restore.InMemoryRestore.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems.NotLooked;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import io.ddbvault.testkit.InMemoryExistingItems.Call;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.MakeBackup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that writes only what differs from the table: no equal item is written, and each item is counted once. */
class RestoreOnlyChangedTest {
    private static final String FIRST = "20250722T030000Z-00000001";
    private static final String SECOND = "20250722T040000Z-00000002";
    private static final RestoreRequest CHANGED =
            RestoreRequest.LATEST.toBuilder().writeMode(WriteMode.CHANGED).build();
    /** Of the backup's 131 items, every third is in the table as it is, and every tenth as somebody changed it. */
    private static final List<Integer> EQUAL = IntStream.range(0, 131)
            .filter(i -> i % 3 == 0 && i % 10 != 0)
            .boxed()
            .toList();

    private static final int WRITTEN = 131 - EQUAL.size();

    private final InMemoryRestore restore = new InMemoryRestore();
    private final TouchedItems touched = new TouchedItems(restore);
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Test
    void exactlyWhatDiffersOrIsMissingIsSent() {
        begin("orders");

        RestoreReport report = restore.run(CHANGED, FIRST, this::send);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN);
        assertThat(result.itemsKept()).isEqualTo(EQUAL.size());
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 131)
                        .filter(i -> !EQUAL.contains(i))
                        .mapToObj(i -> item("item-" + i))
                        .toList());
        assertRestored("orders");
        assertThat(restore.existing.puts()).isZero();
        assertThat(EncodeReport.encode(report).toJson())
                .contains(
                        "\"only\":\"changed\"",
                        "\"items_written\":%d,\"items_kept\":%d,".formatted(WRITTEN, EQUAL.size()));
    }

    @Test
    void ofATableThatIsAsTheBackupNothingIsSent() {
        begin("orders");
        restore.run(CHANGED, FIRST, this::send);
        sent.clear();

        TableResult again = restore.run(CHANGED, SECOND, this::send).results().get(0);

        assertThat(again.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(again.itemsWritten()).isZero();
        assertThat(again.itemsKept()).isEqualTo(131);
        assertThat(sent).isEmpty();
    }

    @Test
    void anotherSpellingIsNoDifferenceAndTheLeastOtherValueIs() {
        restore.tables.create("users", InMemoryRestore.ID);
        restore.tables.put(
                "users",
                "{\"n\":{\"N\":\"100\"},\"s\":{\"SS\":[\"b\",\"a\"]},\"id\":{\"S\":\"same\"},\"t\":{\"S\":\"é\"}}");
        restore.tables.put("users", "{\"id\":{\"S\":\"list\"},\"l\":{\"L\":[{\"N\":\"2\"},{\"N\":\"1\"}]}}");
        restore.tables.put("users", "{\"id\":{\"S\":\"more\"},\"a\":{\"S\":\"\"}}");
        String list = "{\"id\":{\"S\":\"list\"},\"l\":{\"L\":[{\"N\":\"1\"},{\"N\":\"2\"}]}}";
        String more = "{\"id\":{\"S\":\"more\"}}";
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        backup.table(
                "users",
                List.of(List.of(
                        "{\"Item\":{\"id\":{\"S\":\"same\"},\"t\":{\"S\":\"\\u00e9\"},\"n\":{\"N\":\"1.0E2\"},\"s\":{\"SS\":[\"a\",\"b\"]}}}",
                        "{\"Item\":" + list + "}",
                        "{\"Item\":" + more + "}")));
        backup.objects().forEach(restore.store::put);

        TableResult result = restore.run(CHANGED, FIRST, this::send).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsKept()).isEqualTo(1);
        assertThat(sent).containsExactlyInAnyOrder(list, more);
    }

    @ParameterizedTest(name = "after {0} looks")
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 9})
    void whatAStopLeftOpenIsFinishedByTheSameIdWithExactCounts(int looks) {
        begin("orders", "users");
        restore.looks = touched;

        RestoreReport first = restore.run(CHANGED, FIRST, this::send, touched.stopAfter(looks));

        assertThat(first.restoreId()).isEqualTo(FIRST);
        assertThat(sent)
                .hasSize(first.results().stream()
                        .mapToInt(result -> (int) result.itemsWritten())
                        .sum());
        touched.stopAfter(Integer.MAX_VALUE);
        RestoreReport last = restore.run(RestoreRequest.goOnWith(FIRST), "unused", this::send);

        assertThat(last.restoreId()).isNull();
        for (TableResult result : last.results()) {
            assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
            assertThat(result.itemsProcessed()).isEqualTo(131);
            assertRestored(result.table());
        }
        assertThat(sent).as("nothing twice").hasSize(2 * WRITTEN);
        assertThat(last.itemsKept()).isEqualTo(2L * EQUAL.size());
    }

    @Test
    void ofAProcessThatDiedWhatItStoredAndDidNotNoteCountsAsKept() {
        begin("orders");
        restore.looks = touched;
        touched.dieAt(4);
        restore.run(CHANGED, FIRST, this::send);
        touched.bury();
        int stored = sent.size();
        restore.clock.advance(Duration.ofMinutes(3));

        TableResult result = restore.run(RestoreRequest.goOnWith(FIRST), "unused", this::send)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN - stored);
        assertThat(result.itemsKept()).isEqualTo(EQUAL.size() + stored);
        assertThat(sent).as("nothing twice").hasSize(WRITTEN);
        assertRestored("orders");
    }

    @Test
    void looksThatAreThrottledLostOrAnsweredInPartAreMadeAgainAndWritesDoNotLookAgain() {
        begin("orders");
        restore.existing.lookForAtMost(7);
        restore.existing
                .faults()
                .on(Call.LOOK)
                .returning(new NotLooked(new Throttled("ProvisionedThroughputExceededException")))
                .times(10)
                .passing(3)
                .returning(new NotLooked(new Unavailable("500")))
                .times(5)
                .passing(2)
                .returning(new NotLooked(new Throttled("ThrottlingException")));
        restore.writer
                .faults()
                .on(InMemoryItemWriter.Call.WRITE)
                .returning(new Throttled("ProvisionedThroughputExceededException"))
                .times(20)
                .passing(1)
                .returningAfter(new Unavailable("500"));
        restore.writer.takeAtMost(3);

        TableResult result = restore.run(CHANGED, FIRST, this::send).results().get(0);

        restore.existing.faults().assertAllFired();
        restore.writer.faults().assertAllFired();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN);
        assertThat(result.itemsKept()).isEqualTo(EQUAL.size());
        assertRestored("orders");
    }

    @Test
    void whatHasToBeWrittenAgainIsNotLookedUpAgain() {
        begin("orders");
        restore.writer
                .faults()
                .on(InMemoryItemWriter.Call.WRITE)
                .returning(new Throttled("ProvisionedThroughputExceededException"))
                .times(20)
                .passing(1)
                .returningAfter(new Unavailable("500"));
        restore.writer.takeAtMost(3);

        TableResult result = restore.run(CHANGED, FIRST, this::send).results().get(0);

        restore.writer.faults().assertAllFired();
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN);
        assertThat(restore.existing.looks()).as("files of 100, 30 and 1 item").isEqualTo(4 + 2 + 1);
    }

    @Test
    void aThrottledTableIsLookedAtMoreSlowly() {
        begin("orders");
        restore.existing
                .faults()
                .on(Call.LOOK)
                .returning(new NotLooked(new Throttled("ProvisionedThroughputExceededException")))
                .times(200);

        RestoreReport report = restore.run(CHANGED, FIRST);

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(restore.clock.slept()).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void whatTheApplicationChangesBetweenLookAndWriteIsReplacedIfItDifferedAndStaysIfItWasEqual() {
        begin("orders");
        int equal = EQUAL.get(0);
        int different = 1;
        ItemWriter writer = batch -> {
            if (sent.isEmpty()) {
                restore.tables.put("orders", changed(equal));
                restore.tables.put("orders", changed(different));
            }
            return send(batch);
        };

        TableResult result = restore.run(
                        new RestoreRequest(null, null, false, false, 1)
                                .toBuilder().writeMode(WriteMode.CHANGED).build(),
                        FIRST,
                        writer)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(restore.tables.texts("orders"))
                .contains(item("item-" + different))
                .doesNotContain(changed(different));
    }

    @Test
    void aRefusedItemIsNamedWhetherItsKeyIsRefusedOrWhatIsInIt() {
        begin("orders");
        restore.looks = touched.refusing("\"item-1\"", "\"item-111\"");
        ItemWriter refusing = batch -> texts(batch).contains(item("item-71"))
                ? new Refused("ValidationException: Type mismatch for Index Key")
                : send(batch);

        TableResult result = restore.run(CHANGED, FIRST, refusing).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN - 2);
        assertThat(result.itemsKept()).isEqualTo(EQUAL.size() - 1);
        assertThat(result.itemsFailed()).isEqualTo(3);
        assertThat(result.failures())
                .extracting(FailedItem::key, FailedItem::reason)
                .containsExactlyInAnyOrder(
                        tuple(
                                item("item-1"),
                                "was refused by DynamoDB: ValidationException: One or more parameter values are not valid"),
                        tuple(
                                item("item-111"),
                                "was refused by DynamoDB: ValidationException: One or more parameter values are not valid"),
                        tuple(
                                item("item-71"),
                                "was refused by DynamoDB: ValidationException: Type mismatch for Index Key"));
        assertThat(sent).hasSize(WRITTEN - 2);
    }

    @Test
    void ofTheItemsThatAreAskedForThoseThatDifferAreWritten() {
        begin("orders");
        RestoreRequest request = CHANGED.toBuilder()
                .keys(Stream.of("item-10", "item-11", "item-" + EQUAL.get(0))
                        .map(id -> DecodeKey.fromText(item(id), "keys"))
                        .toList())
                .build();

        RestoreReport report = restore.run(request, FIRST, this::send);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(2);
        assertThat(result.itemsKept()).isEqualTo(1);
        assertThat(sent).containsExactlyInAnyOrder(item("item-10"), item("item-11"));
    }

    @Test
    void withoutTheRightToReadTheTableFailsAndNothingIsWritten() {
        begin("orders");
        restore.existing
                .faults()
                .on(Call.LOOK)
                .throwing(new DdbvaultException(
                        ErrorCode.ACCESS_DENIED, "AWS denies dynamodb:BatchGetItem on table orders."))
                .times(100);

        TableResult result = restore.run(CHANGED, FIRST, this::send).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error())
                .startsWith("0 of 131 items were written, and 0 are kept as the table has them.")
                .contains("AWS denies dynamodb:BatchGetItem on table orders.");
        assertThat(sent).isEmpty();
    }

    @Test
    void theCeilingIsOnWhatIsWrittenAndNotOnWhatIsKept() {
        begin("orders");
        restore.run(CHANGED, FIRST);
        RestoreRequest slow = new RestoreRequest(null, null, false, false, 1)
                .toBuilder().writeMode(WriteMode.CHANGED).maxWriteUnits(10).build();

        RestoreReport equal = restore.run(slow, SECOND);

        assertThat(equal.itemsKept()).isEqualTo(131);
        assertThat(equal.duration()).isLessThan(Duration.ofSeconds(1));

        IntStream.range(0, 60).forEach(i -> restore.tables.put("orders", changed(i)));
        RestoreReport changed = restore.run(slow, "20250722T050000Z-00000003");

        assertThat(changed.results().get(0).itemsWritten()).isEqualTo(60);
        assertThat(changed.duration()).isBetween(Duration.ofMillis(5500), Duration.ofMillis(7500));
    }

    @Test
    void aDryRunSaysWhatToCompareCostsAndTheMostThatIsWritten() {
        begin("orders");

        RestoreReport report =
                restore.run(CHANGED.toBuilder().dryRun(true).maxWriteUnits(1).build(), FIRST);

        assertThat(EncodeReport.encode(report).toJson())
                .contains("\"estimated_write_units\":131,\"estimated_read_units\":131,")
                .doesNotContain("estimated_duration");
        assertThat(restore.existing.looks()).isZero();
    }

    private ItemWriter.Outcome send(WriteBatch batch) {
        ItemWriter.Outcome outcome = restore.writer.write(batch);
        if (outcome instanceof ItemWriter.Answered answered) {
            List<String> texts = texts(batch);
            IntStream.range(0, batch.size())
                    .filter(index -> !answered.unprocessed().contains(index))
                    .forEach(index -> sent.add(texts.get(index)));
        }
        return outcome;
    }

    private static List<String> texts(WriteBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(index -> new String(
                        batch.body(),
                        batch.start(index),
                        batch.end(index) - batch.start(index),
                        StandardCharsets.UTF_8))
                .toList();
    }

    private void begin(String... tables) {
        restore.backUp(tables);
        for (String table : tables) {
            IntStream.range(0, 131).filter(i -> i % 10 == 0).forEach(i -> restore.tables.put(table, changed(i)));
            EQUAL.forEach(i -> restore.tables.put(table, equal(i)));
        }
    }

    private void assertRestored(String table) {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 40).forEach(i -> all.add(item("live-" + i)));
        IntStream.range(0, 131).forEach(i -> all.add(EQUAL.contains(i) ? equal(i) : item("item-" + i)));
        assertThat(restore.tables.texts(table)).containsExactlyInAnyOrderElementsOf(all);
    }

    private static String changed(int i) {
        return "{\"id\":{\"S\":\"item-%d\"},\"v\":{\"S\":\"changed\"}}".formatted(i);
    }

    /** The same to DynamoDB, and told apart from what a restore writes. */
    private static String equal(int i) {
        return "{ \"id\" : { \"S\" : \"item-%d\" } }".formatted(i);
    }
}
