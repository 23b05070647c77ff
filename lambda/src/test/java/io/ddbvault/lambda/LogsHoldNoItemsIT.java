package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.MarkedBackup;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The functions' whole log, of items whose keys and values can be told from all else. */
@Timeout(180)
class LogsHoldNoItemsIT {
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
    void aBackupThatIsThrottledLogsNoItem() {
        String bucket = aws.newBucket();
        String table = aws.newTable(liveItems());
        aws.embedded().faults().refuseNext("ExportTableToPointInTime", 1, "ThrottlingException", "Rate exceeded");

        try (FunctionProcess function = FunctionProcess.start(
                "BackupHandler", aws.variables(bucket, table, "mfa-api_production_missing_global"))) {
            FunctionAnswer answer = function.call("{}");

            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(function.logged("export completed")).hasSize(1);
            MarkedBackup.requireNoItem("the log", function.log());
            MarkedBackup.requireNoItem("the answer", answer.toString());
        }
    }

    @Test
    void aRestoreWithRefusedItemsMalformedLinesAndThrottlingLogsNoItem() {
        String bucket = aws.newBucket();
        String table = aws.newTable(liveItems());
        aws.put(bucket, MarkedBackup.of(bucket, table).objects());
        aws.embedded().faults().refuseNext("BatchWriteItem", 4, "ProvisionedThroughputExceededException", "slow down");

        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", aws.variables(bucket, table))) {
            FunctionAnswer answer = function.call("{\"clear_existing_data\":true}");

            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(answer.only("restore_results"))
                    .containsEntry("items_written", MarkedBackup.GOOD_ITEMS)
                    .containsEntry("items_failed", MarkedBackup.MALFORMED_LINES + MarkedBackup.REFUSED_ITEMS)
                    .containsEntry("items_cleared", 30);
            assertThat(function.logged("phase ended")).hasSize(2);
            MarkedBackup.requireNoItem("the log", function.log());
            MarkedBackup.requireNoValue("the answer", answer.toString());
        }
    }

    /** Whatever a caller puts into an event: its fields that are unknown, and the text of its refusal. */
    @Test
    void aRequestThatCarriesItemsLogsNone() {
        String bucket = aws.newBucket();

        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", aws.variables(bucket, "table"))) {
            FunctionAnswer answer = function.call("{\"keys\":[%s],\"%s\":\"%s\"}"
                    .formatted(MarkedBackup.item(1), MarkedBackup.KEY, MarkedBackup.VALUE));

            assertThat(answer.statusCode()).isEqualTo(500);
            MarkedBackup.requireNoItem("the log", function.log());
        }
    }

    private static List<Map<String, AttributeValue>> liveItems() {
        return IntStream.range(0, 30)
                .mapToObj(i -> Map.of(
                        "id", AttributeValue.fromS(MarkedBackup.KEY + "-live-" + i),
                        "v", AttributeValue.fromS(MarkedBackup.VALUE)))
                .toList();
    }
}
