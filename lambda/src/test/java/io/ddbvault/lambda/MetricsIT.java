package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.lambda.Front.Refusal;
import io.ddbvault.testkit.MarkedBackup;
import io.ddbvault.testkit.function.EmbeddedMetrics;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import io.ddbvault.testkit.function.RuntimeApi;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The figures that CloudWatch takes out of the functions' logs, for every way a call can end. */
@Timeout(180)
class MetricsIT {
    private static final String SCHEDULED =
            "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"time\":\"2025-07-22T02:00:00Z\"}";

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @Test
    void aBackupsFiguresAreThoseOfItsAnswer() {
        String bucket = aws.newBucket();
        String one = aws.newTable(TestAws.items(30));
        String other = aws.newTable(TestAws.items(4));
        try (FunctionProcess function = backup(bucket, one, other)) {
            assertThat(call(function, SCHEDULED).statusCode()).isEqualTo(200);
            assertLast(function, 1, 0, 0, 0, 34);
            assertThat(call(function, "{\"backup_date\":\"2025-07-22\"}").statusCode())
                    .isEqualTo(200);
            assertLast(function, 1, 0, 0, 0, 34);
            assertThat(metrics(function)).hasSize(2).allSatisfy(line -> {
                assertThat(line.namespace()).isEqualTo("ddbvault");
                assertThat(line.dimensions()).containsExactly(entry("FunctionName", "ddbvault"));
                assertThat(line.metrics().keySet())
                        .containsExactly(
                                "SuccessfulBackups",
                                "TablesWithoutExport",
                                "ExportsInProgress",
                                "FailedExports",
                                "ItemsExported",
                                "Duration");
                assertThat(line.metrics().get("Duration")).satisfies(duration -> {
                    assertThat(duration.unit()).isEqualTo("Seconds");
                    assertThat(duration.value().doubleValue()).isBetween(0.001, 60.0);
                });
            });
            List<String> log = function.log().lines().toList();
            assertThat(log.get(log.size() - 2)).contains("\"_aws\"", "\"requestId\":\"request-");
            assertThat(log.get(log.size() - 1)).contains("\"message\":\"ended\"");
        }
    }

    @Test
    void aCallForOneTableCountsByTheWholeDate() {
        String bucket = aws.newBucket();
        String one = aws.newTable(TestAws.items(30));
        String other = aws.newTable(TestAws.items(4));
        try (FunctionProcess function = backup(bucket, one, other)) {
            call(function, "{\"tables\":[\"%s\"],\"time\":\"2025-07-22T01:00:00Z\"}".formatted(one));
            assertLast(function, 0, 1, 0, 0, 30);
            call(function, "{\"tables\":[\"%s\"],\"time\":\"2025-07-22T01:30:00Z\"}".formatted(other));
            assertLast(function, 1, 0, 0, 0, 4);
        }
    }

    @Test
    void exportsThatOutlastTheCallAreInProgressAndTheCallThatFinishesThemIsTheSuccess() {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(5));
        aws.embedded().exports().duration(table, Duration.ofSeconds(8));
        try (FunctionProcess function = backup(bucket, table)) {
            assertThat(call(function, SCHEDULED, Duration.ofSeconds(6)).statusCode())
                    .isEqualTo(207);
            assertLast(function, 0, 0, 1, 0, 0);
            assertThat(call(function, "{\"backup_date\":\"2025-07-22\"}").statusCode())
                    .isEqualTo(200);
            assertLast(function, 1, 0, 0, 0, 5);
        }
    }

    @Test
    void aBackupWhoseDataIsDaysOldIsNoSuccessHoweverCompleteItIs() {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(5));
        try (FunctionProcess function = backup(bucket, table)) {
            call(function, SCHEDULED);
            String key = "native-exports/2025-07-22/manifest.json";
            String manifest = new String(aws.object(bucket, key), UTF_8);
            String old = manifest.replaceAll("(\"export_time\" : \")[^\"]+", "$12025-07-22T02:00:04Z");
            assertThat(old).isNotEqualTo(manifest);
            aws.put(bucket, Map.of(key, old.getBytes(UTF_8)));

            assertThat(call(function, "{\"backup_date\":\"2025-07-22\"}").statusCode())
                    .isEqualTo(200);

            assertLast(function, 0, 0, 0, 0, 5);
        }
    }

    @Test
    void aTableThatCannotBeExportedIsWithoutExportWhetherTheCallAnswersOrThrows() {
        String bucket = aws.newBucket();
        String good = aws.newTable(TestAws.items(5));
        String bad = aws.newTable(List.of());
        aws.clients()
                .dynamoDb()
                .updateContinuousBackups(request -> request.tableName(bad)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(false)));
        try (FunctionProcess function = backup(bucket, good, bad)) {
            assertThat(call(function, SCHEDULED).statusCode()).isEqualTo(207);
            assertLast(function, 0, 1, 0, 1, 5);
        }
        try (FunctionProcess function = backup(aws.newBucket(), bad)) {
            assertThat(thrown(function, SCHEDULED)).contains("\"failed_exports\":1", bad);
            assertLast(function, 0, 1, 0, 1, 0);
        }
    }

    @Test
    void aCallThatFailsAsAWholeLeavesEveryTableWithoutExport() {
        String bucket = aws.newBucket();
        String one = aws.newTable(List.of());
        String other = aws.newTable(List.of());
        try (FunctionProcess function = backup(bucket, one, other)) {
            for (String event : List.of("null", "[", "{\"tables\":7}", "{\"backup_date\":\"2020-01-01\"}")) {
                assertThat(call(function, event).statusCode()).as(event).isEqualTo(500);
                assertLast(function, 0, 2, 0, 0, 0);
            }
            assertThat(call(function, "{}", Duration.ofSeconds(3)).error()).contains("seconds left");
            assertLast(function, 0, 2, 0, 0, 0);
            thrown(function, "{\"source\":\"aws.events\",\"tables\":7}");
            assertLast(function, 0, 2, 0, 0, 0);
            assertThat(metrics(function)).hasSize(6);
        }
    }

    @Test
    void withoutItsTablesAFunctionStillSaysThatOneIsWithoutExport() {
        Map<String, String> variables = new HashMap<>(aws.variables(aws.newBucket(), "table"));
        variables.remove("DYNAMODB_TABLES");
        try (FunctionProcess function = FunctionProcess.start("BackupHandler", variables)) {
            assertThat(call(function, "{}").error()).contains("DYNAMODB_TABLES");
            assertLast(function, 0, 1, 0, 0, 0);
            thrown(function, SCHEDULED);
            assertLast(function, 0, 1, 0, 0, 0);
        }
    }

    @Test
    void aRestoresTablesAreCountedAndADryRunsAreNot() {
        String bucket = aws.newBucket();
        String one = aws.newTable(TestAws.items(60));
        String other = aws.newTable(TestAws.items(40));
        backUp(bucket, one, other);
        try (FunctionProcess function = restore(bucket, one, other)) {
            assertThat(call(function, "{\"dry_run\":true}").statusCode()).isEqualTo(200);
            assertThat(last(function).metrics().keySet()).containsExactly("Duration");
            assertThat(call(function, "{\"dry_run\":true,\"backup_date\":\"2020-01-01\"}")
                            .statusCode())
                    .isEqualTo(500);
            assertThat(last(function).metrics().keySet()).containsExactly("Duration");
            assertThat(call(function, "{\"clear_existing_data\":true}").statusCode())
                    .isEqualTo(200);
            assertLastRestore(function, 2, 0, 0, 100, 0);
            assertThat(call(function, "{\"max_workers\":0}").statusCode()).isEqualTo(500);
            assertLastRestore(function, 0, 0, 1, 0, 0);
            thrown(function, "{\"source\":\"aws.events\"}");
            assertLastRestore(function, 0, 0, 1, 0, 0);
            assertThat(metrics(function)).hasSize(5).allSatisfy(line -> {
                assertThat(line.namespace()).isEqualTo("ddbvault");
                assertThat(line.dimensions()).containsExactly(entry("FunctionName", "ddbvault"));
            });
        }
    }

    @Test
    void aTableThatIsNotInTheBackupIsAFailedRestoreBesideTheGoodOne() {
        String bucket = aws.newBucket();
        String backedUp = aws.newTable(TestAws.items(10));
        String missing = aws.newTable(List.of());
        backUp(bucket, backedUp);
        try (FunctionProcess function = restore(bucket, backedUp, missing)) {
            assertThat(call(function, "{\"tables\":[\"%s\",\"%s\"]}".formatted(backedUp, missing))
                            .statusCode())
                    .isEqualTo(207);
            assertLastRestore(function, 1, 0, 1, 10, 0);
        }
    }

    @Test
    void aRefusedItemIsFailedAndItsTablePartlyRestored() {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        aws.put(bucket, MarkedBackup.of(bucket, table).objects());
        try (FunctionProcess function = restore(bucket, table)) {
            assertThat(call(function, "{}").statusCode()).isEqualTo(207);
            assertLastRestore(
                    function,
                    0,
                    1,
                    0,
                    MarkedBackup.GOOD_ITEMS,
                    MarkedBackup.MALFORMED_LINES + MarkedBackup.REFUSED_ITEMS);
        }
    }

    /** The sums over the calls are the restore's, whoever adds them up. */
    @Test
    void ofARestoreInSeveralCallsEachItemAndEachTableIsCountedOnce() throws IOException {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(400));
        backUp(bucket, table);
        AtomicInteger writes = new AtomicInteger();
        String restoreId;
        long first;
        try (Front dynamoDb = new Front(
                        aws.embedded().dynamoDbEndpoint(),
                        call -> call.equals("BatchWriteItem") && writes.incrementAndGet() > 4
                                ? Optional.of(Refusal.ofDynamoDb("ThrottlingException", "slow down"))
                                : Optional.empty());
                FunctionProcess function = FunctionProcess.start(
                        "RestoreHandler",
                        TestAws.through(
                                dynamoDb.endpoint(), "AWS_ENDPOINT_URL_DYNAMODB", aws.variables(bucket, table)))) {
            assertThat(call(function, "{\"dry_run\":true}").statusCode()).isEqualTo(200);
            FunctionAnswer answer = call(function, "{\"max_workers\":2}", Duration.ofSeconds(12));

            assertThat(answer.statusCode()).isEqualTo(207);
            restoreId = answer.text("restore_id");
            first = last(function).count("ItemsWritten");
            assertThat(answer.body()).contains(entry("total_items_written", (int) first));
            assertLastRestore(function, 0, 0, 0, first, 0);
        }
        assertThat(first).isBetween(25L, 100L);
        try (FunctionProcess function = restore(bucket, table)) {
            FunctionAnswer answer = call(function, "{\"restore_id\":\"%s\"}".formatted(restoreId));

            assertThat(answer.body()).contains(entry("total_items_written", 400));
            assertLastRestore(function, 1, 0, 0, 400 - first, 0);
        }
    }

    private static FunctionProcess backup(String bucket, String... tables) {
        return FunctionProcess.start("BackupHandler", aws.variables(bucket, tables));
    }

    private static FunctionProcess restore(String bucket, String... tables) {
        return FunctionProcess.start("RestoreHandler", aws.variables(bucket, tables));
    }

    private static void backUp(String bucket, String... tables) {
        try (FunctionProcess function = backup(bucket, tables)) {
            assertThat(call(function, SCHEDULED).statusCode()).isEqualTo(200);
        }
    }

    private static FunctionAnswer call(FunctionProcess function, String event) {
        return call(function, event, FunctionProcess.FULL_TIME);
    }

    private static FunctionAnswer call(FunctionProcess function, String event, Duration timeout) {
        return function.answer(reply(function, event, timeout));
    }

    private static String thrown(FunctionProcess function, String event) {
        RuntimeApi.Reply reply = reply(function, event, FunctionProcess.FULL_TIME);
        assertThat(reply.error()).isTrue();
        return String.valueOf(ParsedJson.object(reply.body()).get("errorMessage"));
    }

    /** With the call's log to its end. */
    private static RuntimeApi.Reply reply(FunctionProcess function, String event, Duration timeout) {
        RuntimeApi.Reply reply = function.await(function.send(event, timeout));
        function.awaitLog("\"message\":\"ended\",\"requestId\":\"%s\"".formatted(reply.id()));
        return reply;
    }

    private static List<EmbeddedMetrics> metrics(FunctionProcess function) {
        return EmbeddedMetrics.in(function.log());
    }

    private static EmbeddedMetrics last(FunctionProcess function) {
        List<EmbeddedMetrics> all = metrics(function);
        return all.get(all.size() - 1);
    }

    private static void assertLast(
            FunctionProcess function, long whole, long without, long inProgress, long failed, long items) {
        assertThat(last(function).counts())
                .containsExactly(
                        entry("SuccessfulBackups", whole),
                        entry("TablesWithoutExport", without),
                        entry("ExportsInProgress", inProgress),
                        entry("FailedExports", failed),
                        entry("ItemsExported", items));
    }

    private static void assertLastRestore(
            FunctionProcess function, long whole, long partial, long failed, long written, long itemsFailed) {
        assertThat(last(function).counts())
                .containsExactly(
                        entry("SuccessfulRestores", whole),
                        entry("PartialRestores", partial),
                        entry("FailedRestores", failed),
                        entry("ItemsWritten", written),
                        entry("ItemsFailed", itemsFailed));
    }
}
