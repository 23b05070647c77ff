package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.lambda.Front.Refusal;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.function.ParsedJson;
import io.ddbvault.testkit.function.RuntimeApi;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backup function, run by AWS's own runtime client against the embedded AWS. */
@Timeout(120)
class BackupFunctionIT {
    /** As Amazon EventBridge sends it. */
    private static final String SCHEDULED = """
            {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event",
             "source":"aws.events","account":"111122223333","time":"2025-07-22T02:00:00Z","region":"eu-west-1",
             "resources":["arn:aws:events:eu-west-1:111122223333:rule/nightly"],"detail":{}}""";

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
    void theScheduledEventBacksUpEveryTableAndDeliveredTwiceCostsNothing() {
        String bucket = aws.newBucket();
        String one = aws.newTable(TestAws.items(30));
        String other = aws.newTable(List.of());
        FunctionAnswer cold;
        FunctionAnswer warm;
        try (FunctionProcess function = backup(bucket, one, other)) {
            cold = function.call(SCHEDULED);
            warm = function.call(SCHEDULED);
            assertThat(function.logged("backup started")).hasSize(2);
            assertThat(function.log()).doesNotContain("that-no-log-may-hold", "value-");
        }

        assertThat(cold.statusCode()).isEqualTo(200);
        assertThat(cold.body())
                .contains(
                        entry("backup_date", "2025-07-22"),
                        entry("environment", "production"),
                        entry("backup_type", "DYNAMODB_NATIVE_EXPORT"),
                        entry("total_tables_processed", 2),
                        entry("successful_exports", 2),
                        entry("failed_exports", 0),
                        entry("exports_in_progress", 0),
                        entry("total_items_exported", 30),
                        entry("manifest_s3_key", "native-exports/2025-07-22/manifest.json"),
                        entry("s3_bucket", bucket),
                        entry("warnings", List.of()));
        assertThat(cold.list("exports"))
                .extracting(export -> export.get("table_name"), export -> export.get("item_count"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(one, 30), org.assertj.core.groups.Tuple.tuple(other, 0));
        assertThat(warm.statusCode()).isEqualTo(200);
        assertThat(warm.list("exports")).isEqualTo(cold.list("exports"));
        assertThat(aws.exports(one)).isEqualTo(1);
        assertThat(aws.exports(other)).isEqualTo(1);
        assertThat(statuses(bucket, "2025-07-22")).containsOnly(entry(one, "COMPLETED"), entry(other, "COMPLETED"));
        assertThat(ParsedJson.object(aws.object(bucket, "native-exports/2025-07-22/manifest.json")))
                .contains(entry("ddbvault_version", System.getProperty("ddbvault.version")));
    }

    @Test
    void anEmptyObjectBacksUpAsOfToday() {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(3));
        FunctionAnswer answer;
        try (FunctionProcess function = backup(bucket, table)) {
            answer = function.call("{}");
        }

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(BackupLayout.date(answer.text("backup_date"))).isPresent();
        assertThat(statuses(bucket, answer.text("backup_date"))).containsOnly(entry(table, "COMPLETED"));
    }

    @Test
    void theReportIsWrittenAfterABackupWhenAsked() {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(3));
        try (FunctionProcess function = reporting(bucket, table)) {
            assertThat(function.call("{}").statusCode()).isEqualTo(200);

            assertThat(function.logged("report written"))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .containsEntry("page", "s3://%s/native-exports/_state/report.html".formatted(bucket)));
        }

        assertThat(new String(aws.object(bucket, "native-exports/_state/report.html"), UTF_8))
                .startsWith("<!doctype html>")
                .contains("<h1>Backups of production</h1>", table);
        assertThat(aws.clients()
                        .s3()
                        .headObject(head -> head.bucket(bucket).key("native-exports/_state/report.html"))
                        .contentType())
                .isEqualToIgnoringWhitespace("text/html; charset=utf-8");
    }

    @Test
    void withLittleTimeLeftTheAnswerCountsMoreThanTheReport() {
        String bucket = aws.newBucket();
        try (FunctionProcess function = reporting(bucket, aws.newTable(List.of()))) {
            assertThat(function.call("{}", Duration.ofSeconds(55)).statusCode()).isEqualTo(200);

            assertThat(function.logged("report not written: too little time is left of this call"))
                    .hasSize(1);
        }
        assertThat(aws.keys(bucket)).doesNotContain("native-exports/_state/report.html");
    }

    @Test
    void aReportThatCannotBeWrittenChangesNothingOfTheAnswer() throws IOException {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        try (Front s3 = new Front(
                        aws.embedded().s3Endpoint(),
                        call -> call.equals("PUT /" + bucket + "/native-exports/_state/report.html")
                                ? Optional.of(Refusal.ofS3("AccessDenied", "no"))
                                : Optional.empty());
                FunctionProcess function = FunctionProcess.start(
                        "BackupHandler",
                        TestAws.through(
                                s3.endpoint(),
                                "AWS_ENDPOINT_URL_S3",
                                TestAws.with(aws.variables(bucket, table), "WRITE_REPORT", "true")))) {
            assertThat(function.call("{}").body())
                    .contains(entry("successful_exports", 1), entry("warnings", List.of()));

            assertThat(function.logged("report not written"))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(String.valueOf(line.get("stackTrace"))).contains("s3:PutObject"));
        }
    }

    private static FunctionProcess reporting(String bucket, String... tables) {
        return FunctionProcess.start(
                "BackupHandler", TestAws.with(aws.variables(bucket, tables), "WRITE_REPORT", "true"));
    }

    @Test
    void anUnknownSourceIsAnOrdinaryCaller() {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        try (FunctionProcess function = backup(bucket, table)) {
            assertThat(function.call("{\"source\":\"my.cron\"}").statusCode()).isEqualTo(200);
            assertThat(function.call("{\"source\":\"my.cron\",\"tables\":7}").statusCode())
                    .isEqualTo(500);
            assertThat(function.call("{\"source\":[\"aws.events\"],\"tables\":7}")
                            .error())
                    .contains("tables is 7");
        }
    }

    @Test
    void exportsThatOutlastTheFunctionAreInProgressAndALaterCallFinishesThem() {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(5));
        aws.embedded().exports().duration(table, Duration.ofSeconds(8));
        FunctionAnswer first;
        FunctionAnswer later;
        try (FunctionProcess function = backup(bucket, table)) {
            assertThat(function.call("{\"backup_date\":\"2020-01-01\"}").statusCode())
                    .isEqualTo(500);
            first = function.call(SCHEDULED, Duration.ofSeconds(6));
            later = function.call("{\"backup_date\":\"2025-07-22\"}");
        }

        assertThat(first.statusCode()).isEqualTo(207);
        assertThat(first.body()).contains(entry("exports_in_progress", 1), entry("successful_exports", 0));
        assertThat(first.only("exports")).contains(entry("status", "IN_PROGRESS"));
        assertThat(first.text("warnings")).contains("because of the deadline", table);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).contains(entry("exports_in_progress", 0), entry("total_items_exported", 5));
        assertThat(aws.exports(table)).isEqualTo(1);
        assertThat(statuses(bucket, "2025-07-22")).containsOnly(entry(table, "COMPLETED"));
    }

    @Test
    void aFunctionWithTooLittleTimeSaysSoAndBeginsNothing() {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        try (FunctionProcess function = backup(bucket, table)) {
            FunctionAnswer answer = function.call("{}", Duration.ofSeconds(3));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.error()).contains("seconds left", "Set its timeout to 900 seconds");
        }
        assertThat(aws.exports(table)).isZero();
        assertThat(aws.keys(bucket)).isEmpty();
    }

    @Test
    void aContainerKilledInMidCallLosesNothingAndTheRepeatedEventFinishesItsExport() throws Exception {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(5));
        aws.embedded().exports().duration(table, Duration.ofSeconds(3));
        try (FunctionProcess killed = backup(bucket, table)) {
            CompletableFuture<RuntimeApi.Reply> reply = killed.send(SCHEDULED, FunctionProcess.FULL_TIME);
            killed.awaitLog("export runs");
            killed.kill();
            assertThat(reply).isNotDone();
        }

        try (FunctionProcess next = backup(bucket, table)) {
            FunctionAnswer answer = next.call(SCHEDULED);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.only("exports")).contains(entry("item_count", 5), entry("status", "COMPLETED"));
        }
        assertThat(aws.exports(table)).isEqualTo(1);
        assertThat(statuses(bucket, "2025-07-22")).containsOnly(entry(table, "COMPLETED"));
    }

    @Test
    void twoContainersAtOnceOnOneDateLoseNothingOfEachOther() {
        String bucket = aws.newBucket();
        String one = aws.newTable(TestAws.items(4));
        String other = aws.newTable(TestAws.items(6));
        String event = "{\"time\":\"2025-07-22T02:00:00Z\",\"id\":\"%s\",\"tables\":[\"%s\"]}";
        try (FunctionProcess first = backup(bucket, one, other);
                FunctionProcess second = backup(bucket, one, other)) {
            var firstReply = first.send(event.formatted("a", one), FunctionProcess.FULL_TIME);
            var secondReply = second.send(event.formatted("b", other), FunctionProcess.FULL_TIME);

            assertThat(first.answer(first.await(firstReply)).statusCode()).isEqualTo(200);
            assertThat(second.answer(second.await(secondReply)).statusCode()).isEqualTo(200);
        }
        assertThat(statuses(bucket, "2025-07-22")).containsOnly(entry(one, "COMPLETED"), entry(other, "COMPLETED"));
    }

    @Test
    @DisplayName("Lesson 20: a scheduled event of which nothing succeeded is thrown, with the body as its message")
    void aScheduledEventOfWhichNothingSucceededIsThrownWithTheBodyAsItsMessage() {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        aws.clients()
                .dynamoDb()
                .updateContinuousBackups(request -> request.tableName(table)
                        .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(false)));
        try (FunctionProcess function = backup(bucket, table)) {
            Map<String, Object> thrown = function.error(SCHEDULED);
            FunctionAnswer answered = function.call("{}");

            assertThat(thrown.get("errorType")).isEqualTo(NothingSucceededException.class.getName());
            Map<String, Object> body = ParsedJson.object(String.valueOf(thrown.get("errorMessage")));
            assertThat(String.valueOf(body.get("error"))).contains(table, "point_in_time_recovery { enabled = true }");
            assertThat(body).contains(entry("failed_exports", 1), entry("backup_date", "2025-07-22"));
            assertThat(answered.statusCode()).isEqualTo(500);
            assertThat(answered.error()).contains(table, "point_in_time_recovery { enabled = true }");
        }
    }

    @Test
    void aMissingRightIsNamedWithItsActionAndItsTable() {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        aws.embedded()
                .faults()
                .refuseNext("ExportTableToPointInTime", 1, "AccessDeniedException", "User: role is not authorized");
        try (FunctionProcess function = backup(bucket, table)) {
            FunctionAnswer answer = function.call("{}");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.error()).contains("dynamodb:ExportTableToPointInTime", table, "not authorized");
        }
    }

    @Test
    void aForbiddenManifestIsNeverTakenForNoManifest() throws IOException {
        String bucket = aws.newBucket();
        String table = aws.newTable(List.of());
        String manifest = "native-exports/2025-07-22/manifest.json";
        Front.Rule rule = call -> call.equals("GET /%s/%s".formatted(bucket, manifest))
                ? Optional.of(Refusal.ofS3("AccessDenied", "Access Denied"))
                : Optional.empty();
        try (Front s3 = new Front(aws.embedded().s3Endpoint(), rule);
                FunctionProcess function = backupThrough(s3.endpoint(), bucket, table)) {
            FunctionAnswer answer = function.call("{\"time\":\"2025-07-22T02:00:00Z\"}");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.error()).contains("s3:GetObject", "s3://%s/%s".formatted(bucket, manifest));
        }
        assertThat(aws.exports(table)).isZero();
    }

    @Test
    void credentialsThatSnapStartKeepsAtAnAddressAreFoundThere() throws IOException {
        String bucket = aws.newBucket();
        String table = aws.newTable(TestAws.items(2));
        Map<String, String> variables = new HashMap<>(aws.variables(bucket, table));
        variables.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"));
        Front.Rule rule = call -> Optional.of(
                new Refusal(
                        200,
                        "{\"AccessKeyId\":\"id\",\"SecretAccessKey\":\"secret\",\"Token\":\"token\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"));
        try (Front credentials = new Front(URI.create("http://127.0.0.1:9"), rule)) {
            variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.endpoint() + "/credentials");
            variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token");
            try (FunctionProcess function = FunctionProcess.start("BackupHandler", variables)) {
                assertThat(function.call("{}").statusCode()).isEqualTo(200);
            }
        }
        assertThat(aws.exports(table)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACKUP_BUCKET", "ENVIRONMENT", "DYNAMODB_TABLES", "AWS_REGION"})
    void aMissingVariableIsNamedInEveryAnswer(String missing) {
        Map<String, String> variables = new HashMap<>(aws.variables("bucket", "table"));
        variables.remove(missing);
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        try (FunctionProcess function = FunctionProcess.start("BackupHandler", variables)) {
            for (int call = 0; call < 2; call++) {
                FunctionAnswer answer = function.call("{}");

                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).contains(entry("error_code", "INVALID_SETTINGS"));
                assertThat(answer.error()).contains(missing);
            }
            assertThat(String.valueOf(function.error(SCHEDULED).get("errorMessage")))
                    .contains(missing);
        }
    }

    private static FunctionProcess backup(String bucket, String... tables) {
        return FunctionProcess.start("BackupHandler", aws.variables(bucket, tables));
    }

    private static FunctionProcess backupThrough(URI s3, String bucket, String... tables) {
        return FunctionProcess.start(
                "BackupHandler", TestAws.through(s3, "AWS_ENDPOINT_URL_S3", aws.variables(bucket, tables)));
    }

    /** What a date's manifest says: table name to status. */
    private static Map<String, String> statuses(String bucket, String date) {
        byte[] manifest = aws.object(bucket, "native-exports/%s/manifest.json".formatted(date));
        Map<String, String> statuses = new HashMap<>();
        ParsedJson.list(ParsedJson.object(manifest), "exports")
                .forEach(export ->
                        statuses.put(String.valueOf(export.get("table_name")), String.valueOf(export.get("status"))));
        return statuses;
    }
}
