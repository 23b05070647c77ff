package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.aws.Transport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.proxy.AwsError;
import io.ddbvault.testkit.proxy.Calls;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.FaultProxy;
import io.ddbvault.testkit.proxy.PlannedFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A restore over a network and services that fail in every way: all items arrive, and the counts are exact. Between the
 * SDK and the embedded AWS stand two fault proxies; that each planned fault happened is asserted after every test.
 * {@link RestoreBySdkThroughFaultsTest} does the same with the SDK alone.
 */
class RestoreThroughFaultsTest {
    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final int ITEMS = 1000;
    private static final int BATCHES = ITEMS / 25;
    private static final Calls WRITES = Calls.to("BatchWriteItem");
    private static final Calls DATA = Calls.to("GET").ofKeysTo(".json.gz").with("If-Match");
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private final FakeClock clock = FakeClock.at("2025-07-22T02:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private FaultProxy s3;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy dynamoDb;

    private String bucket = "";
    private String table = "";

    @SuppressWarnings("NullAway.Init")
    private MakeBackup backup;

    Transport transport() {
        return Transport.WIRE;
    }

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void aBackupAndATableThatHoldsSomethingElse() throws IOException {
        s3 = FaultProxy.to(aws.embedded().s3Endpoint());
        dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
        bucket = aws.newBucket();
        table = newTable();
        backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.table(table, lines());
        aws.put(bucket, backup.objects());
    }

    @AfterEach
    void everyPlannedFaultHappened() throws IOException {
        try (FaultProxy ofS3 = s3;
                FaultProxy ofDynamoDb = dynamoDb) {
            ofS3.assertAllFired();
            ofDynamoDb.assertAllFired();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrottlingException", "ProvisionedThroughputExceededException"})
    void writesThrottledFor60SecondsAreMadeAfterwards(String exception) {
        PlannedFault throttling = throttledFor60Seconds(exception);

        restoresAll();

        assertThat(clock.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(throttling.fired()).as("tries in 60 s").isLessThan(200);
    }

    @Test
    void deletesThrottledFor60SecondsAreMadeAfterwards() {
        holdsOthers(130);
        throttledFor60Seconds("ThrottlingException");
        // The SDK itself tries three times.
        dynamoDb.plan(Calls.to("Scan"), Fault.answering(AwsError.throttling())).times(4);

        clearsAndRestoresAll(130);

        assertThat(clock.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    }

    private PlannedFault throttledFor60Seconds(String exception) {
        Instant end = clock.instant().plusSeconds(60);
        return dynamoDb.plan(WRITES, Fault.answering(AwsError.ofDynamoDb(400, exception, "Slow down.")))
                .from(3)
                .asLongAs(() -> clock.instant().isBefore(end));
    }

    @Test
    void oneTo25UnprocessedItemsAreSentAgainAndNoOthers() {
        IntStream.rangeClosed(1, 25).forEach(count -> dynamoDb.plan(WRITES, Fault.leavingUnprocessed(count)));

        restoresAll();

        assertThat(dynamoDb.counts()).containsEntry("BatchWriteItem", BATCHES + 25);
    }

    @Test
    void oneTo25UnprocessedDeletesAreSentAgainAndNoOthers() {
        holdsOthers(ITEMS);
        IntStream.rangeClosed(1, 25).forEach(count -> dynamoDb.plan(WRITES, Fault.leavingUnprocessed(count)));

        clearsAndRestoresAll(ITEMS);

        assertThat(dynamoDb.counts()).containsEntry("BatchWriteItem", 2 * BATCHES + 25);
    }

    @Test
    void serverErrorsOfDynamoDbAreOvercome() {
        holdsOthers(60);
        dynamoDb.plan(Calls.to("DescribeTable"), Fault.answering(AwsError.internalServerError()))
                .times(2);
        dynamoDb.plan(Calls.to("Scan"), Fault.answering(AwsError.serviceUnavailable()))
                .times(2);
        dynamoDb.plan(WRITES, Fault.answering(AwsError.internalServerError()))
                .from(2)
                .times(5);
        dynamoDb.plan(WRITES, Fault.answering(AwsError.serviceUnavailable()))
                .from(10)
                .times(5);

        clearsAndRestoresAll(60);
    }

    @Test
    void serverErrorsOfS3AreOvercome() {
        Calls reads = Calls.to("GET");
        s3.plan(reads.ofKeysTo("native-exports/2025-07-20/manifest.json"), Fault.answering(AwsError.s3InternalError()))
                .times(2);
        s3.plan(reads.ofKeysTo("manifest-files.json"), Fault.answering(AwsError.s3SlowDown()));
        s3.plan(DATA, Fault.answering(AwsError.s3InternalError())).times(2);
        s3.plan(DATA, Fault.answering(AwsError.s3SlowDown())).from(2).times(2);

        restoresAll();
    }

    @Test
    void thatManyBatchesWentTheSlowerWayIsAWarning() {
        // Each time the next try is good: with one worker, that is the SDK's of the same batch.
        for (int call : new int[] {10, 20, 30}) {
            dynamoDb.plan(WRITES, Fault.answering(AwsError.internalServerError()))
                    .from(call);
        }

        RestoreReport report = restore(1);

        assertAllRestored(report);
        if (transport() == Transport.WIRE) {
            assertThat(report.warnings())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "3 of 40 batches were sent by the slower way of the AWS SDK, because the faster one did not do it (InternalServerError: 3).");
        } else {
            assertThat(report.warnings()).isEmpty();
        }
    }

    @Test
    void connectionsToDynamoDbThatAreResetBeforeInAndAfterTheAnswerAreOvercome() {
        holdsOthers(60);
        for (String operation : List.of("DescribeTable", "Scan", "BatchWriteItem")) {
            dynamoDb.plan(Calls.to(operation), Fault.resetBeforeRequest());
            dynamoDb.plan(Calls.to(operation), Fault.resetInAnswer());
        }
        dynamoDb.plan(WRITES, Fault.resetBeforeAnswer()).from(5).times(5);
        dynamoDb.plan(WRITES, Fault.resetInAnswer()).from(8).times(5);
        dynamoDb.plan(WRITES, Fault.resetBeforeRequest()).from(10).times(5);

        clearsAndRestoresAll(60);
    }

    @Test
    void connectionsToS3ThatAreResetBeforeInAndAfterTheAnswerAreOvercome() {
        s3.plan(Calls.to("GET"), Fault.resetBeforeRequest());
        s3.plan(Calls.to("GET").ofKeysTo("manifest-summary.json"), Fault.resetInAnswer());
        s3.plan(Calls.to("GET").ofKeysTo("manifest-files.json"), Fault.resetBeforeAnswer());
        s3.plan(DATA, Fault.resetBeforeRequest());
        s3.plan(DATA, Fault.resetBeforeAnswer()).from(2);
        s3.plan(DATA, Fault.resetInAnswer()).from(3).times(6);

        restoresAll();
    }

    @Test
    void answersThatNeverComeAreWaitedForOnlySoLong() {
        dynamoDb.plan(Calls.to("DescribeTable"), Fault.noAnswer());
        dynamoDb.plan(WRITES, Fault.noAnswer()).from(4).times(4);
        s3.plan(Calls.to("GET").ofKeysTo("manifest-summary.json"), Fault.noAnswer());
        s3.plan(DATA, Fault.noAnswer()).from(2);

        try (AwsClients clients = clients(ClientsThrough.CREDENTIALS, IMPATIENT)) {
            assertAllRestored(aws.restore(clients, TestAws.settings(bucket), RestoreRequest.LATEST, clock));
        }
    }

    @Test
    void aDataFileThatIsCutAgainAndAgainIsReadOnFromTheSameByteOfTheSameVersion() {
        String key = backup.objects().keySet().stream()
                .filter(each -> each.endsWith("00.json.gz"))
                .findFirst()
                .orElseThrow();
        Calls reads = DATA.ofKeysTo(key);
        s3.plan(reads, Fault.cuttingAfter(1000)).times(4);

        restoresAll();

        String eTag =
                aws.s3().headObject(request -> request.bucket(bucket).key(key)).eTag();
        assertThat(s3.calls(reads))
                .extracting(call -> call.header("If-Match").orElse(""))
                .containsOnly(eTag);
        // The first time it is read for its keys, the second time for its items.
        assertThat(s3.calls(reads))
                .extracting(call -> call.header("Range").orElse("whole"))
                .containsExactly("whole", "bytes=1000-", "bytes=2000-", "bytes=3000-", "bytes=4000-", "whole");
    }

    @Test
    void aDataFileThatIsReplacedWhileItsConnectionIsCutIsNotReadOn() {
        String key = backup.objects().keySet().stream()
                .filter(each -> each.endsWith("01.json.gz"))
                .findFirst()
                .orElseThrow();
        byte[] other = MakeBackup.gzip(List.of("{\"Item\":{\"id\":{\"S\":\"other\"},\"at\":{\"N\":\"1\"}}}"));
        Calls reads = DATA.ofKeysTo(key);
        s3.plan(reads, Fault.cuttingAfter(2000)).from(2);
        s3.plan(reads.with("Range"), Fault.before(() -> aws.put(bucket, Map.of(key, other))));

        TableResult result = restore().results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).contains(key, "has changed since it was checked");
        assertThat(aws.contents(table)).hasSize((int) result.itemsWritten()).isSubsetOf(TestAws.comparable(items()));
    }

    @Test
    void aSlowS3DelaysTheRestoreAndNoMore() {
        s3.plan(Calls.to("GET"), Fault.slowly(200, Duration.ofMillis(1))).asLongAs(() -> true);

        restoresAll();
    }

    @Test
    void credentialsThatExpireInMidRunAreReplacedByThoseThatTheirProviderHasThen() {
        holdsOthers(ITEMS);
        AwsError expired = AwsError.expiredToken();
        List<PlannedFault> faults = List.of(
                dynamoDb.plan(Calls.to("Scan").signedBy("OLD-SCAN"), Fault.answering(expired))
                        .asLongAs(() -> true),
                dynamoDb.plan(WRITES.signedBy("OLD-DELETE"), Fault.answering(expired))
                        .from(10)
                        .asLongAs(() -> true),
                s3.plan(DATA.signedBy("OLD-READ"), Fault.answering(AwsError.s3ExpiredToken(400)))
                        .from(2)
                        .asLongAs(() -> true),
                dynamoDb.plan(WRITES.signedBy("OLD-WRITE"), Fault.answering(expired))
                        .from(10)
                        .asLongAs(() -> true));
        List<String> keys = List.of("OLD-SCAN", "OLD-DELETE", "OLD-READ", "OLD-WRITE", "NEW");
        AwsCredentialsProvider renewing = () -> AwsBasicCredentials.create(
                keys.get(
                        (int) faults.stream().filter(fault -> fault.fired() > 0).count()),
                "secret");

        try (AwsClients clients = clients(renewing, ClientsThrough.PATIENT)) {
            RestoreReport report = aws.restore(clients, TestAws.settings(bucket), clearing(), clock);

            assertAllRestored(report);
            assertThat(report.results().get(0).itemsCleared()).isEqualTo(ITEMS);
        }
    }

    @Test
    void credentialsThatExpireInMidRunAndAreNotRenewedEndTheRestoreWithExactCounts() {
        dynamoDb.plan(WRITES, Fault.answering(AwsError.expiredToken())).from(10).asLongAs(() -> true);

        TableResult result = restore().results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isEqualTo(9 * 25);
        assertThat(result.itemsFailed()).isZero();
        assertThat(result.error())
                .contains(
                        "225 of 1000 items were written",
                        "The AWS credentials have expired",
                        "dynamodb:BatchWriteItem");
        assertThat(aws.contents(table)).hasSize(225).isSubsetOf(TestAws.comparable(items()));
    }

    @Test
    void s3CredentialsThatExpireInMidRunAndAreNotRenewedEndTheRestoreWithExactCounts() {
        // Each of the four files is read once for its keys; then one more for its items.
        s3.plan(DATA, Fault.answering(AwsError.s3ExpiredToken(403))).from(6).asLongAs(() -> true);

        TableResult result = restore(1).results().get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.error()).contains("The AWS credentials have expired", "s3:GetObject");
        assertThat(aws.contents(table)).hasSize((int) result.itemsWritten()).isSubsetOf(TestAws.comparable(items()));
    }

    @Test
    void aTableThatIsThrottledDoesNotHoldUpTheRestoreOfAnother() throws Exception {
        String other = newTable();
        MakeBackup ofOther = new MakeBackup(bucket, "native-exports", "2025-07-21", "production");
        ofOther.table(other, lines());
        aws.put(bucket, ofOther.objects());
        CountDownLatch otherEnded = new CountDownLatch(1);
        dynamoDb.plan(WRITES.about(table), Fault.answering(AwsError.throughputExceeded()))
                .asLongAs(() -> otherEnded.getCount() > 0);
        try (AwsClients clients = clients(ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT)) {
            CompletableFuture<RestoreReport> throttled = CompletableFuture.supplyAsync(() -> aws.restore(
                    clients,
                    TestAws.settings(bucket),
                    new RestoreRequest(null, List.of(table), false, false, 5),
                    clock,
                    // Pauses end when there is something to do, so the throttled one does not spin meanwhile.
                    pause -> otherEnded.await(pause.toMillis(), TimeUnit.MILLISECONDS)));
            RestoreReport report = aws.restore(
                    clients,
                    TestAws.settings(bucket),
                    new RestoreRequest(null, List.of(other), false, false, 5),
                    clock);
            assertThat(throttled).isNotDone();
            otherEnded.countDown();

            assertAllRestored(throttled.get(60, TimeUnit.SECONDS));
            assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
            assertThat(aws.contents(other)).isEqualTo(TestAws.comparable(items()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void allKindsOfFaultsInAnyOrder(long seed) {
        Random random = new Random(seed);
        holdsOthers(100);
        for (int i = 0; i < 20; i++) {
            dynamoDb.plan(WRITES, anyWriteFault(random)).from(1 + random.nextInt(8));
        }
        for (int i = 0; i < 4; i++) {
            s3.plan(DATA, random.nextBoolean() ? Fault.resetInAnswer() : Fault.cuttingAfter(random.nextInt(500)))
                    .from(1 + random.nextInt(4));
        }

        clearsAndRestoresAll(100);
    }

    private static Fault anyWriteFault(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Fault.answering(AwsError.throttling());
            case 1 -> Fault.answering(AwsError.throughputExceeded());
            case 2 -> Fault.answering(AwsError.internalServerError());
            case 3 -> Fault.answering(AwsError.serviceUnavailable());
            case 4 -> Fault.resetBeforeRequest();
            case 5 -> Fault.resetBeforeAnswer();
            case 6 -> Fault.resetInAnswer();
            // A segment of a clear's scan may fill a batch with a few keys only.
            default -> Fault.leavingUnprocessed(1 + random.nextInt(5));
        };
    }

    private void restoresAll() {
        assertAllRestored(restore());
    }

    private void clearsAndRestoresAll(int cleared) {
        try (AwsClients clients = clients(ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT)) {
            RestoreReport report = aws.restore(clients, TestAws.settings(bucket), clearing(), clock);

            assertAllRestored(report);
            assertThat(report.results().get(0).itemsCleared()).isEqualTo(cleared);
        }
    }

    private RestoreReport restore() {
        return restore(RestoreRequest.DEFAULT_WORKERS);
    }

    private RestoreReport restore(int workers) {
        try (AwsClients clients = clients(ClientsThrough.CREDENTIALS, ClientsThrough.PATIENT)) {
            return aws.restore(
                    clients, TestAws.settings(bucket), new RestoreRequest(null, null, false, false, workers), clock);
        }
    }

    private AwsClients clients(AwsCredentialsProvider credentials, Duration socketTimeout) {
        return ClientsThrough.endpoints(s3.endpoint(), dynamoDb.endpoint(), credentials, socketTimeout, transport());
    }

    private static RestoreRequest clearing() {
        return new RestoreRequest(null, null, false, true, RestoreRequest.DEFAULT_WORKERS);
    }

    private void assertAllRestored(RestoreReport report) {
        TableResult result = report.results().get(0);
        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(List.of(result.expectedItems(), result.itemsProcessed(), result.itemsWritten()))
                .containsOnly((long) ITEMS);
        assertThat(result.itemsFailed()).isZero();
        assertThat(result.filesProcessed()).isEqualTo(4);
        assertThat(aws.contents(table)).isEqualTo(TestAws.comparable(items()));
    }

    private static String newTable() {
        String name = "faulty-" + TABLES.incrementAndGet();
        aws.createTable(name, "id:S", "at:N");
        return name;
    }

    /** Items that are not in the backup. */
    private void holdsOthers(int count) {
        aws.fill(table, IntStream.range(0, count).mapToObj(i -> key("other", i)).toList());
    }

    private static Map<String, AttributeValue> key(String id, int i) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("id", AttributeValue.fromS(id));
        key.put("at", AttributeValue.fromN(i + ".50"));
        return key;
    }

    private static List<Map<String, AttributeValue>> items() {
        return IntStream.range(0, ITEMS)
                .mapToObj(i -> {
                    Map<String, AttributeValue> item = key("item-" + i % 7, i);
                    item.put("v", AttributeValue.fromS(value(i)));
                    return item;
                })
                .toList();
    }

    /** Four data files, whose content hardly shrinks when it is gzipped. */
    private static List<List<String>> lines() {
        List<List<String>> files = new ArrayList<>();
        for (int file = 0; file < 4; file++) {
            files.add(IntStream.range(file * ITEMS / 4, (file + 1) * ITEMS / 4)
                    .mapToObj(
                            i -> "{\"Item\":{\"id\":{\"S\":\"item-%d\"},\"at\":{\"N\":\"%d.50\"},\"v\":{\"S\":\"%s\"}}}"
                                    .formatted(i % 7, i, value(i)))
                    .toList());
        }
        return files;
    }

    private static String value(int i) {
        byte[] bytes = new byte[40];
        new Random(i).nextBytes(bytes);
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
