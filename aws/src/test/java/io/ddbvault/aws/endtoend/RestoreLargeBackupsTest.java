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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** More than one page of everything that S3 lists or a manifest holds. */
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
    void allOf1200DataFilesAreRestored() {
        String bucket = aws.newBucket();
        aws.createTable("many-files", "id:S");
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.table(
                "many-files",
                IntStream.range(0, 1200)
                        .mapToObj(i -> List.of(line("item-" + i)))
                        .toList());
        aws.put(bucket, backup.objects());

        TableResult result = aws.restore(TestAws.settings(bucket), RestoreRequest.LATEST)
                .results()
                .get(0);

        assertThat(result.error()).isNull();
        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.filesProcessed()).isEqualTo(1200);
        assertThat(aws.contents("many-files"))
                .isEqualTo(TestAws.comparable(IntStream.range(0, 1200)
                        .mapToObj(i -> item("item-" + i))
                        .toList()));
    }

    @Test
    void theLatestOf1005DatesIsFoundThoughTheNewestFoldersAreNoBackups() {
        String bucket = aws.newBucket();
        aws.createTable("many-dates", "id:S");
        LocalDate first = LocalDate.of(2022, 1, 1);
        for (int day = 0; day < 1005; day++) {
            LocalDate date = first.plusDays(day);
            // Only the newest is read, so the others need no more than their names.
            aws.put(bucket, Map.of("native-exports/%s/manifest.json".formatted(date), new byte[] {'x'}));
        }
        LocalDate newest = first.plusDays(1004);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", newest.toString(), "production");
        backup.table("many-dates", List.of(List.of(line("of the newest"))));
        aws.put(bucket, backup.objects());
        aws.put(
                bucket,
                Map.of(
                        "native-exports/_state/locks/many-dates",
                        new byte[] {'x'},
                        "native-exports/9999-99-99/manifest.json",
                        new byte[] {'x'},
                        "native-exports/2030-01-01-old/manifest.json",
                        new byte[] {'x'},
                        "native-exports/2030-01-01/other",
                        new byte[] {'x'}));

        RestoreReport report = aws.restore(TestAws.settings(bucket), RestoreRequest.LATEST);

        assertThat(report.date()).isEqualTo(newest);
        assertThat(aws.contents("many-dates")).isEqualTo(TestAws.comparable(List.of(item("of the newest"))));
    }

    @Test
    void ofSeveralExportsUnderOneDateTheOneThatTheManifestNamesIsRestored() {
        String bucket = aws.newBucket();
        aws.createTable("many-exports", "id:S");
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.strayExport("many-exports", List.of(List.of(line("newer, not meant"))));
        backup.table("many-exports", List.of(List.of(line("meant"))));
        backup.strayExport("many-exports", List.of(List.of(line("newest, not meant"))));
        aws.put(bucket, backup.objects());

        RestoreReport report = aws.restore(TestAws.settings(bucket), RestoreRequest.LATEST);

        assertThat(report.results().get(0).status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(aws.contents("many-exports")).isEqualTo(TestAws.comparable(List.of(item("meant"))));
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
