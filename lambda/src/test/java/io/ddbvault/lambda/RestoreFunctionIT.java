package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.core.json.Json;
import io.ddbvault.lambda.Front.Refusal;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The restore function, run by AWS's own runtime client against the embedded AWS. */
@Timeout(120)
class RestoreFunctionIT {
    private static final int ITEMS = 600;

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    /** Two tables of {@link #ITEMS} and 40 items, and their backup of 2025-07-22. */
    @SuppressWarnings("NullAway.Init")
    private static String bucket;

    @SuppressWarnings("NullAway.Init")
    private static String large;

    @SuppressWarnings("NullAway.Init")
    private static String small;

    @BeforeAll
    static void aBackup() throws IOException {
        aws = new TestAws();
        bucket = aws.newBucket();
        large = aws.newTable(TestAws.items(ITEMS));
        small = aws.newTable(TestAws.items(40));
        try (FunctionProcess backup = FunctionProcess.start("BackupHandler", aws.variables(bucket, large, small))) {
            assertThat(backup.call("{\"time\":\"2025-07-22T02:00:00Z\"}").statusCode())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @Test
    void theLatestBackupComesBackWholeInAColdAndInAWarmContainer() {
        try (FunctionProcess function = restore()) {
            for (int call = 0; call < 2; call++) {
                damage(large, ITEMS);
                damage(small, 40);

                FunctionAnswer answer = function.call("{\"backup_date\":\"latest\"}");

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body())
                        .contains(
                                entry("backup_date", "2025-07-22"),
                                entry("s3_bucket", bucket),
                                entry("successful_restores", 2),
                                entry("total_items_written", ITEMS + 40),
                                entry("configuration", Map.of("clear_existing_data", false, "max_workers", 5)));
                assertHolds(large, with(TestAws.items(ITEMS), added()));
                assertHolds(small, with(TestAws.items(40), added()));
            }
            assertThat(function.log())
                    .as("no item, no key, no secret in the log")
                    .doesNotContain("value-", "key-", "ключ", "that-no-log-may-hold");
            assertThat(function.logged("phase ended"))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line)
                            .containsKeys("timestamp", "level", "requestId", "table", "items", "seconds"));
        }
    }

    @Test
    void oneTableOfADateIsClearedAndWrittenByTenWorkers() {
        damage(large, ITEMS);
        damage(small, 40);
        List<Map<String, AttributeValue>> untouched = aws.contents(small);
        FunctionAnswer answer;
        try (FunctionProcess function = restore()) {
            answer = function.call(
                    "{\"backup_date\":\"2025-07-22\",\"tables\":[\"%s\"],\"clear_existing_data\":true,\"max_workers\":10}"
                            .formatted(large));
        }

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(entry("configuration", Map.of("clear_existing_data", true, "max_workers", 10)));
        assertThat(answer.only("restore_results"))
                .contains(
                        entry("table_name", large),
                        entry("status", "COMPLETED"),
                        entry("expected_items", ITEMS),
                        entry("items_written", ITEMS),
                        entry("items_failed", 0),
                        entry("items_cleared", ITEMS - 4),
                        entry("success_rate", "100.00%"));
        assertHolds(large, TestAws.items(ITEMS));
        assertHolds(small, untouched);
    }

    @Test
    void keysBringBackTheirItemsAloneAndAreInNoLog() {
        damage(large, ITEMS);
        List<Map<String, AttributeValue>> expected = new ArrayList<>(aws.contents(large));
        expected.remove(Map.of("id", AttributeValue.fromS("key-7-ключ")));
        expected.add(TestAws.items(ITEMS).get(3));
        expected.add(TestAws.items(ITEMS).get(7));
        try (FunctionProcess function = restore()) {
            FunctionAnswer answer = function.call(
                    "{\"tables\":[\"%s\"],\"keys\":[{\"id\":{\"S\":\"key-3-ключ\"}},{\"id\":{\"S\":\"key-7-ключ\"}}]}"
                            .formatted(large));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains(
                            entry("configuration", Map.of("clear_existing_data", false, "max_workers", 5, "keys", 2)));
            assertThat(answer.only("restore_results"))
                    .contains(entry("status", "COMPLETED"), entry("expected_items", 2), entry("items_written", 2));
            assertHolds(large, expected);

            FunctionAnswer none =
                    function.call("{\"tables\":[\"%s\"],\"keys\":[{\"id\":{\"S\":\"key-none\"}}]}".formatted(large));
            FunctionAnswer wrong =
                    function.call("{\"tables\":[\"%s\"],\"keys\":[{\"id\":{\"N\":\"7\"}}]}".formatted(large));

            assertThat(none.statusCode()).isEqualTo(500);
            assertThat(none.only("restore_results")).contains(entry("status", "FAILED"), entry("expected_items", 1));
            assertThat(wrong.statusCode()).isEqualTo(500);
            assertThat(wrong.error()).startsWith("keys[0] gives id the type N; the key of " + large + " is id (S).");
            assertThat(function.log()).doesNotContain("key-3", "key-none", "ключ", "value-");
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndWritesNothing() {
        damage(large, ITEMS);
        List<Map<String, AttributeValue>> before = aws.contents(large);
        FunctionAnswer answer;
        try (FunctionProcess function = restore()) {
            answer = function.call(
                    "{\"dry_run\":true,\"clear_existing_data\":true,\"tables\":[\"%s\"]}".formatted(large));
        }

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(entry("dry_run", true), entry("total_items_written", 0));
        assertThat(answer.only("restore_results"))
                .contains(entry("status", "READY"), entry("expected_items", ITEMS), entry("table_name", large));
        assertHolds(large, before);
    }

    @Test
    void aDeadlineThatComesTooEarlyEndsWithTheExactCounts() throws Exception {
        String table = aws.newTable(List.of());
        String itsBucket = aws.newBucket();
        aws.fill(table, TestAws.items(ITEMS));
        backUp(itsBucket, table);
        String restoreId;
        int written;
        AtomicInteger writes = new AtomicInteger();
        // After the clear's writes, a few more than that by its segments, and at most four of the restore's, nothing
        // more.
        int taken = ITEMS / 25 + 4;
        try (Front dynamoDb = new Front(aws.embedded().dynamoDbEndpoint(), throttling(writes, taken));
                FunctionProcess function = restoreThrough(dynamoDb.endpoint(), itsBucket, table)) {
            assertThat(function.call("{\"dry_run\":true}").statusCode()).isEqualTo(200);

            FunctionAnswer answer =
                    function.call("{\"clear_existing_data\":true,\"max_workers\":2}", Duration.ofSeconds(16));

            assertThat(answer.statusCode()).isEqualTo(207);
            Map<String, Object> result = answer.only("restore_results");
            assertThat(result.get("status")).isEqualTo("IN_PROGRESS");
            restoreId = String.valueOf(answer.body().get("restore_id"));
            assertThat(result.get("items_cleared")).isEqualTo(ITEMS);
            written = (int) Objects.requireNonNull(result.get("items_written"));
            assertThat(String.valueOf(result.get("error")))
                    .contains(written + " of 600 items were written", "deadline");
        }
        assertThat(written).isBetween(25, 100);
        assertThat(aws.contents(table)).hasSize(written).isSubsetOf(TestAws.items(ITEMS));

        try (FunctionProcess again = restoreOf(itsBucket, table)) {
            FunctionAnswer answer = again.call("{\"restore_id\":\"%s\"}".formatted(restoreId));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContainKey("restore_id");
            assertThat(answer.only("restore_results"))
                    .contains(
                            entry("status", "COMPLETED"), entry("items_cleared", ITEMS), entry("items_written", ITEMS));
            assertThat(again.log()).contains("\"restore_id\":\"" + restoreId + "\"");
        }
        assertHolds(table, TestAws.items(ITEMS));
    }

    @Test
    void aContainerKilledInMidWriteHarmsNothingAndTheIdInItsFirstLogLineCompletesTheTable() throws Exception {
        String table = aws.newTable(TestAws.items(ITEMS));
        String itsBucket = aws.newBucket();
        backUp(itsBucket, table);
        aws.delete(table, "key-1-ключ");
        String restoreId;
        CountDownLatch inMidWrite = new CountDownLatch((ITEMS - 1 + 24) / 25 + 10);
        Front.Rule rule = call -> {
            if (call.equals("BatchWriteItem")) {
                inMidWrite.countDown();
                if (inMidWrite.getCount() == 0) {
                    return Optional.of(Refusal.ofDynamoDb("ThrottlingException", "later"));
                }
            }
            return Optional.empty();
        };
        try (Front dynamoDb = new Front(aws.embedded().dynamoDbEndpoint(), rule);
                FunctionProcess killed = restoreThrough(dynamoDb.endpoint(), itsBucket, table)) {
            var reply = killed.send("{\"clear_existing_data\":true}", FunctionProcess.FULL_TIME);
            assertThat(inMidWrite.await(60, TimeUnit.SECONDS)).isTrue();
            killed.kill();
            assertThat(reply).isNotDone();
            Matcher first = Pattern.compile("\"restore started\".*\"restore_id\":\"([^\"]+)\"")
                    .matcher(killed.log());
            assertThat(first.find()).as(killed.log()).isTrue();
            restoreId = first.group(1);
        }
        assertThat(aws.contents(table)).as("it was writing").isNotEmpty().hasSizeLessThan(ITEMS);

        try (FunctionProcess again = restoreOf(itsBucket, table)) {
            assertThat(again.call("{\"clear_existing_data\":true}").error())
                    .contains(table + " is being restored by", restoreId);
            aws.expireLocks(itsBucket);
            FunctionAnswer answer = again.call("{\"restore_id\":\"%s\"}".formatted(restoreId));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.only("restore_results"))
                    .contains(entry("status", "COMPLETED"), entry("items_written", ITEMS));
        }
        assertHolds(table, TestAws.items(ITEMS));
    }

    @Test
    void aMissingRightOnATableIsNamedWithItsAction() {
        try (FunctionProcess function = restore()) {
            aws.embedded().faults().refuseNext("DescribeTable", 1, "AccessDeniedException", "no");
            FunctionAnswer answer = function.call("{\"tables\":[\"%s\"]}".formatted(small));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.error()).contains("dynamodb:DescribeTable", small);
        }
    }

    @Test
    void aMissingRightOnTheManifestIsNamedAndNotTakenForNoBackup() throws IOException {
        String manifest = "/%s/native-exports/2025-07-22/manifest.json".formatted(bucket);
        Front.Rule rule = call -> call.equals("GET " + manifest)
                ? Optional.of(Refusal.ofS3("AccessDenied", "Access Denied"))
                : Optional.empty();
        try (Front s3 = new Front(aws.embedded().s3Endpoint(), rule);
                FunctionProcess function = FunctionProcess.start(
                        "RestoreHandler",
                        TestAws.through(s3.endpoint(), "AWS_ENDPOINT_URL_S3", aws.variables(bucket, large, small)))) {
            for (String event : List.of("{}", "{\"backup_date\":\"2025-07-22\"}")) {
                FunctionAnswer answer = function.call(event);

                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).contains(entry("error_code", "ACCESS_DENIED"));
                assertThat(answer.error()).contains("s3:GetObject", "s3:/" + manifest);
            }
        }
    }

    @Test
    void aScheduledRestoreOfWhichNothingSucceededIsThrown() {
        try (FunctionProcess function = restore()) {
            Map<String, Object> thrown = function.error("{\"source\":\"aws.events\",\"detail\":{}}");

            Map<String, Object> body = ParsedJson.object(String.valueOf(thrown.get("errorMessage")));
            assertThat(body.get("error_code")).isEqualTo("INVALID_REQUEST");
            assertThat(String.valueOf(body.get("error"))).contains("\"source\" is no field of a restore request");
        }
    }

    @Test
    void anAnswerThatWouldBeTooLongIsCutAndStoredWhole() {
        String itsBucket = aws.newBucket();
        MakeBackup backup = new MakeBackup(itsBucket, "native-exports", "2025-07-20", "production");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String name = "mfa-api_production_%s%d_global".formatted("x".repeat(200), i);
            backup.table(name, List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}")));
            backup.entry(i).put("status", "FAILED");
            names.add(name);
        }
        backup.table(small, List.of(List.of("{\"Item\":{\"id\":{\"S\":\"made\"}}}")));
        aws.put(itsBucket, Map.of(backup.manifestKey(), Json.pretty(backup.manifest())));
        String tables = Json.compact(names);
        try (FunctionProcess function = FunctionProcess.start(
                "RestoreHandler", TestAws.with(aws.variables(itsBucket, small), "DYNAMODB_TABLES", tables))) {
            byte[] answer = function.await(function.send(
                            "{\"backup_date\":\"2025-07-20\",\"dry_run\":true,\"tables\":%s}".formatted(tables),
                            FunctionProcess.FULL_TIME))
                    .body();

            assertThat(answer).hasSizeLessThanOrEqualTo(200_000);
            FunctionAnswer cut = FunctionAnswer.of(answer);
            assertThat(cut.body()).contains(entry("truncated", true), entry("failed_restores", 400));
            assertThat(aws.keys(itsBucket)).contains(cut.text("report_key"));
        }
    }

    private static FunctionProcess restore() {
        return restoreOf(bucket, large, small);
    }

    private static FunctionProcess restoreOf(String ofBucket, String... tables) {
        return FunctionProcess.start("RestoreHandler", aws.variables(ofBucket, tables));
    }

    private static FunctionProcess restoreThrough(URI dynamoDb, String ofBucket, String table) {
        return FunctionProcess.start(
                "RestoreHandler",
                TestAws.through(dynamoDb, "AWS_ENDPOINT_URL_DYNAMODB", aws.variables(ofBucket, table)));
    }

    private static void backUp(String toBucket, String table) {
        try (FunctionProcess backup = FunctionProcess.start("BackupHandler", aws.variables(toBucket, table))) {
            assertThat(backup.call("{}").statusCode()).isEqualTo(200);
        }
    }

    /** Passes the first writes and throttles all others. */
    private static Front.Rule throttling(AtomicInteger writes, int passed) {
        return call -> call.equals("BatchWriteItem") && writes.incrementAndGet() > passed
                ? Optional.of(Refusal.ofDynamoDb("ProvisionedThroughputExceededException", "slow down"))
                : Optional.empty();
    }

    /** Deletes five of a table's items, changes one, adds one. */
    private static void damage(String table, int items) {
        aws.fill(table, TestAws.items(items));
        for (int i = 0; i < 5; i++) {
            aws.delete(table, "key-%d-ключ".formatted(i));
        }
        aws.fill(table, List.of(Map.of("id", AttributeValue.fromS("key-7-ключ")), added()));
    }

    private static Map<String, AttributeValue> added() {
        return Map.of("id", AttributeValue.fromS("key-added"));
    }

    private static List<Map<String, AttributeValue>> with(
            List<Map<String, AttributeValue>> items, Map<String, AttributeValue> more) {
        List<Map<String, AttributeValue>> all = new ArrayList<>(items);
        all.add(more);
        return all;
    }

    private static void assertHolds(String table, List<Map<String, AttributeValue>> items) {
        assertThat(aws.contents(table)).containsExactlyInAnyOrderElementsOf(items);
    }
}
