package io.ddbvault.core.restore;

import static io.ddbvault.core.restore.InMemoryRestore.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import io.ddbvault.testkit.InMemoryExistingItems.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that never overwrites: what the table has stays, what it lacks is written, and each item is counted once. */
class RestoreOnlyMissingTest {
    private static final String FIRST = "20250722T030000Z-00000001";
    private static final String SECOND = "20250722T040000Z-00000002";
    private static final RestoreRequest MISSING =
            RestoreRequest.LATEST.toBuilder().writeMode(WriteMode.MISSING).build();
    /** Of the backup's 131 items, every tenth is in the table, as the application has it. */
    private static final int KEPT = 14;

    private static final int WRITTEN = 131 - KEPT;

    private final InMemoryRestore restore = new InMemoryRestore();
    private final TouchedItems touched = new TouchedItems(restore);

    @Test
    void whatTheTableHasStaysToTheByteAndTheRestIsWritten() {
        begin("orders");

        RestoreReport report = restore.run(MISSING, FIRST);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN);
        assertThat(result.itemsKept()).isEqualTo(KEPT);
        assertThat(result.itemsProcessed()).isEqualTo(131);
        assertThat(result.error()).isNull();
        assertRestored("orders");
        assertThat(restore.existing.puts()).as("one call for each item").isEqualTo(131);
        assertThat(restore.writer.calls()).isZero();
        assertThat(EncodeReport.encode(report).toJson())
                .contains(
                        "\"total_items_processed\":131,\"total_items_written\":117,\"total_items_kept\":14,",
                        "\"configuration\":{\"clear_existing_data\":false,\"max_workers\":5,\"only\":\"missing\"}",
                        "\"items_written\":117,\"items_kept\":14,\"items_failed\":0,",
                        "\"success_rate\":\"100.00%\"");
    }

    @Test
    void aSecondTimeEverythingIsKept() {
        begin("orders");
        restore.run(MISSING, FIRST);

        TableResult again = restore.run(MISSING, SECOND).results().get(0);

        assertThat(again.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(again.itemsWritten()).isZero();
        assertThat(again.itemsKept()).isEqualTo(131);
        assertRestored("orders");
    }

    @ParameterizedTest(name = "after {0} puts")
    @ValueSource(ints = {1, 2, 24, 25, 26, 99, 130, 131, 150, 257})
    void whatAStopLeftOpenIsFinishedByTheSameIdWithExactCounts(int puts) {
        begin("orders", "users");
        restore.looks = touched;

        RestoreReport first = restore.run(MISSING, FIRST, restore.writer, touched.stopAfter(puts));

        assertThat(first.restoreId()).isEqualTo(FIRST);
        for (TableResult result : first.results()) {
            long kept = result.itemsKept() == null ? 0 : result.itemsKept();
            assertThat(restore.tables.items(result.table()))
                    .as("what the report counts is in the table")
                    .hasSize((int) (40 + KEPT + result.itemsWritten()));
            assertThat(kept).isLessThanOrEqualTo(KEPT);
        }
        RestoreStatus status = restore.status(FIRST);
        assertThat(status.open()).isNotEmpty();
        assertThat(EncodeStatus.encode(status).toJson()).contains("\"items_kept\":");
        touched.stopAfter(Integer.MAX_VALUE);
        RestoreReport last = restore.run(RestoreRequest.goOnWith(FIRST), "unused");

        assertThat(last.restoreId()).isNull();
        assertThat(last.writeMode()).isEqualTo(WriteMode.MISSING);
        for (TableResult result : last.results()) {
            assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
            assertThat(result.itemsWritten()).isEqualTo(WRITTEN);
            assertThat(result.itemsKept()).isEqualTo(KEPT);
            assertRestored(result.table());
        }
    }

    @Test
    void ofAProcessThatDiedWhatItStoredAndDidNotNoteCountsAsKept() {
        begin("orders");
        restore.looks = touched;
        touched.dieAt(70);
        restore.run(MISSING, FIRST);
        int stored = restore.tables.items("orders").size() - 40 - KEPT;
        touched.bury();
        restore.clock.advance(Duration.ofMinutes(3));

        TableResult result =
                restore.run(RestoreRequest.goOnWith(FIRST), "unused").results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(WRITTEN - stored);
        assertThat(result.itemsKept()).isEqualTo(KEPT + stored);
        assertRestored("orders");
    }

    @Test
    void throttlesAndLostAnswersLoseNothingAndCountNothingTwice() {
        begin("orders");
        restore.existing
                .faults()
                .on(Call.PUT_IF_ABSENT)
                .returning(new Throttled("ProvisionedThroughputExceededException"))
                .times(30)
                .passing(20)
                .returning(new Unavailable("500"))
                .times(7)
                .passing(5)
                .returningAfter(new Unavailable("SocketException: Connection reset"))
                .times(10)
                .passing(10)
                .returning(new Throttled("ThrottlingException"))
                .times(5);

        TableResult result = restore.run(MISSING, FIRST).results().get(0);

        restore.existing.faults().assertAllFired();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsProcessed()).isEqualTo(131);
        assertThat(result.itemsKept()).isBetween((long) KEPT, KEPT + 10L);
        assertRestored("orders");
    }

    @Test
    void aLostAnswersItemCountsAsKept() {
        begin("orders");
        IntStream.range(0, 40).forEach(i -> restore.tables.delete("orders"));
        restore.tables.create("orders", InMemoryRestore.ID);
        restore.existing.faults().on(Call.PUT_IF_ABSENT).returningAfter(new Unavailable("500"));

        TableResult result = restore.run(MISSING, FIRST).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(130);
        assertThat(result.itemsKept()).isEqualTo(1);
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
    }

    @Test
    void aRefusedItemIsNamedItsNeighboursAreWrittenAndItsRejectNeverOverwritesEither() {
        begin("orders");
        restore.looks = touched.refusing("\"item-7\"", "\"item-111\"");

        TableResult partly = restore.run(MISSING, FIRST).results().get(0);

        assertThat(partly.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(partly.itemsWritten()).isEqualTo(WRITTEN - 2);
        assertThat(partly.itemsKept()).isEqualTo(KEPT);
        assertThat(partly.itemsFailed()).isEqualTo(2);
        assertThat(partly.failures())
                .extracting(FailedItem::key)
                .containsExactlyInAnyOrder(item("item-7"), item("item-111"));
        assertThat(partly.error())
                .startsWith("115 of 131 items were written, and 14 are kept as the table has them. 2 items failed:")
                .endsWith(
                        "Mend the cause, and write these items again with 'ddbvault restore --rejects' and the rejects_key, and with the same --only option.");

        touched.takeAll();
        restore.tables.put("orders", ofTheApplication("item-7"));
        String rejects = String.valueOf(partly.rejectsKey());
        TableResult mended = restore.run(
                        MISSING.toBuilder().rejects(List.of(rejects)).build(), SECOND)
                .results()
                .get(0);

        assertThat(mended.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(mended.itemsWritten()).isEqualTo(1);
        assertThat(mended.itemsKept()).isEqualTo(1);
        List<String> expected = new ArrayList<>(restored());
        expected.remove(item("item-7"));
        expected.add(ofTheApplication("item-7"));
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatTheApplicationPutsMeanwhileStays() {
        begin("orders");
        restore.existing
                .faults()
                .on(Call.PUT_IF_ABSENT)
                .running(() -> IntStream.range(0, 131)
                        .filter(i -> i % 10 == 1)
                        .forEach(i -> restore.tables.put("orders", ofTheApplication("item-" + i))));

        TableResult result = restore.run(
                        new RestoreRequest(null, null, false, false, 1)
                                .toBuilder().writeMode(WriteMode.MISSING).build(),
                        FIRST)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsKept()).isEqualTo(2 * KEPT - 1);
        assertThat(restore.tables.texts("orders"))
                .contains(ofTheApplication("item-1"), ofTheApplication("item-121"), item("item-2"));
    }

    @Test
    void aFailedConditionCountsForThePace() {
        begin("orders");
        restore.run(MISSING, FIRST);

        RestoreReport again = restore.run(
                new RestoreRequest(null, null, false, false, 1)
                        .toBuilder()
                                .writeMode(WriteMode.MISSING)
                                .maxWriteUnits(10)
                                .build(),
                SECOND);

        assertThat(again.itemsKept()).isEqualTo(131);
        assertThat(again.duration()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(15));
    }

    @Test
    void withoutTheRightToPutTheTableFailsAndTheMessageSaysWhy() {
        begin("orders");
        restore.existing
                .faults()
                .on(Call.PUT_IF_ABSENT)
                .throwing(
                        new DdbvaultException(ErrorCode.ACCESS_DENIED, "AWS denies dynamodb:PutItem on table orders."))
                .times(1000);

        TableResult result = restore.run(MISSING, FIRST).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error())
                .startsWith("0 of 131 items were written, and 0 are kept as the table has them.")
                .contains("AWS denies dynamodb:PutItem on table orders.");
    }

    @Test
    void anotherRunThatTookTheLockEndsThisOneBeforeItsNextPut() {
        begin("orders");
        restore.existing.faults().on(Call.PUT_IF_ABSENT).passing(10).running(() -> {
            restore.store.keys().stream()
                    .filter(key -> key.contains("/locks/"))
                    .forEach(key -> restore.store.put(
                            key, restore.store.text(key).replace(FIRST, SECOND).replace("a test", "another")));
            restore.clock.advance(Duration.ofSeconds(90));
        });

        TableResult result = restore.run(MISSING, FIRST).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(restore.tables.items("orders")).hasSize((int) (40 + KEPT + result.itemsWritten()));
        assertThat(result.itemsWritten()).isLessThan(WRITTEN);
    }

    @Test
    void progressCountsWhatIsKeptAsDoneAndWhatIsWrittenApart() {
        begin("orders");
        List<ProgressEvent> events = new CopyOnWriteArrayList<>();
        restore.listener = events::add;

        restore.run(MISSING, FIRST);

        assertThat(events)
                .contains(
                        new PhaseStarted("orders", Phase.SIFT, 131),
                        new PhaseEnded("orders", Phase.SIFT, 131, Duration.ZERO));
        Advanced last = events.stream()
                .filter(event -> event instanceof Advanced)
                .map(event -> (Advanced) event)
                .max(Comparator.comparingLong(Advanced::items))
                .orElseThrow();
        assertThat(last.items()).isEqualTo(131);
        assertThat(last.stored()).isEqualTo(WRITTEN);
    }

    @Test
    void aDryRunSaysWhatItCostsAndTouchesNothing() {
        begin("orders");

        RestoreReport report = restore.run(MISSING.toBuilder().dryRun(true).build(), FIRST);

        assertThat(EncodeReport.encode(report).toJson())
                .contains("\"only\":\"missing\"", "\"existing_items\":54,\"estimated_write_units\":131,")
                .doesNotContain("read_units", "\"items_kept\"");
        assertThat(restore.existing.puts()).isZero();
    }

    @ParameterizedTest(name = "after {0} puts")
    @ValueSource(ints = {1, 2, 3, 99})
    void ofTheItemsThatAreAskedForThoseThatAreMissingAreWritten(int puts) {
        begin("orders");
        restore.looks = touched;
        List<String> before = restore.tables.texts("orders");
        RestoreRequest request = MISSING.toBuilder()
                .keys(Stream.of("item-10", "item-11", "item-12", "item-20")
                        .map(id -> DecodeKey.fromText(item(id), "keys"))
                        .toList())
                .build();

        restore.run(request, FIRST, restore.writer, touched.stopAfter(puts));
        touched.stopAfter(Integer.MAX_VALUE);
        RestoreReport report = restore.run(RestoreRequest.goOnWith(FIRST), "unused");

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.expectedItems()).isEqualTo(4);
        assertThat(result.itemsWritten()).isEqualTo(2);
        assertThat(result.itemsKept()).isEqualTo(2);
        List<String> expected = new ArrayList<>(before);
        expected.addAll(List.of(item("item-11"), item("item-12")));
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(EncodeReport.encode(report).toJson()).contains("\"only\":\"missing\"", "\"keys\":4");
    }

    @Test
    void aVersionThatKnowsNothingOfItDoesNotGoOnAndOverwrite() {
        begin("orders");
        restore.looks = touched;
        restore.run(MISSING, FIRST, restore.writer, touched.stopAfter(20));

        assertThat(restore.store.text(InMemoryRestore.LAYOUT.checkpoint(FIRST)))
                .contains("\"version\" : 3", "\"write_mode\" : \"MISSING\"");
    }

    @Test
    void aClearLeavesNothingToKeep() {
        RestoreRequest clearing = new RestoreRequest(null, null, false, true, 5);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> clearing.toBuilder().writeMode(WriteMode.MISSING).build());
    }

    private void begin(String... tables) {
        restore.backUp(tables);
        for (String table : tables) {
            IntStream.range(0, 131)
                    .filter(i -> i % 10 == 0)
                    .forEach(i -> restore.tables.put(table, ofTheApplication("item-" + i)));
        }
    }

    private void assertRestored(String table) {
        assertThat(restore.tables.texts(table)).containsExactlyInAnyOrderElementsOf(restored());
    }

    private static List<String> restored() {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 40).forEach(i -> all.add(item("live-" + i)));
        IntStream.range(0, 131).forEach(i -> all.add(i % 10 == 0 ? ofTheApplication("item-" + i) : item("item-" + i)));
        return all;
    }

    private static String ofTheApplication(String id) {
        return "{ \"v\": {\"S\":\"newer\"}, \"id\":{\"S\":\"%s\"}}".formatted(id);
    }
}
