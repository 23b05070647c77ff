package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.core.restore.WriteMode;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.proxy.AwsError;
import io.ddbvault.testkit.proxy.Calls;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Restores that keep what a table has, on DynamoDB Local and through faults of the network. */
@Timeout(120)
class RestoreOnlyOnAwsTest {
    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final int ITEMS = 120;
    /** Of them, every third is missing, every third is as in the backup, every third was changed. */
    private static final int EACH = ITEMS / 3;

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final String table = "only-" + TABLES.incrementAndGet();
    private final Settings settings;
    private final FaultProxy dynamoDb;
    private final Set<Object> before;

    RestoreOnlyOnAwsTest() throws IOException {
        String bucket = aws.newBucket();
        settings = TestAws.settings(bucket);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            lines.add("{\"Item\":{\"at\":{\"N\":\"%d.0\"},\"id\":{\"S\":\"i-%d\"},\"v\":{\"SS\":[\"b\",\"a\"]}}}"
                    .formatted(i, i % 7));
        }
        backup.table(table, List.of(lines.subList(0, 70), lines.subList(70, ITEMS)));
        aws.put(bucket, backup.objects());
        aws.createTable(table, "id:S", "at:N");
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        IntStream.range(0, ITEMS).filter(i -> i % 3 == 1).forEach(i -> items.add(item(i, "a", "b")));
        IntStream.range(0, ITEMS).filter(i -> i % 3 == 2).forEach(i -> items.add(item(i, "changed")));
        IntStream.range(1000, 1040).forEach(i -> items.add(item(i, "of the application")));
        aws.fill(table, items);
        before = aws.contents(table);
        dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
    }

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @AfterEach
    void everyPlannedFaultHappened() throws IOException {
        try (FaultProxy ofDynamoDb = dynamoDb) {
            ofDynamoDb.assertAllFired();
        }
        aws.embedded().faults().clear();
    }

    @Test
    void onlyMissingWritesWhatIsMissingAndLeavesEveryItemOfTheTable() {
        RestoreReport report = restore(WriteMode.MISSING);

        assertCompleted(report, EACH, 2 * EACH);
        assertThat(aws.contents(table)).containsAll(before).isEqualTo(expected(false));
        assertThat(dynamoDb.counts()).containsEntry("PutItem", ITEMS).doesNotContainKey("BatchWriteItem");
    }

    @Test
    void onlyChangedWritesWhatDiffersAndNothingElse() {
        RestoreReport report = restore(WriteMode.CHANGED);

        assertCompleted(report, 2 * EACH, EACH);
        assertThat(aws.contents(table)).isEqualTo(expected(true));
        // Files of 70 and 50 items.
        assertThat(dynamoDb.counts()).containsEntry("BatchGetItem", 5).doesNotContainKey("PutItem");
        assertThat(restore(WriteMode.CHANGED).itemsKept()).isEqualTo(ITEMS);
        assertThat(dynamoDb.counts()).containsEntry("BatchGetItem", 10).containsEntry("BatchWriteItem", 5);
    }

    @Test
    void onlyMissingThroughThrottlesAndLostAnswersLosesNothing() {
        Calls puts = Calls.to("PutItem");
        dynamoDb.plan(puts, Fault.answering(AwsError.throttling())).times(5);
        dynamoDb.plan(puts, Fault.resetBeforeAnswer()).from(20).times(3);
        dynamoDb.plan(puts, Fault.resetInAnswer()).from(40);
        dynamoDb.plan(puts, Fault.answering(AwsError.internalServerError()))
                .from(60)
                .times(3);
        dynamoDb.plan(puts, Fault.resetBeforeRequest()).from(70).times(2);

        TableResult result = restore(WriteMode.MISSING).results().get(0);

        assertThat(result.status()).as(result.error()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsProcessed()).isEqualTo(ITEMS);
        assertThat(result.itemsWritten()).isBetween(EACH - 4L, (long) EACH);
        assertThat(aws.contents(table)).isEqualTo(expected(false));
    }

    @Test
    void aConditionalRefusalWhoseAnswerIsCutOffIsAskedForAgain() {
        Calls kept = Calls.to("PutItem").holding("\"at\":{\"N\":\"1.0\"}");
        dynamoDb.plan(kept, Fault.cuttingAfter(10));
        dynamoDb.plan(kept, Fault.resetInAnswer());

        assertCompleted(restore(WriteMode.MISSING), EACH, 2 * EACH);
        assertThat(aws.contents(table)).isEqualTo(expected(false));
    }

    @Test
    void onlyChangedThroughThrottlesAndLostAnswersLosesNothing() {
        Calls looks = Calls.to("BatchGetItem");
        dynamoDb.plan(looks, Fault.answering(AwsError.throttling())).times(5);
        // A call that one fault takes is none of the next one's.
        dynamoDb.plan(looks, Fault.resetBeforeAnswer()).from(2);
        dynamoDb.plan(looks, Fault.resetInAnswer()).from(3);
        dynamoDb.plan(looks, Fault.cuttingAfter(10)).from(4);
        dynamoDb.plan(looks, Fault.answering(AwsError.internalServerError())).from(5);
        dynamoDb.plan(Calls.to("BatchWriteItem"), Fault.leavingUnprocessed(3));

        RestoreReport report = restore(WriteMode.CHANGED);

        assertCompleted(report, 2 * EACH, EACH);
        assertThat(aws.contents(table)).isEqualTo(expected(true));
    }

    @Test
    void onlyMissingNeedsTheRightToPutAndNoOtherToWrite() {
        List.of("BatchWriteItem", "BatchGetItem", "Scan", "Query", "GetItem", "UpdateItem")
                .forEach(aws.embedded().faults()::deny);
        RestoreReport report = restore(WriteMode.MISSING);
        aws.embedded().faults().clear();

        assertCompleted(report, EACH, 2 * EACH);
        aws.embedded().faults().deny("PutItem");
        assertDenied(restore(WriteMode.MISSING), "dynamodb:PutItem on table " + table);
    }

    @Test
    void onlyChangedNeedsTheRightsToGetAndToWriteBatches() {
        List.of("PutItem", "Scan", "Query", "GetItem", "UpdateItem")
                .forEach(aws.embedded().faults()::deny);
        RestoreReport report = restore(WriteMode.CHANGED);
        aws.embedded().faults().clear();

        assertCompleted(report, 2 * EACH, EACH);
        aws.embedded().faults().deny("BatchGetItem");
        assertDenied(restore(WriteMode.CHANGED), "dynamodb:BatchGetItem on table " + table);
    }

    private RestoreReport restore(WriteMode mode) {
        try (AwsClients clients = ClientsThrough.endpoints(
                aws.embedded().s3Endpoint(), dynamoDb.endpoint(), ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT)) {
            return aws.restore(
                    clients,
                    settings,
                    RestoreRequest.LATEST.toBuilder()
                            .tables(List.of(table))
                            .writeMode(mode)
                            .build(),
                    clock);
        }
    }

    private static void assertCompleted(RestoreReport report, int written, int kept) {
        TableResult result = report.results().get(0);
        assertThat(result.error()).isNull();
        assertThat(result.status()).as(result.error()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(written);
        assertThat(result.itemsKept()).isEqualTo(kept);
    }

    private static void assertDenied(RestoreReport report, String what) {
        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.itemsWritten()).isZero();
        assertThat(result.error()).contains(what);
    }

    private static Set<Object> expected(boolean changedBack) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        IntStream.range(0, ITEMS)
                .forEach(i -> items.add(i % 3 == 2 && !changedBack ? item(i, "changed") : item(i, "a", "b")));
        IntStream.range(1000, 1040).forEach(i -> items.add(item(i, "of the application")));
        return TestAws.comparable(items);
    }

    private static Map<String, AttributeValue> item(int i, String... values) {
        return Map.of(
                "id",
                AttributeValue.fromS("i-" + i % 7),
                "at",
                AttributeValue.fromN(Integer.toString(i)),
                "v",
                AttributeValue.fromSs(List.of(values)));
    }
}
