package io.ddbvault.core.restore;

import static io.ddbvault.core.restore.InMemoryRestore.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a restore could not write is kept as it was, and written by a later one once the cause is mended. */
class RestoreRejectsTest {
    private static final String FIRST = "20250722T030000Z-00000001";
    private static final String SECOND = "20250722T040000Z-00000002";
    private static final String THIRD = "20250722T050000Z-00000003";
    private static final String RESTORES = "native-exports/_state/restores/";
    private static final String REJECTS = RESTORES + FIRST + "/rejects-orders.jsonl";
    private static final RestoreRequest CLEARING = new RestoreRequest(null, null, false, true, 2);

    private final InMemoryRestore restore = new InMemoryRestore();

    /** Ids of items that DynamoDB refuses, as an index with a key of another type makes it. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    @Test
    void refusedItemsAreKeptAsTheyWereAndWrittenOnceTheCauseIsMended() {
        restore.backUp("orders");
        refused.addAll(List.of("item-7", "item-110"));

        TableResult partly = run(CLEARING, FIRST).results().get(0);

        assertThat(partly.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(partly.itemsWritten()).isEqualTo(129);
        assertThat(partly.itemsFailed()).isEqualTo(2);
        assertThat(partly.rejectsKey()).isEqualTo(REJECTS);
        List<Place> places = partly.failures().stream().map(FailedItem::place).toList();
        assertThat(lines(REJECTS))
                .containsExactlyInAnyOrder(
                        reject("item-7", placeOfLine(places, 8)), reject("item-110", placeOfLine(places, 11)));

        refused.clear();
        RestoreReport report = run(rejects(REJECTS), SECOND);

        TableResult mended = report.results().get(0);
        assertThat(mended.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(mended.table()).isEqualTo("orders");
        assertThat(mended.expectedItems()).isEqualTo(2);
        assertThat(mended.itemsWritten()).isEqualTo(2);
        assertThat(mended.filesProcessed()).isEqualTo(1);
        assertThat(mended.exportArn()).isNull();
        assertThat(mended.rejectsKey()).isNull();
        assertThat(report.date()).isEqualTo(LocalDate.of(2025, 7, 20));
        assertThat(report.rejects()).containsExactly(REJECTS);
        assertThat(report.restoreId()).isNull();
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
        assertThat(restore.status(SECOND).state()).isEqualTo(RestoreStatus.State.ENDED);
    }

    @Test
    void whatFailsAgainGoesToTheNewRestoresRejectsWithThePlaceThatItHadInTheBackup() {
        restore.backUp("orders");
        refused.addAll(List.of("item-7", "item-110", "item-111"));
        run(CLEARING, FIRST);
        List<String> before = lines(REJECTS);
        refused.remove("item-111");

        TableResult again = run(rejects(REJECTS), SECOND).results().get(0);

        String left = RESTORES + SECOND + "/rejects-orders.jsonl";
        assertThat(again.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(again.itemsWritten()).isEqualTo(1);
        assertThat(again.itemsFailed()).isEqualTo(2);
        assertThat(again.rejectsKey()).isEqualTo(left);
        assertThat(again.failures())
                .extracting(FailedItem::key)
                .containsExactlyInAnyOrder(item("item-7"), item("item-110"));
        assertThat(lines(left))
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .filter(line -> !line.contains("item-111"))
                        .toList());
        assertThat(lines(REJECTS)).isEqualTo(before);

        refused.clear();
        assertThat(statuses(run(rejects(left), THIRD))).containsExactly(TableStatus.COMPLETED);
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
    }

    @Test
    void nothingWrittenIsAFailure() {
        restore.backUp("orders");
        refused.add("item-7");
        run(CLEARING, FIRST);

        TableResult again = run(rejects(REJECTS), SECOND).results().get(0);

        assertThat(again.status()).isEqualTo(TableStatus.FAILED);
        assertThat(again.error())
                .startsWith("0 of 1 items were written. 1 items failed: ")
                .contains(" line 8 (key " + item("item-7") + ") was refused by DynamoDB: no;")
                .endsWith(
                        "Mend the cause, and write these items again with 'ddbvault restore --rejects' and the rejects_key.");
    }

    @Test
    void aLineOfTheBackupThatIsNoItemStaysRejectedAsItIs() {
        restore.backUp("orders");
        String noItem =
                "{\"line_base64\":\"%s\",\"table\":\"orders\",\"file\":\"a.json.gz\",\"line\":3,\"reason\":\"is no item: why\"}"
                        .formatted(base64("{\"Item\":{\"id\":{\"S\":\"half"));
        begun();
        restore.store.put(REJECTS, noItem + "\n" + reject("mended", new Place("a.json.gz", 4)) + "\n");

        RestoreReport report = run(rejects(REJECTS), SECOND);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(result.itemsWritten()).isEqualTo(1);
        assertThat(result.failures())
                .containsExactly(new FailedItem(new Place("a.json.gz", 3), null, "is no item: why"));
        assertThat(report.warnings())
                .contains("1 of the 2 lines of s3://backups/%s are no items; they stay rejected.".formatted(REJECTS));
        assertThat(lines(Objects.requireNonNull(result.rejectsKey()))).containsExactly(noItem);
        assertThat(restore.tables.texts("orders")).contains(item("mended"));
    }

    @Test
    void aLineThatIsNoneOfARejectsObjectIsNamedCountedAndKept() {
        restore.backUp("orders");
        begun();
        List<String> bad = List.of(
                "{\"Item\":{\"id\":{\"S\":\"cut",
                "{\"Item\":%s}".formatted(item("of no table")),
                "{\"Item\":%s,\"table\":\"orders\",\"file\":\"f\",\"line\":0,\"reason\":\"r\"}"
                        .formatted(item("of no line")),
                "{\"table\":\"orders\",\"Item\":%s,\"file\":\"f\",\"line\":1,\"reason\":\"r\"}"
                        .formatted(item("in disorder")),
                "",
                "{\"line_base64\":\"QQ==");
        restore.store.put(REJECTS, String.join("\n", bad) + "\n" + reject("mended", new Place("a.json.gz", 4)) + "\n");

        TableResult result = run(rejects(REJECTS), SECOND).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.expectedItems()).isEqualTo(7);
        assertThat(result.itemsWritten()).isEqualTo(1);
        assertThat(result.itemsFailed()).isEqualTo(6);
        assertThat(result.failures())
                .extracting(FailedItem::place)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 6)
                        .mapToObj(line -> new Place(REJECTS, line))
                        .toList());
        assertThat(result.failures())
                .extracting(FailedItem::reason)
                .allSatisfy(reason -> assertThat(reason)
                        .startsWith("is no line of a rejects object: ")
                        .doesNotContain("cut", "of no", "disorder"));
        List<String> kept = lines(Objects.requireNonNull(result.rejectsKey()));
        assertThat(kept).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(kept.get(i))
                    .startsWith(
                            "{\"line_base64\":\"%s\",\"table\":\"orders\",\"file\":\"%s\",\"line\":%d,\"reason\":\"is no line"
                                    .formatted(base64(bad.get(i)), REJECTS, i + 1));
        }
        assertThat(restore.tables.texts("orders")).hasSize(132).contains(item("mended"));
    }

    @Test
    void linesThatWereCopiedAndChangedAreEachKept() {
        restore.backUp("orders");
        begun();
        Place same = new Place("a.json.gz", 4);
        refused.addAll(List.of("one", "two", "three"));
        restore.store.put(
                REJECTS,
                String.join(
                        "\n", reject("one", same), reject("two", same), reject("good", same), reject("three", same)));

        TableResult result = run(rejects(REJECTS), SECOND).results().get(0);

        assertThat(result.itemsWritten()).isEqualTo(1);
        assertThat(lines(Objects.requireNonNull(result.rejectsKey())))
                .containsExactlyInAnyOrder(reject("one", same), reject("two", same), reject("three", same));
        assertThat(result.failures())
                .extracting(FailedItem::key)
                .containsExactlyInAnyOrder(item("one"), item("two"), item("three"));
    }

    @Test
    void rejectsOfSeveralTablesAreWrittenTogetherAndOneThatIsGoneHoldsUpNoOther() {
        restore.backUp("orders", "users", "codes");
        refused.addAll(List.of("item-7"));
        run(CLEARING, FIRST);
        refused.clear();
        restore.tables.delete("users");

        RestoreReport report = run(
                rejects(
                        REJECTS,
                        RESTORES + FIRST + "/rejects-users.jsonl",
                        "s3://backups/" + RESTORES + FIRST + "/rejects-codes.jsonl",
                        "s3://backups/" + REJECTS),
                SECOND);

        assertThat(report.results()).extracting(TableResult::table).containsExactly("orders", "users", "codes");
        assertThat(statuses(report)).containsExactly(TableStatus.COMPLETED, TableStatus.FAILED, TableStatus.COMPLETED);
        assertThat(report.results()).extracting(TableResult::expectedItems).containsExactly(1L, 0L, 1L);
        assertThat(report.results().get(1).error()).startsWith("The table users does not exist");
        for (String table : List.of("orders", "codes")) {
            assertThat(restore.tables.texts(table)).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
        }
    }

    @Test
    void twoObjectsOfATableAreWrittenAsOne() {
        restore.backUp("orders");
        begun();
        String other = RESTORES + FIRST + "/mended-by-hand.jsonl";
        restore.store.put(REJECTS, reject("one", new Place("f", 1)));
        restore.store.put(other, reject("two", new Place("f", 2)) + "\n" + reject("three", new Place("f", 3)));

        TableResult result = run(rejects(REJECTS, other), SECOND).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(3);
        assertThat(result.filesProcessed()).isEqualTo(2);
        assertThat(restore.tables.texts("orders")).contains(item("one"), item("two"), item("three"));
    }

    @Test
    void aDryRunChecksAllOfItAndWritesNothing() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, reject("one", new Place("f", 1)) + "\nno line\n");
        List<String> before = restore.store.keys();

        RestoreReport report = run(rejects(REJECTS).toBuilder().dryRun(true).build(), SECOND);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.READY);
        assertThat(result.expectedItems()).isEqualTo(2);
        assertThat(Objects.requireNonNull(result.estimate()).dataFiles()).isEqualTo(1);
        assertThat(report.warnings()).anyMatch(warning -> warning.startsWith("1 of the 2 lines of"));
        assertThat(restore.tables.texts("orders")).doesNotContain(item("one"));
        assertThat(restore.store.keys()).isEqualTo(before);
    }

    @Test
    void aRestoreOfRejectsGoesOnLikeAnyOther() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, manyRejects(200));

        Stop stop = Stop.onRequest(restore.clock);
        AtomicInteger batches = new AtomicInteger();
        RestoreReport stopped = restore.run(
                rejects(REJECTS),
                SECOND,
                batch -> {
                    if (batches.incrementAndGet() == 3) {
                        stop.request("the test's stop");
                    }
                    return write(batch);
                },
                stop);

        assertThat(statuses(stopped)).containsExactly(TableStatus.IN_PROGRESS);
        assertThat(stopped.restoreId()).isEqualTo(SECOND);
        assertThat(stopped.results().get(0).itemsWritten()).isBetween(25L, 199L);

        RestoreReport report = run(RestoreRequest.goOnWith(SECOND), "unused");

        assertThat(statuses(report)).containsExactly(TableStatus.COMPLETED);
        assertThat(report.results().get(0).itemsWritten()).isEqualTo(200);
        assertThat(report.rejects()).containsExactly(REJECTS);
        assertThat(restore.tables.texts("orders"))
                .contains(IntStream.range(0, 200)
                        .mapToObj(i -> item("reject-" + i))
                        .toArray(String[]::new));
        // It has ended: to be told so again, it needs nothing but its checkpoint.
        restore.store.delete(REJECTS);
        assertThat(run(RestoreRequest.goOnWith(SECOND), "unused").results()).isEqualTo(report.results());
    }

    @Test
    void rejectsThatCouldNotBeJoinedAreJoinedByACallThatGoesOn() {
        restore.backUp("orders");
        refused.addAll(List.of("item-7", "item-110"));
        restore.store
                .faults()
                .on(Call.REPLACE, REJECTS)
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."));

        TableResult partly = run(CLEARING, FIRST).results().get(0);

        restore.store.faults().assertAllFired();
        assertThat(partly.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(partly.rejectsKey()).isNull();
        assertThat(partly.error())
                .endsWith(
                        "The rejected items could not be stored: S3 does not answer. Go on with the same restore_id to store them.");

        TableResult joined =
                run(RestoreRequest.goOnWith(FIRST), "unused").results().get(0);

        assertThat(joined.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(joined.itemsWritten()).isEqualTo(129);
        assertThat(joined.itemsFailed()).isEqualTo(2);
        assertThat(joined.rejectsKey()).isEqualTo(REJECTS);
        assertThat(lines(REJECTS)).hasSize(2);
    }

    @Test
    void rejectsOfATableThatIsDoneNeedNotBeThereForTheOthersToGoOn() {
        restore.backUp("orders", "users");
        begun();
        String users = RESTORES + FIRST + "/rejects-users.jsonl";
        restore.store.put(REJECTS, manyRejects(20));
        restore.store.put(users, manyRejects(200).replace("\"orders\"", "\"users\""));
        RestoreReport stopped = restore.runAndStopAfter(3, rejects(REJECTS, users), SECOND);
        assertThat(statuses(stopped)).containsExactly(TableStatus.COMPLETED, TableStatus.IN_PROGRESS);
        restore.store.delete(REJECTS);

        RestoreReport report = run(RestoreRequest.goOnWith(SECOND), "unused");

        assertThat(statuses(report)).containsExactly(TableStatus.COMPLETED, TableStatus.COMPLETED);
        assertThat(report.results().get(1).itemsWritten()).isEqualTo(200);
    }

    @Test
    void rejectsThatAreGoneSinceAreNotGoneOnWith() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, manyRejects(200));
        restore.runAndStopAfter(2, rejects(REJECTS), SECOND);
        restore.store.delete(REJECTS);

        TableResult result =
                run(RestoreRequest.goOnWith(SECOND), "unused").results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).startsWith("The rejects of orders are not those that the restore " + SECOND);
    }

    @Test
    void aRestoreWhoseRejectsWereWrittenMeanwhileGoesOn() {
        restore.backUp("orders");
        refused.addAll(List.of("item-7", "item-110"));
        restore.store
                .faults()
                .on(Call.REPLACE, REJECTS)
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."));
        run(CLEARING, FIRST);
        refused.clear();
        String segment = RESTORES + FIRST + "/rejects/orders/0001-00001.jsonl";
        assertThat(statuses(run(rejects(segment), SECOND))).containsExactly(TableStatus.COMPLETED);

        TableResult joined =
                run(RestoreRequest.goOnWith(FIRST), "unused").results().get(0);

        assertThat(joined.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(joined.rejectsKey()).isEqualTo(REJECTS);
        assertThat(restore.tables.texts("orders")).containsExactlyInAnyOrderElementsOf(InMemoryRestore.items());
    }

    @Test
    void rejectsThatChangedSinceAreNotGoneOnWith() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, manyRejects(200));
        restore.runAndStopAfter(2, rejects(REJECTS), SECOND);
        restore.store.put(REJECTS, manyRejects(199));
        int items = restore.tables.items("orders").size();

        TableResult result =
                run(RestoreRequest.goOnWith(SECOND), "unused").results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error())
                .isEqualTo(
                        "The rejects of orders are not those that the restore %s began with: %s. Write them anew, with --rejects and without restore_id."
                                .formatted(SECOND, REJECTS));
        assertThat(restore.tables.items("orders")).hasSize(items);
    }

    @Test
    void anObjectThatIsReplacedAfterItWasCheckedIsNotWritten() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, reject("checked", new Place("f", 1)));
        restore.store
                .faults()
                .on(Call.OPEN, REJECTS)
                .passing(1)
                .running(() -> restore.store.put(REJECTS, reject("replaced", new Place("f", 1))));

        TableResult result = run(rejects(REJECTS), SECOND).results().get(0);

        restore.store.faults().assertAllFired();
        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsWritten()).isZero();
        assertThat(restore.tables.texts("orders")).doesNotContain(item("checked"), item("replaced"));
    }

    @Test
    void aTableThatAnotherRestoreIsWritingIsRefused() {
        restore.backUp("orders");
        refused.add("item-7");
        run(CLEARING, FIRST);
        refused.clear();
        List<RestoreReport> others = new ArrayList<>();

        restore.runAndDuring(2, () -> others.add(run(rejects(REJECTS), SECOND)), CLEARING, THIRD);

        assertThat(statuses(others.get(0))).containsExactly(TableStatus.FAILED);
        assertThat(others.get(0).results().get(0).error())
                .startsWith("orders is being restored by a test (restore " + THIRD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rejects-orders.jsonl",
                "native-exports/2025-07-20/manifest.json",
                "native-exports/_state/restores/rejects-orders.jsonl",
                "native-exports/_state/restores/not-an-id/rejects-orders.jsonl",
                "native-exports/_state/restores/20250722T030000Z-00000001/../../../x",
                "s3://other/native-exports/_state/restores/20250722T030000Z-00000001/rejects-orders.jsonl"
            })
    void aKeyOutsideTheFoldersOfRestoresIsRefused(String key) {
        DdbvaultException failure = refusal(rejects(key));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(failure.text()).startsWith(key + " is no rejects object: those lie under s3://backups/" + RESTORES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "§§                  | has no line that names its table",
                "no line             | has no line that names its table",
                "{\"Item\":{\"id\":{\"S\":\"a\"}},\"table\":\"orders\",\"file\":\"f\",\"line\":1,\"reason\":\"r\"}\\n{\"Item\":{\"id\":{\"S\":\"b\"}},\"table\":\"users\",\"file\":\"f\",\"line\":1,\"reason\":\"r\"} | has lines of two tables, orders and users",
            })
    void anObjectOfNoTableOrOfTwoIsRefused(String content, String why) {
        restore.backUp("orders", "users");
        begun();
        restore.store.put(REJECTS, content.replace("\\n", "\n"));

        DdbvaultException failure = refusal(rejects(REJECTS));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(failure.text()).contains("s3://backups/" + REJECTS + " " + why);
    }

    @Test
    void anObjectOrARestoreThatIsNotThereIsRefused() {
        restore.backUp("orders");
        assertThat(refusal(rejects(REJECTS)).code()).isEqualTo(ErrorCode.NO_SUCH_RESTORE);

        begun();
        DdbvaultException missing = refusal(rejects(REJECTS));
        assertThat(missing.code()).isEqualTo(ErrorCode.OBJECT_MISSING);
        assertThat(missing.text()).startsWith("There is no s3://backups/" + REJECTS);
    }

    @Test
    void aTableThatTheDeploymentDoesNotAllowIsRefused() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, reject("one", new Place("f", 1)));
        restore.set("DYNAMODB_TABLES", "[\"users\"]");

        DdbvaultException failure = refusal(rejects(REJECTS));

        assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_NOT_ALLOWED);
        assertThat(failure.text()).startsWith("orders may not be written: DYNAMODB_TABLES allows users.");
    }

    @Test
    void rejectsOfAnotherEnvironmentAreRefusedUnlessThatIsMeant() {
        restore.backUp("orders");
        begun();
        restore.store.put(REJECTS, reject("one", new Place("f", 1)));
        restore.set("ENVIRONMENT", "staging");

        DdbvaultException failure = refusal(rejects(REJECTS));

        assertThat(failure.code()).isEqualTo(ErrorCode.ENVIRONMENT_MISMATCH);
        assertThat(failure.text()).contains("the backup of 2025-07-20 is of the environment production");
        assertThat(statuses(run(
                        rejects(REJECTS).toBuilder()
                                .allowEnvironmentMismatch(true)
                                .build(),
                        SECOND)))
                .containsExactly(TableStatus.COMPLETED);
    }

    @Test
    void aTableOfAnotherEnvironmentIsRefused() {
        restore.backUp("app_staging");
        String key = RESTORES + FIRST + "/rejects-app_staging.jsonl";
        begun();
        restore.store.put(key, reject("one", new Place("f", 1)).replace("orders", "app_staging"));
        restore.set("TABLE_NAME_PATTERN", "app_{environment}");

        DdbvaultException failure = refusal(rejects(key));

        assertThat(failure.code()).isEqualTo(ErrorCode.ENVIRONMENT_MISMATCH);
        assertThat(failure.text()).contains("app_staging is of another environment");
    }

    /** A restore of which there are rejects; a test writes them. */
    private void begun() {
        restore.run(CLEARING, FIRST);
    }

    private RestoreReport run(RestoreRequest request, String id) {
        return restore.run(request, id, this::write);
    }

    private ItemWriter.Outcome write(WriteBatch batch) {
        String text = new String(batch.body(), 0, batch.bodyLength(), StandardCharsets.UTF_8);
        return refused.stream().anyMatch(id -> text.contains("\"" + id + "\""))
                ? new ItemWriter.Refused("no")
                : restore.writer.write(batch);
    }

    private DdbvaultException refusal(RestoreRequest request) {
        int calls = restore.writer.calls();
        DdbvaultException failure = catchThrowableOfType(DdbvaultException.class, () -> run(request, SECOND));
        assertThat(restore.writer.calls()).isEqualTo(calls);
        return failure;
    }

    private static RestoreRequest rejects(String... keys) {
        return new RestoreRequest(null, null, false, false, 1)
                .toBuilder().rejects(List.of(keys)).build();
    }

    private List<String> lines(String key) {
        return restore.store.text(key).lines().toList();
    }

    private static String reject(String id, Place place) {
        return "{\"Item\":%s,\"table\":\"orders\",\"file\":\"%s\",\"line\":%d,\"reason\":\"was refused by DynamoDB: no\"}"
                .formatted(item(id), place.source(), place.line());
    }

    private static String manyRejects(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(reject("reject-" + i, new Place("f", i + 1))).append('\n');
        }
        return lines.toString();
    }

    private static Place placeOfLine(List<Place> places, long line) {
        return places.stream().filter(place -> place.line() == line).findFirst().orElseThrow();
    }

    private static String base64(String line) {
        return Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8));
    }

    private static List<TableStatus> statuses(RestoreReport report) {
        return report.results().stream().map(TableResult::status).toList();
    }
}
