package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The main job: export by the embedded AWS, damage, restore, and a plain scan at the end. */
class BackupAndRestoreTest {
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
    void allTenTypesComeBackAsTheyWereAfterTheTableWasDamaged() {
        Settings settings = tables("types-hash", "types-range");
        List<Map<String, AttributeValue>> hash = items(300, false);
        List<Map<String, AttributeValue>> range = items(300, true);
        aws.fill("types-hash", hash);
        aws.fill("types-range", range);

        BackupSummary backup = aws.backup(settings);
        damage("types-hash", false);
        damage("types-range", true);
        assertThat(aws.contents("types-hash")).isNotEqualTo(TestAws.comparable(hash));
        RestoreReport report = aws.restore(settings, new RestoreRequest(null, null, false, true, 10));

        assertThat(backup.exports())
                .extracting(TableExport::status, TableExport::itemCount)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ExportStatus.COMPLETED, 300L),
                        org.assertj.core.groups.Tuple.tuple(ExportStatus.COMPLETED, 300L));
        assertThat(report.results()).allSatisfy(result -> {
            assertThat(result.error()).isNull();
            assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
            assertThat(result.itemsWritten()).isEqualTo(300);
            assertThat(result.itemsCleared()).isEqualTo(291);
        });
        assertThat(aws.contents("types-hash")).isEqualTo(TestAws.comparable(hash));
        assertThat(aws.contents("types-range")).isEqualTo(TestAws.comparable(range));
    }

    @Test
    void withoutAClearWhatTheApplicationAddedStays() {
        Settings settings = tables("kept-hash", "kept-range");
        List<Map<String, AttributeValue>> items = items(30, false);
        aws.fill("kept-hash", items);
        aws.backup(settings);
        aws.fill("kept-hash", List.of(Map.of("id", AttributeValue.fromS("added"))));

        RestoreReport report = aws.restore(settings, RestoreRequest.LATEST);

        List<Map<String, AttributeValue>> expected = new java.util.ArrayList<>(items);
        expected.add(Map.of("id", AttributeValue.fromS("added")));
        assertThat(report.results()).extracting(TableResult::status).containsOnly(TableStatus.COMPLETED);
        assertThat(aws.contents("kept-hash")).isEqualTo(TestAws.comparable(expected));
    }

    @Test
    void aDryRunTouchesNothingAndSaysWhatWouldBeDone() {
        Settings settings = tables("dry-hash", "dry-range");
        aws.fill("dry-hash", items(30, false));
        aws.backup(settings);
        damage("dry-hash", false);
        var before = aws.contents("dry-hash");

        RestoreReport report = aws.restore(settings, new RestoreRequest(null, List.of("dry-hash"), true, true, 5));

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.READY);
        assertThat(result.expectedItems()).isEqualTo(30);
        assertThat(result.estimate()).isNotNull();
        assertThat(result.estimate().dataFiles()).isGreaterThanOrEqualTo(4);
        assertThat(result.estimate().writeUnits()).isGreaterThanOrEqualTo(30);
        assertThat(aws.contents("dry-hash")).isEqualTo(before);
    }

    @Test
    void anEmptyTableIsBackedUpAndRestoredAsAnEmptyOne() {
        Settings settings = tables("empty-hash", "empty-range");
        aws.backup(settings);
        aws.fill("empty-hash", items(12, false));

        RestoreReport report = aws.restore(settings, new RestoreRequest(null, null, false, true, 5));

        assertThat(report.results())
                .extracting(TableResult::status, TableResult::itemsWritten)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(TableStatus.COMPLETED, 0L));
        assertThat(aws.contents("empty-hash")).isEmpty();
    }

    @Test
    void aStopInMidWriteEndsAtABatchAndTheCountsAreThoseOfTheTable() {
        Settings settings = tables("stopped-hash", "stopped-range");
        aws.fill("stopped-hash", items(1000, false));
        var before = aws.contents("stopped-hash");
        aws.fill("stopped-range", items(10, true));
        aws.backup(settings);
        Stop stop = Stop.onRequest(Clock.systemUTC());
        RestoreReport report = aws.restore(
                settings,
                new RestoreRequest(null, List.of("stopped-hash", "stopped-range"), false, true, 1),
                stop,
                stoppingAfter(55, stop));

        TableResult first = report.results().get(0);
        assertThat(first.status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(first.itemsCleared()).isEqualTo(1000);
        assertThat(first.itemsWritten()).isBetween(1L, 999L);
        assertThat(first.error()).contains("of 1000 items were written", "because of the test's stop");
        assertThat(aws.contents("stopped-hash")).hasSize((int) first.itemsWritten());
        TableResult second = report.results().get(1);
        assertThat(second.status()).isEqualTo(TableStatus.SKIPPED);
        assertThat(aws.contents("stopped-range")).hasSize(10);

        RestoreReport last = aws.restore(settings, RestoreRequest.goOnWith(String.valueOf(report.restoreId())));

        assertThat(last.results()).extracting(TableResult::status).containsOnly(TableStatus.COMPLETED);
        assertThat(last.results()).extracting(TableResult::itemsWritten).containsExactly(1000L, 10L);
        assertThat(aws.contents("stopped-hash")).isEqualTo(before);
    }

    @Test
    void aStopInMidClearWritesNothingAndSaysWhatIsGone() {
        Settings settings = tables("half-hash", "half-range");
        aws.fill("half-hash", items(1000, false));
        aws.backup(settings);
        Stop stop = Stop.onRequest(Clock.systemUTC());

        RestoreReport report = aws.restore(
                settings,
                new RestoreRequest(null, List.of("half-hash"), false, true, 2),
                stop,
                stoppingAfter(10, stop));

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(result.itemsWritten()).isZero();
        assertThat(result.itemsCleared()).isBetween(250L, 999L);
        assertThat(aws.contents("half-hash")).hasSize((int) (1000 - result.itemsCleared()));

        TableResult last = aws.restore(settings, RestoreRequest.goOnWith(String.valueOf(report.restoreId())))
                .results()
                .get(0);

        assertThat(last.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(last.itemsCleared()).isEqualTo(1000);
        assertThat(aws.contents("half-hash")).hasSize(1000);
    }

    @Test
    void aFailureInMidWriteKeepsTheCountOfWhatWasWritten() {
        Settings settings = tables("failing-hash", "failing-range");
        aws.fill("failing-hash", items(1000, false));
        aws.backup(settings);
        AtomicInteger calls = new AtomicInteger();
        ItemWriter writer = aws.itemWriter();

        TableResult result = aws.restore(
                        settings,
                        new RestoreRequest(null, List.of("failing-hash"), false, false, 4),
                        Stop.onRequest(Clock.systemUTC()),
                        batch -> {
                            if (calls.incrementAndGet() > 10) {
                                throw new IllegalStateException("boom");
                            }
                            return writer.write(batch);
                        })
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.PARTIAL_SUCCESS);
        assertThat(result.itemsWritten()).isBetween(200L, 250L);
        assertThat(result.error()).contains("boom");
    }

    @Test
    void aTableWithoutPointInTimeRecoveryFailsWithTheSettingToAddAndTheOthersAreBackedUp() {
        Settings settings = tables("pitr-hash", "pitr-range");
        aws.createTable("pitr-off", "id:S");
        Settings both = TestAws.settings(settings.bucket(), Map.of("DYNAMODB_TABLES", "[\"pitr-off\",\"pitr-hash\"]"));

        BackupSummary backup = aws.backup(both);

        Map<String, TableExport> byTable = new HashMap<>();
        backup.exports().forEach(export -> byTable.put(export.tableName(), export));
        TableExport off = byTable.get("pitr-off");
        assertThat(off).isNotNull();
        assertThat(off.status()).isEqualTo(ExportStatus.FAILED);
        assertThat(off.failureMessage())
                .contains("point_in_time_recovery { enabled = true }", "update-continuous-backups", "pitr-off");
        TableExport on = byTable.get("pitr-hash");
        assertThat(on).isNotNull();
        assertThat(on.status()).isEqualTo(ExportStatus.COMPLETED);
        assertThatThrownBy(() -> aws.restore(
                        TestAws.settings(both.bucket()),
                        new RestoreRequest(null, List.of("pitr-off"), false, false, 5)))
                .isInstanceOf(DdbvaultException.class)
                .hasMessageContaining("no backup with a completed export of pitr-off");
    }

    /** A pair of tables with point-in-time recovery, and a new bucket for their backups. */
    private static Settings tables(String hash, String range) {
        aws.createTable(hash, "id:S");
        aws.createTable(range, "id:S", "at:N");
        aws.enablePointInTimeRecovery(hash);
        aws.enablePointInTimeRecovery(range);
        return TestAws.settings(aws.newBucket(), Map.of("DYNAMODB_TABLES", "[\"%s\",\"%s\"]".formatted(hash, range)));
    }

    private static ItemWriter stoppingAfter(int calls, Stop stop) {
        AtomicInteger made = new AtomicInteger();
        ItemWriter writer = aws.itemWriter();
        return batch -> {
            if (made.incrementAndGet() == calls) {
                stop.request("the test's stop");
            }
            return writer.write(batch);
        };
    }

    /** Deletes ten items, changes ten, adds one. */
    private static void damage(String table, boolean sortKey) {
        for (int i = 0; i < 20; i++) {
            Map<String, AttributeValue> key = key(i, sortKey);
            if (i < 10) {
                aws.dynamoDb().deleteItem(request -> request.tableName(table).key(key));
            } else {
                Map<String, AttributeValue> changed = new HashMap<>(key);
                changed.put("changed", AttributeValue.fromBool(true));
                aws.fill(table, List.of(changed));
            }
        }
        aws.fill(table, List.of(key(1_000_000, sortKey)));
    }

    private static List<Map<String, AttributeValue>> items(int count, boolean sortKey) {
        return IntStream.range(0, count).mapToObj(i -> item(i, sortKey)).toList();
    }

    private static Map<String, AttributeValue> key(int i, boolean sortKey) {
        AttributeValue id = AttributeValue.fromS("ключ 🔑 \"%d\"".formatted(sortKey ? i % 7 : i));
        return sortKey ? Map.of("id", id, "at", n(String.valueOf(i * 0.5))) : Map.of("id", id);
    }

    private static Map<String, AttributeValue> item(int i, boolean sortKey) {
        Map<String, AttributeValue> item = new HashMap<>(key(i, sortKey));
        item.put("s", AttributeValue.fromS("line\nbreak \t \\ / \u0001 \u2028 emoji 😀 " + "x".repeat(i)));
        item.put("empty", AttributeValue.fromS(""));
        item.put("n", n("1234567890123456789012345678901234567" + i % 10));
        item.put("tiny", n("-1.5E-130"));
        item.put("b", AttributeValue.fromB(bytes(i)));
        item.put("emptyB", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])));
        item.put("bool", AttributeValue.fromBool(i % 2 == 0));
        item.put("nul", AttributeValue.fromNul(true));
        item.put("ss", AttributeValue.fromSs(List.of("a", "ß", "日本", "x" + i)));
        item.put("ns", AttributeValue.fromNs(List.of("0", "-1", "3.14", "1" + i)));
        item.put("bs", AttributeValue.fromBs(List.of(bytes(i), bytes(i + 1))));
        item.put("emptyL", AttributeValue.fromL(List.of()));
        item.put("emptyM", AttributeValue.fromM(Map.of()));
        item.put(
                "deep",
                AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of(
                        "b", AttributeValue.fromB(bytes(i)),
                        "bs", AttributeValue.fromBs(List.of(bytes(i))),
                        "l", AttributeValue.fromL(List.of(AttributeValue.fromNul(true), n("7"))))))));
        return item;
    }

    private static SdkBytes bytes(int i) {
        return SdkBytes.fromByteArray(new byte[] {0, -1, (byte) i, (byte) (i >> 8), '"', '\\', 10});
    }

    private static AttributeValue n(String number) {
        return AttributeValue.fromN(number);
    }
}
