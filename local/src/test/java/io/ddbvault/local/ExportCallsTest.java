package io.ddbvault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportConflictException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportSummary;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ListExportsResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;

/** The export and continuous-backup calls: what they answer, and what they refuse. */
class ExportCallsTest {
    private static final String BUCKET = "backups";

    private static EmbeddedAws aws;
    private static AwsClients clients;

    @BeforeAll
    static void start() throws IOException {
        aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory().withExportDuration(Duration.ofMillis(20)));
        clients = AwsClients.of(aws);
        clients.s3().createBucket(r -> r.bucket(BUCKET));
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        aws.close();
    }

    @Test
    void recoveryIsOffUntilItIsSwitchedOnAndOffAgainAfterwards() {
        clients.createTable("recovery");
        assertThat(recovery("recovery").pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.DISABLED);

        clients.setRecovery("recovery", true);
        assertThat(recovery("recovery").pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.ENABLED);
        assertThat(recovery("recovery").recoveryPeriodInDays()).isEqualTo(35);
        assertThat(recovery("recovery").earliestRestorableDateTime())
                .isBeforeOrEqualTo(recovery("recovery").latestRestorableDateTime());

        clients.setRecovery("recovery", false);
        assertThat(recovery("recovery").pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.DISABLED);
    }

    @Test
    void aTableMadeAnewUnderItsOldNameHasNoRecovery() {
        clients.createRecoverableTable("made-anew");
        clients.dynamoDb().deleteTable(r -> r.tableName("made-anew"));
        clients.createTable("made-anew");

        assertThat(recovery("made-anew").pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.DISABLED);
    }

    @Test
    void recoveryOfAMissingTableIsTableNotFound() {
        assertThatThrownBy(() -> clients.setRecovery("missing", true))
                .isInstanceOf(TableNotFoundException.class)
                .hasMessageStartingWith("Table not found: missing");
        assertThatThrownBy(() -> recovery("missing")).isInstanceOf(TableNotFoundException.class);
    }

    @Test
    void anExportIsRefusedWhileRecoveryIsOff() {
        String arn = clients.createTable("no-recovery");

        assertRefused(
                r -> r.tableArn(arn).s3Bucket("no-such-bucket"),
                "PointInTimeRecoveryUnavailableException",
                "Point in time recovery is not enabled for table 'no-recovery'");
    }

    @Test
    void anExportIsInProgressFirstAndSaysNothingOfItsResult() {
        String arn = clients.createRecoverableTable("in-progress");
        aws.exports().duration("in-progress", Duration.ofHours(1));

        ExportDescription started = clients.export(arn, BUCKET);

        assertThat(started.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(started.exportArn()).startsWith(arn + "/export/");
        assertThat(started.exportFormatAsString()).isEqualTo("DYNAMODB_JSON");
        assertThat(started.s3SseAlgorithmAsString()).isEqualTo("AES256");
        assertThat(started.exportTime()).isEqualTo(started.startTime());
        assertThat(started.clientToken()).isNotNull();
        assertThat(started.tableId()).isNotNull();
        assertThat(started.exportTypeAsString()).isNull();
        assertThat(started.s3Prefix()).isNull();
        assertThat(started.s3BucketOwner()).isNull();
        assertThat(started.endTime()).isNull();
        assertThat(started.itemCount()).isNull();
        assertThat(started.billedSizeBytes()).isNull();
        assertThat(started.exportManifest()).isNull();
        assertThat(clients.describe(started.exportArn())).isEqualTo(started);
    }

    @Test
    void anExportHoldsTheTableAsItStoodAtTheCall() {
        String arn = clients.createRecoverableTable("as-at-call");
        clients.put("as-at-call", "before");
        aws.exports().duration("as-at-call", Duration.ofMillis(300));

        ExportDescription started = clients.export(arn, BUCKET);
        clients.put("as-at-call", "after");

        assertThat(clients.awaitEnd(started.exportArn()).itemCount()).isEqualTo(1);
    }

    @Test
    void moreWritersThanUsualDoNotKeepASnapshotFromEnding() throws Exception {
        String arn = clients.createRecoverableTable("many-writers");
        ExecutorService writers = Executors.newFixedThreadPool(260);
        try {
            AtomicBoolean stop = new AtomicBoolean();
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 260; writer++) {
                String id = "writer-" + writer;
                running.add(writers.submit(() -> {
                    while (!stop.get()) {
                        clients.put("many-writers", id);
                    }
                }));
            }
            for (int i = 0; i < 3; i++) {
                assertThat(clients.awaitEnd(clients.export(arn, BUCKET).exportArn())
                                .exportStatus())
                        .isEqualTo(ExportStatus.COMPLETED);
            }
            stop.set(true);
            for (Future<?> writer : running) {
                writer.get();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    void writesBesideAnExportAllSucceed() throws Exception {
        String arn = clients.createRecoverableTable("beside");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> written = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                String prefix = "writer-" + writer + "-";
                written.add(writers.submit(() -> {
                    int count = 0;
                    while (!stop.get()) {
                        clients.put("beside", prefix + count++);
                    }
                    return count;
                }));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(clients.awaitEnd(clients.export(arn, BUCKET).exportArn())
                                .exportStatus())
                        .isEqualTo(ExportStatus.COMPLETED);
            }
            stop.set(true);
            int total = written.get(0).get() + written.get(1).get();
            assertThat(clients.awaitEnd(clients.export(arn, BUCKET).exportArn()).itemCount())
                    .isEqualTo(total);
        } finally {
            stop.set(true);
            writers.shutdownNow();
        }
    }

    @Test
    void whatTheCallerChoseIsEchoed() {
        String arn = clients.createRecoverableTable("echoed");

        ExportDescription ended = clients.awaitEnd(clients.dynamoDb()
                .exportTableToPointInTime(r -> r.tableArn(arn)
                        .s3Bucket(BUCKET)
                        .s3Prefix("echo")
                        .s3BucketOwner(aws.accountId())
                        .s3SseAlgorithm("KMS")
                        .s3SseKmsKeyId("alias/aws/s3")
                        .exportFormat("DYNAMODB_JSON")
                        .exportType("FULL_EXPORT")
                        .clientToken("token-of-echoed"))
                .exportDescription()
                .exportArn());

        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(ended.s3Prefix()).isEqualTo("echo");
        assertThat(ended.s3BucketOwner()).isEqualTo(aws.accountId());
        assertThat(ended.s3SseAlgorithmAsString()).isEqualTo("KMS");
        assertThat(ended.s3SseKmsKeyId()).isEqualTo("alias/aws/s3");
        assertThat(ended.exportTypeAsString()).isEqualTo("FULL_EXPORT");
        assertThat(ended.clientToken()).isEqualTo("token-of-echoed");
        assertThat(clients.get(BUCKET, ended.exportManifest()).asUtf8String())
                .contains("\"s3SseAlgorithm\":\"KMS\",\"s3SseKmsKeyId\":\"alias/aws/s3\"")
                .doesNotContain("exportType");
    }

    @Test
    void theSameTokenWithTheSameParametersIsTheSameExport() {
        String arn = clients.createRecoverableTable("replayed");
        Consumer<ExportTableToPointInTimeRequest.Builder> request =
                r -> r.tableArn(arn).s3Bucket(BUCKET).clientToken("token-of-replayed");

        String first = clients.dynamoDb()
                .exportTableToPointInTime(request)
                .exportDescription()
                .exportArn();
        clients.awaitEnd(first);

        assertThat(clients.dynamoDb().exportTableToPointInTime(request).exportDescription())
                .isEqualTo(clients.describe(first));
        assertThat(clients.dynamoDb().listExports(r -> r.tableArn(arn)).exportSummaries())
                .hasSize(1);
    }

    @Test
    void theSameTokenWithOtherParametersIsAConflict() {
        String arn = clients.createRecoverableTable("conflict");
        clients.dynamoDb()
                .exportTableToPointInTime(r -> r.tableArn(arn).s3Bucket(BUCKET).clientToken("token-of-conflict"));

        assertThatThrownBy(() -> clients.dynamoDb()
                        .exportTableToPointInTime(r -> r.tableArn(arn)
                                .s3Bucket(BUCKET)
                                .s3Prefix("other")
                                .clientToken("token-of-conflict")))
                .isInstanceOf(ExportConflictException.class)
                .hasMessageStartingWith("Export conflict: Duplicate request detected with conflicting parameters");
    }

    @Test
    void aMissingBucketFailsTheExportLater() {
        String arn = clients.createRecoverableTable("no-bucket");

        ExportDescription started = clients.export(arn, "no-such-bucket");
        ExportDescription ended = clients.awaitEnd(started.exportArn());

        assertThat(started.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(ended.failureCode()).isEqualTo("S3NoSuchBucket");
        assertThat(ended.failureMessage())
                .startsWith("The specified bucket does not exist (Service: Amazon S3; Status Code: 404;");
        assertThat(ended.endTime()).isNotNull();
        assertThat(ended.exportManifest()).isNull();
    }

    @Test
    void aScriptedFailureHitsTheNextExportOnly() {
        String arn = clients.createRecoverableTable("scripted");
        aws.exports().failNext("scripted", "S3AccessDenied", "Access Denied");

        ExportDescription failed = clients.awaitEnd(clients.export(arn, BUCKET).exportArn());
        ExportDescription next = clients.awaitEnd(clients.export(arn, BUCKET).exportArn());

        assertThat(failed.exportStatus()).isEqualTo(ExportStatus.FAILED);
        assertThat(failed.failureCode()).isEqualTo("S3AccessDenied");
        assertThat(failed.failureMessage()).isEqualTo("Access Denied");
        assertThat(next.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void listExportsGoesFromTheNewestInPages() {
        String arn = clients.createRecoverableTable("listed");
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            arns.add(clients.export(arn, BUCKET).exportArn());
        }
        Collections.reverse(arns);

        ListExportsResponse first = clients.dynamoDb().listExports(r -> r.tableArn(arn));
        ListExportsResponse second =
                clients.dynamoDb().listExports(r -> r.tableArn(arn).nextToken(first.nextToken()));

        assertThat(first.exportSummaries()).map(ExportSummary::exportArn).isEqualTo(arns.subList(0, 10));
        assertThat(second.exportSummaries()).map(ExportSummary::exportArn).isEqualTo(arns.subList(10, 12));
        assertThat(second.nextToken()).isNull();
        assertThat(clients.dynamoDb().listExportsPaginator(r -> r.maxResults(7)).stream()
                        .flatMap(page -> page.exportSummaries().stream())
                        .map(ExportSummary::exportArn))
                .containsAll(arns);
        arns.forEach(clients::awaitEnd);
    }

    @Test
    void anExportOutlivesItsTableButIsNoLongerListedWithIt() {
        String arn = clients.createRecoverableTable("outlived");
        String export =
                clients.awaitEnd(clients.export(arn, BUCKET).exportArn()).exportArn();
        clients.dynamoDb().deleteTable(r -> r.tableName("outlived"));

        assertThat(clients.describe(export).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(clients.dynamoDb().listExports(r -> r.tableArn(arn)).exportSummaries())
                .isEmpty();
    }

    @Test
    void anUnknownExportIsExportNotFound() {
        String unknown = "arn:aws:dynamodb:us-east-1:000000000000:table/any/export/01700000000123-0a1b2c3d";

        assertThatThrownBy(() -> clients.describe(unknown))
                .isInstanceOf(ExportNotFoundException.class)
                .hasMessageStartingWith("Export not found: Export not found: " + unknown);
        assertThatThrownBy(() -> clients.describe("arn:aws:dynamodb:us-east-1:000000000000:table/any"))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageStartingWith("Invalid Export ARN");
    }

    @Test
    void theTableMayBeNamedWithTheClientsRegion() {
        clients.createRecoverableTable("regional");
        String arn = "arn:aws:dynamodb:" + aws.region() + ":" + aws.accountId() + ":table/regional";

        ExportDescription ended = clients.awaitEnd(clients.export(arn, BUCKET).exportArn());

        assertThat(ended.tableArn()).isEqualTo(arn);
        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void whatAwsRefusesAtOnceIsRefusedInItsWords() {
        String arn = clients.createRecoverableTable("refused");
        String missing = arn.replace("refused", "not-there");

        assertRefused(r -> r.tableArn(missing), "TableNotFoundException", "Table not found: " + missing);
        assertRefused(
                r -> r.tableArn("arn:aws:dynamodb:eu-west-1:000000000000:table/refused"),
                "TableNotFoundException",
                "Table not found: arn:aws:dynamodb:eu-west-1:000000000000:table/refused");
        assertRefused(
                r -> r.tableArn("arn:aws:dynamodb:us-east-1:111122223333:table/refused"),
                "AccessDeniedException",
                "Access is denied");
        assertRefused(
                r -> r.tableArn("refused"),
                "ValidationException",
                "One or more parameter values were invalid: tableArn is not a valid ARN");
        assertRefused(
                r -> r.tableArn(arn + "/index/by-name"),
                "ValidationException",
                "Invalid Request: Table ARN is invalid.");
        assertRefused(
                r -> r.tableArn(arn).exportTime(Instant.now().plusSeconds(60)),
                "InvalidExportTimeException",
                "Export Time is invalid");
        assertRefused(
                r -> r.tableArn(arn).exportTime(Instant.now().minusSeconds(3600)),
                "InvalidExportTimeException",
                "Export Time is invalid");
        assertRefused(
                r -> r.tableArn(arn).s3SseKmsKeyId("key"),
                "ValidationException",
                "Invalid Request: KMS Key Id is not supported for this encryption type");
        assertRefused(
                r -> r.tableArn(arn).exportFormat("CSV"),
                "ValidationException",
                "1 validation error detected: Value 'CSV' at 'exportFormat' failed to satisfy constraint: Member must");
        assertRefused(
                r -> r.tableArn(arn).incrementalExportSpecification(s -> s.exportFromTime(Instant.now())),
                "ValidationException",
                "Invalid Request: Export Type expected to be Incremental Export when incremental export specification"
                        + " is provided");
    }

    @Test
    void whatTheLocalAwsCannotDoIsRefusedClearly() {
        String arn = clients.createRecoverableTable("cannot");

        assertRefused(
                r -> r.tableArn(arn).exportFormat("ION"),
                "ValidationException",
                "The local AWS exports DYNAMODB_JSON only");
        assertRefused(
                r -> r.tableArn(arn)
                        .exportType("INCREMENTAL_EXPORT")
                        .incrementalExportSpecification(s -> s.exportFromTime(Instant.now())),
                "ValidationException",
                "The local AWS makes full exports only");
    }

    @Test
    void anExportTimeWithinTheWindowIsAccepted() {
        String arn = clients.createRecoverableTable("in-window");
        Instant since = recovery("in-window").earliestRestorableDateTime();

        ExportDescription ended = clients.awaitEnd(clients.dynamoDb()
                .exportTableToPointInTime(r -> r.tableArn(arn).s3Bucket(BUCKET).exportTime(since))
                .exportDescription()
                .exportArn());

        assertThat(ended.exportTime()).isEqualTo(since);
        assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    }

    @Test
    void callsCanBeRefusedByATestWhoeverAnswersThem() {
        clients.createTable("faulty");
        aws.faults().refuseNext("PutItem", 1, "AccessDeniedException", "not you");

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> clients.put("faulty", "a"))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
        clients.put("faulty", "a");
        assertThat(clients.dynamoDb()
                        .getItem(r -> r.tableName("faulty").key(Map.of("id", AttributeValue.fromS("a"))))
                        .hasItem())
                .isTrue();
    }

    private static PointInTimeRecoveryDescription recovery(String table) {
        return clients.dynamoDb()
                .describeContinuousBackups(r -> r.tableName(table))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription();
    }

    private static void assertRefused(
            Consumer<ExportTableToPointInTimeRequest.Builder> request, String exception, String message) {
        AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(
                () -> clients.dynamoDb().exportTableToPointInTime(r -> request.accept(r.s3Bucket(BUCKET))));
        thrown.isInstanceOfSatisfying(DynamoDbException.class, e -> {
            AwsErrorDetails details = e.awsErrorDetails();
            assertThat(details.errorCode()).isEqualTo(exception);
            assertThat(details.errorMessage()).startsWith(message);
            assertThat(e.statusCode()).isEqualTo(400);
        });
    }
}
