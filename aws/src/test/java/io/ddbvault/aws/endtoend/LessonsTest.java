package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.aws.endtoend.Functions.FunctionAnswer;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.proxy.AwsError;
import io.ddbvault.testkit.proxy.Calls;
import io.ddbvault.testkit.proxy.EmptyScanPage;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.FaultProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The 25 ways in which other tools lost data and called it a success, each under its number, against the embedded AWS
 * and from the functions' event to their answer. What is left of a table is read by a plain scan.
 */
class LessonsTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String DATE = "2025-07-20";
    private static final String CLEAR = "{\"clear_existing_data\":true}";
    private static final Calls WRITES = Calls.to("BatchWriteItem");
    private static final Calls MANIFEST_PUTS = Calls.to("PUT").ofKeysTo("/manifest.json");

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private String bucket = "";
    private String table = "";

    @SuppressWarnings("NullAway.Init")
    private MakeBackup backup;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy s3;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy dynamoDb;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
        aws.embedded().setExportDuration(Duration.ZERO);
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void aBucketAndATableInUse() throws IOException {
        bucket = aws.newBucket();
        table = newTable();
        aws.fill(table, live());
        backup = new MakeBackup(bucket, "native-exports", DATE, "production");
        s3 = FaultProxy.to(aws.embedded().s3Endpoint());
        dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
    }

    @AfterEach
    void everyPlannedFaultHappened() throws IOException {
        aws.embedded().faults().clear();
        aws.embedded().setExportDuration(Duration.ZERO);
        try (FaultProxy ofS3 = s3;
                FaultProxy ofDynamoDb = dynamoDb) {
            ofS3.assertAllFired();
            ofDynamoDb.assertAllFired();
        }
    }

    @Test
    @DisplayName("1: binary attributes (B, BS, nested in M and L) come back byte for byte")
    void binaryAttributesComeBackByteForByte() {
        String binary = "lesson-binary";
        aws.createTable(binary, "id:B");
        aws.enablePointInTimeRecovery(binary);
        List<Map<String, AttributeValue>> items = IntStream.range(0, 30)
                .mapToObj(i -> Map.of(
                        "id", AttributeValue.fromB(bytes(i)),
                        "b", AttributeValue.fromB(bytes(i + 1)),
                        "empty", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])),
                        "bs", AttributeValue.fromBs(List.of(bytes(i), bytes(i + 1))),
                        "m", AttributeValue.fromM(Map.of("b", AttributeValue.fromB(bytes(i)))),
                        "l", AttributeValue.fromL(List.of(AttributeValue.fromBs(List.of(bytes(i)))))))
                .toList();
        aws.fill(binary, items);
        FunctionAnswer made = functions(binary).backup("{}");
        aws.fill(binary, List.of(Map.of("id", AttributeValue.fromB(bytes(0)))));

        FunctionAnswer answer = functions(binary).restore(CLEAR);

        assertThat(made.statusCode()).isEqualTo(200);
        assertCompleted(answer, binary, 30, 30);
        assertHolds(binary, items);
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @EnumSource(Harm.class)
    @DisplayName("2: the export is looked at before the table is cleared")
    void aClearOfABadExportIsRefusedBeforeAnythingIsDeleted(Harm harm) {
        assertRefused(harm, CLEAR);
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @EnumSource(
            value = Harm.class,
            names = {"EMPTY", "TRUNCATED", "NO_GZIP", "TRUNCATED_BEFORE_ITS_CHECKSUM_WAS_MADE", "DENIED"})
    @DisplayName("3: a data file that is unreadable, truncated or of 0 bytes is not an empty one")
    void aDataFileThatCannotBeReadIsNoEmptyOne(Harm harm) {
        assertRefused(harm, "{}");
    }

    @Test
    @DisplayName("4: a malformed JSON line is counted and named, and no success")
    void aMalformedLineIsCountedAndNamed() {
        List<String> lines = new ArrayList<>(lines(0, 60));
        lines.set(12, "{\"Item\":{\"id\":{\"S\":\"item-12\"}");
        MakeBackup.Export export = backup.table(table, List.of(lines));
        aws.put(bucket, backup.objects());

        FunctionAnswer answer = functions(table).restore(CLEAR);

        assertThat(answer.statusCode()).isEqualTo(207);
        assertResult(answer, table, "PARTIAL_SUCCESS", 60, 59, 1, 2);
        assertThat(error(answer, table)).contains(export.dataFile(0) + " line 13 is no item");
        assertHolds(table, items(0, 60, 12));
    }

    @Test
    @DisplayName("5: more than 1,000 objects under a prefix are all restored")
    void allOf1200DataFilesAreRestored() {
        backup.table(
                table, IntStream.range(0, 1200).mapToObj(i -> lines(i, i + 1)).toList());
        aws.put(bucket, backup.objects());

        FunctionAnswer answer = functions(table).restore(CLEAR);

        assertCompleted(answer, table, 1200, 2);
        assertThat(answer.entry("restore_results", table).get("total_files_processed"))
                .isEqualTo(1200);
        assertHolds(table, items(0, 1200));
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @EnumSource(
            value = Harm.class,
            names = {"MISSING", "COUNTED_OTHERWISE"})
    @DisplayName("6: a data file that the manifest lists is missing, or the counts do not add up")
    void whatTheManifestsCountMustBeThere(Harm harm) {
        assertRefused(harm, "{}");
    }

    @Test
    @DisplayName("6: a data file with fewer lines than the manifest counts is no success")
    void aDataFileWithFewerLinesThanCountedIsNoSuccess() {
        MakeBackup.Export export = backup.table(table, List.of(lines(0, 60)));
        export.rewriteDataFile(0, MakeBackup.gzip(lines(0, 59)));
        aws.put(bucket, backup.objects());

        FunctionAnswer answer = functions(table).restore(CLEAR);

        assertThat(answer.statusCode()).isEqualTo(207);
        assertResult(answer, table, "PARTIAL_SUCCESS", 60, 59, 0, 2);
        assertThat(error(answer, table)).contains(export.dataFile(0) + " has 59 lines", "counts 60 items");
        assertHolds(table, items(0, 59));
    }

    @Test
    @DisplayName("7: of several exports under one date, the manifest's is restored and not the newest")
    void ofSeveralExportsTheOneThatTheManifestNamesIsRestored() {
        backup.strayExport(table, List.of(lines(100, 110)));
        backup.table(table, List.of(lines(0, 10)));
        backup.strayExport(table, List.of(lines(200, 210)));
        aws.put(bucket, backup.objects());

        assertCompleted(functions(table).restore(CLEAR), table, 10, 2);
        assertHolds(table, items(0, 10));
    }

    @Test
    @DisplayName("8: of more than 1,000 backup dates the latest is found")
    void theLatestOf1005DatesIsFound() {
        LocalDate newest = LocalDate.parse(DATE);
        for (int days = 1; days < 1005; days++) {
            // Only the newest is read, so the others need no more than their names.
            String key = "native-exports/%s/manifest.json".formatted(newest.minusDays(days));
            aws.put(bucket, Map.of(key, new byte[] {'x'}));
        }
        backup.table(table, List.of(lines(0, 10)));
        aws.put(bucket, backup.objects());
        for (String noBackup : List.of(
                "_state/locks/" + table,
                "9999-99-99/manifest.json",
                "2030-01-01-old/manifest.json",
                "2030-01-01/other")) {
            aws.put(bucket, Map.of("native-exports/" + noBackup, new byte[] {'x'}));
        }

        FunctionAnswer answer = functions(table).restore(CLEAR);

        assertThat(answer.body()).containsEntry("backup_date", DATE);
        assertCompleted(answer, table, 10, 2);
        assertHolds(table, items(0, 10));
    }

    @Test
    @DisplayName("9: a clear repeats deletes that failed, and goes on behind an empty scan page")
    void aClearRepeatsDeletesThatFailedAndGoesOnBehindAnEmptyPage() {
        aws.fill(table, items(1000, 1098));
        backup.table(table, List.of(lines(0, 10)));
        aws.put(bucket, backup.objects());
        EmptyScanPage empty = new EmptyScanPage(Map.of("id", Map.of("S", "of nobody")));
        dynamoDb.plan(Calls.to("Scan"), empty.page());
        dynamoDb.plan(Calls.to("Scan"), empty.next());
        dynamoDb.plan(WRITES, Fault.leavingUnprocessed(25));
        dynamoDb.plan(WRITES, Fault.answering(AwsError.internalServerError()));
        dynamoDb.plan(WRITES, Fault.leavingUnprocessed(7));
        dynamoDb.plan(WRITES, Fault.resetBeforeAnswer());

        FunctionAnswer answer = throughProxies(CLEAR);

        assertCompleted(answer, table, 10, 100);
        assertHolds(table, items(0, 10));
    }

    @Test
    @DisplayName("9: a clear whose deletes are refused writes nothing and counts what is gone")
    void aClearThatDoesNotReachItsEndCountsWhatIsGone() {
        aws.fill(table, items(1000, 1098));
        backup.table(table, List.of(lines(0, 10)));
        aws.put(bucket, backup.objects());
        dynamoDb.plan(WRITES, Fault.answering(AwsError.ofDynamoDb(400, "AccessDeniedException", "no")))
                .from(3)
                .asLongAs(() -> true);

        FunctionAnswer answer = throughProxies(CLEAR);

        assertThat(answer.statusCode()).isEqualTo(500);
        // Two batches; how full they are depends on the segments of the scan.
        int left = aws.contents(table).size();
        assertThat(left).isBetween(50, 98);
        assertResult(answer, table, "FAILED", 10, 0, 0, 100 - left);
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @ValueSource(
            strings = {
                "{\"clear_existing_data\":\"false\"}",
                "{\"clear_existing_data\":true,\"max_workers\":0}",
                "{\"clear_existing_data\":true,\"max_workers\":\"5\"}",
                "{\"clear_existing_data\":true,\"clear\":true}"
            })
    @DisplayName("10: a field of the wrong type or range is refused, and the table kept")
    void aFieldOfTheWrongTypeOrRangeIsRefused(String event) {
        backup.table(table, List.of(lines(0, 10)));
        aws.put(bucket, backup.objects());

        FunctionAnswer answer = functions(table).restore(event);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).containsEntry("error_code", "INVALID_REQUEST");
        assertThat(answer.error())
                .containsAnyOf("clear_existing_data is \"false\"", "max_workers is", "\"clear\" is no");
        assertHolds(table, live());
    }

    @Test
    @DisplayName("11: a requested table that is unknown or has no export counts as failed")
    void aRequestedTableWithoutAnExportCountsAsFailed() {
        String failed = newTable();
        aws.fill(failed, live());
        backup.table(table, List.of(lines(0, 10)));
        backup.table(failed, List.of(lines(0, 10)));
        backup.entry(1).put("status", "FAILED");
        aws.put(bucket, backup.objects());
        Functions functions = functions(table, failed, "unknown");

        FunctionAnswer some = functions.restore(
                "{\"clear_existing_data\":true,\"tables\":[\"%s\",\"%s\",\"unknown\"]}".formatted(table, failed));
        FunctionAnswer none = functions.restore("{\"backup_date\":\"%s\",\"tables\":[\"unknown\"]}".formatted(DATE));

        assertThat(some.statusCode()).isEqualTo(207);
        assertThat(some.body()).containsEntry("successful_restores", 1).containsEntry("failed_restores", 2);
        assertResult(some, table, "COMPLETED", 10, 10, 0, 2);
        assertCounts(some, failed, "FAILED", 0, 0, 0);
        assertCounts(some, "unknown", "FAILED", 0, 0, 0);
        assertHolds(table, items(0, 10));
        assertHolds(failed, live());
        assertThat(none.statusCode()).isEqualTo(500);
        assertThat(none.error()).contains("unknown");
    }

    @Test
    @DisplayName("12: throttling of a minute drops no item")
    void throttlingOfAMinuteDropsNoItem() {
        backup.table(table, List.of(lines(0, 100)));
        aws.put(bucket, backup.objects());
        FakeClock clock = FakeClock.at("2025-07-22T02:00:00Z");
        Instant end = clock.instant().plusSeconds(60);
        dynamoDb.plan(WRITES, Fault.answering(AwsError.throughputExceeded()))
                .asLongAs(() -> clock.instant().isBefore(end));
        TableResult result;
        try (AwsClients clients = proxied()) {
            result = aws.restore(
                            clients, TestAws.settings(bucket), new RestoreRequest(null, null, false, true, 5), clock)
                    .results()
                    .get(0);
        }

        assertThat(clock.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(100);
        assertHolds(table, items(0, 100));
    }

    @Test
    @DisplayName("13: one bad item in a batch of 25 does not take the 24 good ones with it")
    void theNeighboursOfABadItemAreWritten() {
        List<String> lines = new ArrayList<>(lines(0, 25));
        lines.set(7, "{\"Item\":{\"id\":{\"S\":\"item-7\"},\"v\":{\"S\":\"%s\"}}}".formatted("x".repeat(410_000)));
        MakeBackup.Export export = backup.table(table, List.of(lines));
        aws.put(bucket, backup.objects());

        FunctionAnswer answer = functions(table).restore(CLEAR);

        assertThat(answer.statusCode()).isEqualTo(207);
        assertResult(answer, table, "PARTIAL_SUCCESS", 25, 24, 1, 2);
        assertThat(error(answer, table))
                .contains(export.dataFile(0) + " line 8 ", "was refused by DynamoDB: ValidationException");
        assertHolds(table, items(0, 25, 7));
    }

    @Test
    @DisplayName("14: items that were written before a failure are counted")
    void whatWasWrittenBeforeAFailureIsCounted() {
        backup.table(table, List.of(lines(0, 100)));
        aws.put(bucket, backup.objects());
        // The clear of two items is the first write.
        dynamoDb.plan(WRITES, Fault.answering(AwsError.ofDynamoDb(400, "AccessDeniedException", "no")))
                .from(4)
                .asLongAs(() -> true);

        FunctionAnswer answer = throughProxies(CLEAR);

        assertThat(answer.statusCode()).isEqualTo(207);
        assertResult(answer, table, "PARTIAL_SUCCESS", 100, 50, 0, 2);
        assertThat(error(answer, table)).contains("50 of 100 items were written", "dynamodb:BatchWriteItem");
        assertThat(aws.contents(table)).hasSize(50).isSubsetOf(TestAws.comparable(items(0, 100)));
    }

    @Test
    @DisplayName("15: a dry run of a missing table, or of one with another key, is not READY")
    void aDryRunTellsWhatTheRestoreWouldRefuse() {
        String otherKey = "lesson-other-key";
        aws.createTable(otherKey, "pk:S");
        backup.table("lesson-missing", List.of(lines(0, 10)));
        backup.table(otherKey, List.of(lines(0, 10)));
        aws.put(bucket, backup.objects());

        FunctionAnswer dry = functions("lesson-missing", otherKey).restore("{\"dry_run\":true}");

        assertThat(dry.statusCode()).isEqualTo(500);
        for (String refused : List.of("lesson-missing", otherKey)) {
            assertThat(dry.entry("restore_results", refused).get("status")).isEqualTo("ERROR");
        }
        assertThat(error(dry, "lesson-missing")).contains("does not exist");
        assertThat(error(dry, otherKey)).contains("pk (S)", "line 1");
        assertThat(aws.contents(otherKey)).isEmpty();
    }

    @Test
    @DisplayName("16: exports that outlast the function are no success, and a later call finishes them")
    void exportsThatOutlastTheFunctionAreFinishedByALaterCall() {
        aws.enablePointInTimeRecovery(table);
        aws.embedded().setExportDuration(Duration.ofMillis(500));

        FunctionAnswer ended = functions(table)
                .stoppingAt(ProgressEvent.ExportsRunning.class)
                .backup("{\"time\":\"2025-07-22T02:00:00Z\"}");
        FunctionAnswer tooEarly = functions(table).restore("{\"backup_date\":\"2025-07-22\"}");
        FunctionAnswer later = functions(table).backup("{\"backup_date\":\"2025-07-22\"}");
        aws.fill(table, items(0, 10));
        FunctionAnswer restored = functions(table).restore(CLEAR);

        assertThat(ended.statusCode()).isEqualTo(207);
        assertThat(ended.body()).containsEntry("exports_in_progress", 1).containsEntry("successful_exports", 0);
        assertThat(tooEarly.statusCode()).isEqualTo(500);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).containsEntry("exports_in_progress", 0).containsEntry("total_items_exported", 2);
        assertThat(exportsOf(table)).isOne();
        assertCompleted(restored, table, 2, 12);
        assertHolds(table, live());
    }

    @ParameterizedTest(name = "{displayName}: from put {0} on")
    @ValueSource(ints = {1, 2})
    @DisplayName("17: a manifest that cannot be written is no success")
    void aManifestThatCannotBeWrittenIsNoSuccess(int put) {
        aws.enablePointInTimeRecovery(table);
        s3.plan(MANIFEST_PUTS, Fault.answering(AwsError.ofS3(403, "AccessDenied", "Access Denied")))
                .from(put)
                .asLongAs(() -> true);
        FunctionAnswer answer;
        try (AwsClients clients = proxied()) {
            answer = Functions.of(clients, bucket, List.of(table)).backup("{\"time\":\"2025-07-22T02:00:00Z\"}");
        }
        FunctionAnswer again = functions(table).backup("{\"time\":\"2025-07-22T02:00:00Z\"}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.error()).contains("s3:PutObject", "/native-exports/2025-07-22/manifest.json");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(exportsOf(table)).isOne();
        aws.fill(table, items(0, 10));
        assertCompleted(functions(table).restore(CLEAR), table, 2, 12);
        assertHolds(table, live());
    }

    @Test
    @DisplayName("18: a second run on the same day that fails leaves the good backup as it is")
    void aSecondRunThatFailsLeavesTheGoodBackup() {
        aws.enablePointInTimeRecovery(table);
        FunctionAnswer good = functions(table).backup("{\"time\":\"2025-07-22T02:00:00Z\"}");
        aws.embedded().exports().failNext(table, "S3AccessDenied", "the bucket's policy denies it");
        FunctionAnswer bad = functions(table).backup("{\"time\":\"2025-07-22T14:00:00Z\"}");
        aws.fill(table, items(0, 10));

        FunctionAnswer restored =
                functions(table).restore("{\"backup_date\":\"2025-07-22\",\"clear_existing_data\":true}");

        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(bad.statusCode()).isEqualTo(500);
        assertThat(bad.error()).contains("the bucket's policy denies it");
        assertCompleted(restored, table, 2, 12);
        assertThat(restored.entry("restore_results", table).get("export_arn"))
                .isEqualTo(good.entry("exports", table).get("export_arn"));
        assertHolds(table, live());
    }

    @Test
    @DisplayName("19: a repeated trigger starts no second export")
    void aRepeatedTriggerStartsNoSecondExport() {
        aws.enablePointInTimeRecovery(table);
        String event = "{\"source\":\"aws.events\",\"id\":\"53dc4d37\",\"time\":\"2025-07-22T02:00:00Z\"}";

        FunctionAnswer first = functions(table).backup(event);
        FunctionAnswer second = functions(table).backup(event);

        assertThat(List.of(first.statusCode(), second.statusCode())).containsOnly(200);
        assertThat(second.body().get("exports")).isEqualTo(first.body().get("exports"));
        assertThat(exportsOf(table)).isOne();
    }

    /** That a schedule's event is then thrown, and so seen by Lambda's alarm, is {@code BackupFunctionIT}'s. */
    @Test
    @DisplayName("20: a run of which nothing succeeded answers 500 with the reason")
    void aRunOfWhichNothingSucceededAnswers500() {
        FunctionAnswer answer =
                functions(table).backup("{\"source\":\"aws.events\",\"time\":\"2025-07-22T02:00:00Z\"}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).containsEntry("failed_exports", 1).containsEntry("successful_exports", 0);
        assertThat(answer.error()).contains(table, "point_in_time_recovery { enabled = true }");
        assertThat(exportsOf(table)).isZero();
    }

    @Test
    @DisplayName("21: counts and sizes are those of the export, not 0")
    void countsAndSizesAreThoseOfTheExport() {
        aws.fill(
                table,
                List.of(Map.of("id", AttributeValue.fromS("large"), "v", AttributeValue.fromS("x".repeat(300_000)))));
        aws.enablePointInTimeRecovery(table);

        FunctionAnswer answer = functions(table).backup("{\"time\":\"2025-07-22T02:00:00Z\"}");

        Map<?, ?> export = answer.entry("exports", table);
        var described = aws.dynamoDb()
                .describeExport(request -> request.exportArn(String.valueOf(export.get("export_arn"))))
                .exportDescription();
        assertThat(described.itemCount()).isEqualTo(3);
        assertThat(described.billedSizeBytes()).isGreaterThan(300_000);
        assertThat(export.get("item_count")).isEqualTo(3);
        assertThat(String.valueOf(export.get("billing_size_bytes"))).isEqualTo("" + described.billedSizeBytes());
        assertThat(answer.body()).containsEntry("total_items_exported", 3);
        assertThat(answer.body().get("total_size_mb")).hasToString("0.29");
    }

    @Test
    @DisplayName("22: an empty table list is an error")
    void anEmptyTableListIsAnError() {
        aws.enablePointInTimeRecovery(table);
        backup.table(table, List.of(lines(0, 10)));
        aws.put(bucket, backup.objects());

        List<FunctionAnswer> answers = List.of(
                functions().backup("{}"),
                functions(table).backup("{\"tables\":[]}"),
                functions().restore(CLEAR),
                functions(table).restore("{\"clear_existing_data\":true,\"tables\":[]}"));

        assertThat(answers).extracting(FunctionAnswer::statusCode).containsOnly(500);
        assertThat(answers)
                .extracting(FunctionAnswer::error)
                .satisfiesExactly(
                        error -> assertThat(error).contains("DYNAMODB_TABLES is an empty array"),
                        error -> assertThat(error).contains("tables is []"),
                        error -> assertThat(error).contains("DYNAMODB_TABLES is an empty array"),
                        error -> assertThat(error).contains("tables is []"));
        assertThat(exportsOf(table)).isZero();
        assertHolds(table, live());
    }

    @Test
    @DisplayName("23: an empty list [] and an empty map {} come back as they were")
    void emptyListsAndMapsComeBack() {
        String nothing = "lesson-empty-values";
        aws.createTable(nothing, "id:S");
        aws.enablePointInTimeRecovery(nothing);
        List<Map<String, AttributeValue>> items = List.of(
                Map.of("id", AttributeValue.fromS("list"), "v", AttributeValue.fromL(List.of())),
                Map.of("id", AttributeValue.fromS("map"), "v", AttributeValue.fromM(Map.of())),
                Map.of(
                        "id",
                        AttributeValue.fromS("nested"),
                        "v",
                        AttributeValue.fromL(
                                List.of(AttributeValue.fromM(Map.of("l", AttributeValue.fromL(List.of())))))));
        aws.fill(nothing, items);
        FunctionAnswer made = functions(nothing).backup("{}");
        aws.fill(nothing, items(0, 10));

        FunctionAnswer answer = functions(nothing).restore(CLEAR);

        assertThat(made.statusCode()).isEqualTo(200);
        assertCompleted(answer, nothing, 3, 13);
        assertHolds(nothing, items);
    }

    @Test
    @DisplayName("24: a data file that was replaced by a valid one of other content is refused")
    void aDataFileThatWasReplacedIsRefused() {
        assertRefused(Harm.REPLACED, "{}");
    }

    @Test
    @DisplayName("24: a data file that is replaced after it was checked is not read")
    void aDataFileThatIsReplacedAfterItWasCheckedIsNotRead() {
        MakeBackup.Export export = backup.table(table, List.of(lines(0, 100)));
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        aws.put(bucket, backup.objects());
        byte[] other = MakeBackup.gzip(lines(0, 91));
        s3.plan(
                Calls.to("GET").ofKeysTo(export.dataFile(0)).with("If-Match"),
                Fault.before(() -> aws.put(bucket, Map.of(export.dataFile(0), other))));

        FunctionAnswer answer = throughProxies("{}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertResult(answer, table, "FAILED", 100, 0, 0, 0);
        assertThat(error(answer, table)).contains(export.dataFile(0), "has changed since it was checked");
        assertHolds(table, live());
    }

    @Test
    @DisplayName("25: 130 MB of JSON in one data file are restored in a heap of 64 MB")
    void aDataFileLargerThanTheHeapIsRestored(@TempDir Path directory) throws Exception {
        int items = 500_000;
        MakeBackup.Export export = backup.table(table, List.of(List.of("{\"Item\":{\"id\":{\"S\":\"x\"}}}")));
        long jsonBytes = writeLargeFile(export, items);
        aws.put(bucket, backup.objects());

        String printed = RestoreInSmallHeap.run(
                64,
                directory.resolve("printed.txt"),
                aws.embedded().s3Endpoint(),
                aws.embedded().dynamoDbEndpoint(),
                bucket);

        assertThat(jsonBytes).isGreaterThan(128L << 20);
        assertThat(printed)
                .isEqualTo("COMPLETED null, items %d, sum %d, bytes %d"
                        .formatted(items, (long) items * (items - 1) / 2, jsonBytes));
    }

    /** @return the bytes of the items' JSON */
    private long writeLargeFile(MakeBackup.Export export, int items) throws IOException {
        String[] item = "{\"id\":{\"S\":\"item-%07d\"},\"v\":{\"S\":\"%s\"}}"
                .formatted(0, "x".repeat(230))
                .split("0000000", 2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            byte[] before = ("{\"Item\":" + item[0]).getBytes(UTF_8);
            byte[] after = (item[1] + "}\n").getBytes(UTF_8);
            for (int i = 0; i < items; i++) {
                out.write(before);
                out.write("%07d".formatted(i).getBytes(UTF_8));
                out.write(after);
            }
        }
        export.rewriteDataFile(0, bytes.toByteArray());
        for (String key : List.of(export.filesKey(), export.summaryKey())) {
            export.rewrite(
                    key, new String(export.content(key), UTF_8).replace("\"itemCount\":1", "\"itemCount\":" + items));
        }
        backup.entry(0).put("item_count", items);
        backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "id", "attribute_type", "S")));
        return (long) items * (item[0].length() + 7 + item[1].length());
    }

    private void assertRefused(Harm harm, String event) {
        MakeBackup.Export export = backup.table(table, List.of(lines(0, 100)));
        if (harm == Harm.COUNTED_OTHERWISE) {
            backup.entry(0).remove("item_count");
        }
        harm.doTo(export, aws.embedded().faults());
        aws.put(bucket, backup.objects());

        FunctionAnswer answer = functions(table).restore(event);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).containsEntry("failed_restores", 1).containsEntry("total_items_written", 0);
        assertCounts(answer, table, "FAILED", 0, 0, 0);
        assertThat(error(answer, table)).contains(harm.reason);
        assertHolds(table, live());
    }

    private static void assertCompleted(FunctionAnswer answer, String table, int items, int cleared) {
        assertThat(answer.statusCode()).as(answer.error()).isEqualTo(200);
        assertResult(answer, table, "COMPLETED", items, items, 0, cleared);
        assertThat(answer.body()).containsEntry("total_items_written", items);
    }

    private static void assertResult(
            FunctionAnswer answer, String table, String status, int expected, int written, int failed, int cleared) {
        Map<?, ?> result = answer.entry("restore_results", table);
        assertThat(result.get("expected_items")).isEqualTo(expected);
        assertCounts(answer, table, status, written, failed, cleared);
    }

    private static void assertCounts(
            FunctionAnswer answer, String table, String status, int written, int failed, int cleared) {
        Map<?, ?> result = answer.entry("restore_results", table);
        assertThat(result.get("status")).as("%s", result.get("error")).isEqualTo(status);
        assertThat(List.of(
                        "written %s".formatted(result.get("items_written")),
                        "failed %s".formatted(result.get("items_failed")),
                        "cleared %s".formatted(result.get("items_cleared"))))
                .containsExactly("written " + written, "failed " + failed, "cleared " + cleared);
    }

    private static void assertHolds(String table, Collection<Map<String, AttributeValue>> items) {
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(items));
    }

    private static String error(FunctionAnswer answer, String table) {
        return String.valueOf(answer.entry("restore_results", table).get("error"));
    }

    private static String newTable() {
        String name = "lesson-" + NAMES.incrementAndGet();
        aws.createTable(name, "id:S");
        return name;
    }

    private Functions functions(String... tables) {
        return Functions.of(aws.clients(), bucket, List.of(tables));
    }

    private FunctionAnswer throughProxies(String event) {
        try (AwsClients clients = proxied()) {
            return Functions.of(clients, bucket, List.of(table)).restore(event);
        }
    }

    private AwsClients proxied() {
        return ClientsThrough.endpoints(
                s3.endpoint(), dynamoDb.endpoint(), ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT);
    }

    /** What a table holds before a restore: two items that no backup made by hand has. */
    private static List<Map<String, AttributeValue>> live() {
        return items(5000, 5002);
    }

    static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("{\"Item\":{\"id\":{\"S\":\"item-%1$d\"},\"v\":{\"S\":\"value %1$d\"}}}"::formatted)
                .toList();
    }

    /** The items of such lines. */
    private static List<Map<String, AttributeValue>> items(int from, int to, Integer... without) {
        return IntStream.range(from, to)
                .filter(i -> !List.of(without).contains(i))
                .mapToObj(i -> Map.of(
                        "id", AttributeValue.fromS("item-" + i),
                        "v", AttributeValue.fromS("value " + i)))
                .toList();
    }

    private static SdkBytes bytes(int i) {
        return SdkBytes.fromByteArray(new byte[] {0, -1, (byte) i, '"', '\\', 10, -128});
    }

    private static int exportsOf(String table) {
        String arn = aws.dynamoDb()
                .describeTable(request -> request.tableName(table))
                .table()
                .tableArn();
        return aws.dynamoDb()
                .listExports(request -> request.tableArn(arn))
                .exportSummaries()
                .size();
    }
}
