package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which backup is the latest, and a clear of more than a page; the rest of what is large is in {@link LessonsTest}. */
class RestoreLargeBackupsTest {
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
    void theLatestIsTheNewestDateWithACompletedExportOfARequestedTable() {
        String bucket = aws.newBucket();
        aws.createTable("sometimes", "id:S");
        MakeBackup older = new MakeBackup(bucket, "native-exports", "2025-07-18", "production");
        older.table("sometimes", List.of(List.of(line("older"))));
        MakeBackup failed = new MakeBackup(bucket, "native-exports", "2025-07-19", "production");
        failed.table("sometimes", List.of(List.of(line("failed"))));
        failed.entry(0).put("status", "FAILED");
        MakeBackup ofOthers = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        ofOthers.table("others", List.of(List.of(line("of others"))));
        List.of(older, failed, ofOthers).forEach(backup -> aws.put(bucket, backup.objects()));

        RestoreReport report =
                aws.restore(TestAws.settings(bucket), new RestoreRequest(null, List.of("sometimes"), false, false, 5));

        assertThat(report.date()).isEqualTo(LocalDate.of(2025, 7, 18));
        assertThat(aws.contents("sometimes")).isEqualTo(TestAws.comparable(List.of(item("older"))));
    }

    @Test
    void anExportThatNobodyMarkedAsEndedCountsIfItsOwnManifestIsThere() {
        String bucket = aws.newBucket();
        aws.createTable("unmarked", "id:S");
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.table("unmarked", List.of(List.of(line("ended"))));
        backup.entry(0).put("status", "IN_PROGRESS");
        backup.entry(0).put("item_count", 0);
        aws.put(bucket, backup.objects());

        RestoreReport report = aws.restore(TestAws.settings(bucket), RestoreRequest.LATEST);

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(aws.contents("unmarked")).hasSize(1);
    }

    @Test
    void moreItemsThanAScanPageHoldsAreAllCleared() {
        String bucket = aws.newBucket();
        aws.createTable("full", "id:S", "at:N");
        List<Map<String, AttributeValue>> old = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            old.add(Map.of(
                    "id",
                    AttributeValue.fromS("old-" + i % 100),
                    "at",
                    AttributeValue.fromN(String.valueOf(i)),
                    "v",
                    AttributeValue.fromS("x".repeat(1000))));
        }
        aws.fill("full", old);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.table("full", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"new\"},\"at\":{\"N\":\"1\"}}}")));
        aws.put(bucket, backup.objects());

        TableResult result = aws.restore(TestAws.settings(bucket), new RestoreRequest(null, null, false, true, 10))
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsCleared()).isEqualTo(2500);
        assertThat(aws.contents("full"))
                .isEqualTo(TestAws.comparable(
                        List.of(Map.of("id", AttributeValue.fromS("new"), "at", AttributeValue.fromN("1")))));
    }

    private static String line(String id) {
        return "{\"Item\":{\"id\":{\"S\":\"%s\"}}}".formatted(id);
    }

    private static Map<String, AttributeValue> item(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }
}
