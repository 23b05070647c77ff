package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Targets, the naming guard, and all or nothing, with genuine backups of the embedded AWS. */
class RestoreIntoOtherTablesTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final List<Map<String, AttributeValue>> LIVE = List.of(item("live"));

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    private final String number = String.valueOf(NAMES.incrementAndGet());
    private final String users = name("production", "users");
    private final String codes = name("production", "codes");
    private final String copy = name("production", "copy");
    private String bucket = "";

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @BeforeEach
    void twoTablesBackedUpAndChangedSinceAndATableBeside() {
        bucket = aws.newBucket();
        for (String table : List.of(users, codes)) {
            aws.createTable(table, "id:S");
            aws.enablePointInTimeRecovery(table);
            aws.fill(table, items(table));
        }
        aws.backup(Settings.forBackup(variables(Map.of("DYNAMODB_TABLES", "[\"%s\",\"%s\"]".formatted(users, codes)))));
        aws.createTable(copy, "id:S");
        for (String table : List.of(users, codes, copy)) {
            aws.fill(table, LIVE);
        }
    }

    @Test
    void aBackupIsRestoredIntoAnotherTableWhileTheSourceStaysAsItIs() {
        RestoreReport report = restore(clearing(users).targetTables(Map.of(users, copy)));

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.table()).isEqualTo(users);
        assertThat(result.target()).isEqualTo(copy);
        assertThat(result.itemsCleared()).isEqualTo(1);
        assertThat(result.itemsWritten()).isEqualTo(60);
        assertThat(report.warnings()).isEmpty();
        assertThat(aws.contents(copy)).isEqualTo(TestAws.comparable(items(users)));
        assertThat(aws.contents(users)).hasSize(61);
    }

    @Test
    void aTargetWithAnotherKeyIsRefusedAndKeepsItsItems() {
        String other = name("production", "other-key");
        aws.createTable(other, "id:S", "at:N");
        Map<String, AttributeValue> live = Map.of("id", AttributeValue.fromS("x"), "at", AttributeValue.fromN("1"));
        aws.fill(other, List.of(live));

        TableResult result = restore(clearing(users).targetTables(Map.of(users, other)))
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error())
                .contains(other, "the table's primary key is id (S) + at (N), but the exported table's is id (S)");
        assertThat(aws.contents(other)).isEqualTo(TestAws.comparable(List.of(live)));
    }

    @Test
    void aTargetOfAnotherEnvironmentIsRefusedUnlessTheGuardIsLifted() {
        String staging = name("staging", "users");
        aws.createTable(staging, "id:S");
        aws.fill(staging, LIVE);
        RestoreRequest.Builder request = clearing(users).targetTables(Map.of(users, staging));

        assertThatThrownBy(() -> restore(request)).hasMessageContaining(staging + " is of another environment");
        assertThat(aws.contents(staging)).isEqualTo(TestAws.comparable(LIVE));

        RestoreReport report = restore(request.allowEnvironmentMismatch(true));

        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("allow_environment_mismatch lifted the naming guard:")
                .contains(staging);
        assertThat(aws.contents(staging)).isEqualTo(TestAws.comparable(items(users)));
    }

    @Test
    void allOrNothingLeavesTheGoodTableAloneWhereTheOthersTargetIsMissing() {
        RestoreReport report = restore(
                clearing(users, codes).targetTables(Map.of(codes, "nowhere")).allOrNothing(true));

        Answer answer = EncodeReport.encode(report);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).containsEntry("failed_restores", 1L).containsEntry("skipped_restores", 1L);
        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.SKIPPED);
        assertThat(report.results().get(1).error()).startsWith("The table nowhere does not exist");
        assertThat(aws.contents(users)).hasSize(61);
    }

    private RestoreReport restore(RestoreRequest.Builder request) {
        return aws.restore(Settings.forRestore(variables(Map.of())), request.build());
    }

    private Map<String, String> variables(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "BACKUP_BUCKET", bucket, "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", "{environment}_{type}"));
        variables.putAll(more);
        return variables;
    }

    private static RestoreRequest.Builder clearing(String... tables) {
        return new RestoreRequest(null, List.of(tables), false, true, 3).toBuilder();
    }

    private String name(String environment, String type) {
        return environment + "_" + type + "-" + number;
    }

    private static List<Map<String, AttributeValue>> items(String table) {
        return IntStream.range(0, 60).mapToObj(i -> item(table + " " + i)).toList();
    }

    private static Map<String, AttributeValue> item(String id) {
        return Map.of("id", AttributeValue.fromS(id), "v", AttributeValue.fromS("value of " + id));
    }
}
