package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.proxy.AwsError;
import io.ddbvault.testkit.proxy.Calls;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A backup whose calls fail in every way: each table is exported once, and the manifest says so. */
class BackupThroughFaultsTest {
    private static final Calls MANIFEST_PUTS = Calls.to("PUT").ofKeysTo("/manifest.json");
    private static final Calls MANIFEST_READS = Calls.to("GET").ofKeysTo("/manifest.json");

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy s3;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy dynamoDb;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void proxies() throws IOException {
        s3 = FaultProxy.to(aws.embedded().s3Endpoint());
        dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
    }

    @AfterEach
    void everyPlannedFaultHappened() throws IOException {
        try (FaultProxy ofS3 = s3;
                FaultProxy ofDynamoDb = dynamoDb) {
            ofS3.assertAllFired();
            ofDynamoDb.assertAllFired();
        }
    }

    @Test
    void aStartWhoseAnswerGetsLostIsNoSecondExport() {
        dynamoDb.plan(Calls.to("ExportTableToPointInTime"), Fault.resetBeforeAnswer());
        dynamoDb.plan(Calls.to("ExportTableToPointInTime"), Fault.resetInAnswer());
        dynamoDb.plan(Calls.to("DescribeExport"), Fault.resetInAnswer());

        backsUp("start-lost");
    }

    @Test
    void aManifestWhoseAnswerGetsLostIsWrittenAllTheSame() {
        s3.plan(MANIFEST_PUTS, Fault.resetBeforeAnswer());
        s3.plan(MANIFEST_PUTS, Fault.resetBeforeAnswer()).from(2);
        s3.plan(MANIFEST_READS, Fault.cuttingAfter(20)).from(2);

        backsUp("manifest-lost");
    }

    @Test
    void serverErrorsAreOvercome() {
        for (String operation : List.of("DescribeTable", "ExportTableToPointInTime", "DescribeExport")) {
            dynamoDb.plan(Calls.to(operation), Fault.answering(AwsError.internalServerError()));
            dynamoDb.plan(Calls.to(operation), Fault.answering(AwsError.serviceUnavailable()));
        }
        s3.plan(MANIFEST_PUTS, Fault.answering(AwsError.s3InternalError())).times(2);
        s3.plan(MANIFEST_READS, Fault.answering(AwsError.s3InternalError())).times(2);

        backsUp("server-errors");
    }

    @Test
    void twoBackupsAtOnceLoseNothingOfEachOther() {
        List<String> tables = List.of("at-once-1", "at-once-2");
        tables.forEach(table -> {
            aws.createTable(table, "id:S");
            aws.enablePointInTimeRecovery(table);
        });
        Settings settings =
                TestAws.settings(aws.newBucket(), Map.of("DYNAMODB_TABLES", "[\"at-once-1\",\"at-once-2\"]"));
        Calls notes = Calls.to("PUT").ofKeysFrom("native-exports/_state/backups/");
        // Each time the one has read and is about to write, another comes and goes in between.
        s3.plan(notes, Fault.before(() -> backsUp(settings, "2025-07-22T01:00:00Z")));
        s3.plan(MANIFEST_PUTS, Fault.before(() -> backsUp(settings, "2025-07-22T02:00:00Z")));
        s3.plan(MANIFEST_PUTS, Fault.before(() -> backsUp(settings, "2025-07-22T03:00:00Z")))
                .from(2);

        BackupSummary summary;
        try (AwsClients clients = ClientsThrough.endpoints(
                s3.endpoint(), dynamoDb.endpoint(), ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT)) {
            summary = TestAws.backup(clients, settings, scheduled("2025-07-22T04:00:00Z"), Clock.systemUTC());
        }

        assertThat(summary.exports()).extracting(TableExport::status).containsOnly(ExportStatus.COMPLETED);
        BackupManifest manifest = BackupManifestJson.read(
                aws.s3()
                        .getObjectAsBytes(
                                request -> request.bucket(settings.bucket()).key(summary.manifestKey()))
                        .asByteArray(),
                summary.date(),
                summary.manifestKey());
        assertThat(manifest.attempts())
                .hasSize(8)
                .extracting(TableExport::status)
                .containsOnly(ExportStatus.COMPLETED);
        for (String table : tables) {
            assertThat(manifest.attempts())
                    .filteredOn(export -> export.tableName().equals(table))
                    .extracting(TableExport::runKey)
                    .containsExactlyInAnyOrder(
                            "2025-07-22T01:00:00Z",
                            "2025-07-22T02:00:00Z",
                            "2025-07-22T03:00:00Z",
                            "2025-07-22T04:00:00Z");
            assertThat(exportsOf(table)).isEqualTo(4);
        }
    }

    private static void backsUp(Settings settings, String due) {
        aws.backup(settings, scheduled(due), Clock.systemUTC());
    }

    private static BackupRequest scheduled(String due) {
        return new BackupRequest(Instant.parse(due), null, null, null);
    }

    private void backsUp(String table) {
        aws.createTable(table, "id:S");
        aws.enablePointInTimeRecovery(table);
        List<Map<String, AttributeValue>> items = IntStream.range(0, 40)
                .mapToObj(i -> Map.of("id", AttributeValue.fromS("item-" + i)))
                .toList();
        aws.fill(table, items);
        Settings settings = TestAws.settings(aws.newBucket(), Map.of("DYNAMODB_TABLES", "[\"%s\"]".formatted(table)));

        BackupSummary backup;
        try (AwsClients clients = ClientsThrough.endpoints(
                s3.endpoint(), dynamoDb.endpoint(), ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT)) {
            backup = aws.backup(clients, settings);
        }
        aws.fill(table, List.of(Map.of("id", AttributeValue.fromS("added"))));
        TableResult restored = aws.restore(settings, new RestoreRequest(null, null, false, true, 5))
                .results()
                .get(0);

        assertThat(backup.exports())
                .extracting(TableExport::status, TableExport::itemCount, TableExport::failureMessage)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ExportStatus.COMPLETED, 40L, null));
        assertThat(exportsOf(table)).isOne();
        assertThat(restored.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(items));
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
