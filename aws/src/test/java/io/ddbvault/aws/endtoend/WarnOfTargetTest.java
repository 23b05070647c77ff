package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A table of the embedded AWS with TTL, a stream and little capacity: a dry run says it, and a restore too. */
class WarnOfTargetTest {
    private static final AtomicInteger TABLES = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private final String table = "guarded-" + TABLES.incrementAndGet();
    private final String bucket = aws.newBucket();

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterEach
    void allRightsAgain() {
        aws.embedded().faults().clear();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everythingThatWouldSurpriseIsSaid(boolean dryRun) {
        backup();
        aws.dynamoDb()
                .updateTimeToLive(update -> update.tableName(table)
                        .timeToLiveSpecification(
                                ttl -> ttl.attributeName("expires_at").enabled(true)));
        aws.dynamoDb()
                .updateTable(update -> update.tableName(table)
                        .streamSpecification(
                                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
        aws.dynamoDb()
                .updateTable(update -> update.tableName(table)
                        .billingMode(BillingMode.PROVISIONED)
                        .provisionedThroughput(
                                units -> units.readCapacityUnits(1L).writeCapacityUnits(1L)));

        RestoreReport report = aws.restore(TestAws.settings(bucket), request(dryRun));

        assertThat(report.results().get(0).status()).isEqualTo(dryRun ? TableStatus.READY : TableStatus.COMPLETED);
        assertThat(report.warnings())
                .satisfiesExactly(
                        ttl -> assertThat(ttl).startsWith(table + " has TTL on its attribute expires_at:"),
                        stream -> assertThat(stream)
                                .startsWith(table + " has a stream: each of the 400 puts and each delete reaches"),
                        capacity -> assertThat(capacity)
                                .startsWith("The restore of " + table
                                        + " takes 6 minutes or more: the provisioned capacity of the table is 1"));
        assertThat(aws.contents(table)).hasSize(dryRun ? 0 : 400);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutTheRightToAskForTimeToLiveTheRestoreIsAsGoodAndSaysWhichRightIsMissing(boolean dryRun) {
        backup();
        aws.embedded().faults().deny("DescribeTimeToLive", table);

        RestoreReport report = aws.restore(TestAws.settings(bucket), request(dryRun));

        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "Whether " + table + " has TTL, by which DynamoDB would delete expired items again, could not"
                                + " be checked: DynamoDB denies dynamodb:DescribeTimeToLive on table " + table)
                .contains("Allow dynamodb:DescribeTimeToLive in the policy of the role");
        assertThat(aws.contents(table)).hasSize(dryRun ? 0 : 400);
    }

    @Test
    void aLimitGivesTheDryRunAnEstimateOfItsTime() {
        backup();

        Answer answer = EncodeReport.encode(aws.restore(
                TestAws.settings(bucket),
                request(true).toBuilder().maxWriteUnits(16).build()));

        assertThat(Json.compact(answer.body().get("restore_results")))
                .contains(
                        "\"estimated_write_units\":400,\"estimated_duration_seconds\":25,\"estimated_cost_usd\":0.0003,\"target_arn\":\"arn:aws:dynamodb:")
                .contains(":table/" + table + "\"");
        assertThat(answer.body()).containsEntry("warnings", List.of());
    }

    private void backup() {
        aws.createTable(table, "id:S");
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.table(
                table,
                List.of(IntStream.range(0, 400)
                        .mapToObj("{\"Item\":{\"id\":{\"S\":\"%d\"}}}"::formatted)
                        .toList()));
        aws.put(bucket, backup.objects());
    }

    private static RestoreRequest request(boolean dryRun) {
        return new RestoreRequest(null, null, dryRun, true, 2);
    }
}
