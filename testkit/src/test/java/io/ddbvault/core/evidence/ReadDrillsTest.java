package io.ddbvault.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.evidence.ReadDrills.Drills;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.testkit.InMemoryBackupStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each table's newest rehearsal, from what rehearsals left in the bucket. */
class ReadDrillsTest {
    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final ReadDrills readDrills = new ReadDrills(store, new BackupLayout("exports"));

    @Test
    void theNewestOfEachTableIsFound() {
        put("20250720T030000Z-00000001", result("users", "2025-07-20T03:05:00Z", Verdict.GOOD));
        put("20250721T030000Z-00000001", result("users", "2025-07-21T03:05:00Z", Verdict.BAD));
        put("20250719T030000Z-00000001", result("orders", "2025-07-19T03:05:00Z", Verdict.GOOD));

        Drills drills = readDrills.read();

        assertThat(drills.newest()).containsOnlyKeys("users", "orders");
        assertThat(drills.newest()).containsEntry("users", result("users", "2025-07-21T03:05:00Z", Verdict.BAD));
        assertThat(drills.newest()).containsEntry("orders", result("orders", "2025-07-19T03:05:00Z", Verdict.GOOD));
        assertThat(drills.warnings()).isEmpty();
    }

    @Test
    void whatIsWrittenIsRead() {
        DrillResult result = result("users", "2025-07-21T03:05:00Z", Verdict.GOOD);

        put("20250721T030000Z-00000001", result);

        assertThat(store.text("exports/_state/drills/20250721T030000Z-00000001/result.json"))
                .isEqualTo(
                        "{\"table_name\":\"users\",\"backup_date\":\"2025-07-18\",\"started_at\":\"2025-07-18T03:00:00Z\",\"ended_at\":\"2025-07-21T03:05:00Z\",\"verdict\":\"GOOD\",\"items\":7,\"duration_seconds\":90.25,\"estimated_restore_seconds\":240.0}");
        assertThat(readDrills.read().newest()).containsEntry("users", result);
    }

    @Test
    void whatIsNotKnownMayBeLeftOutAndMoreMayBeThere() {
        put(
                "20250721T030000Z-00000001",
                "{\"table_name\":\"users\",\"backup_date\":\"2025-07-18\",\"ended_at\":\"2025-07-21T03:05:00Z\",\"verdict\":\"GOOD\",\"cost_usd\":1,\"estimated_restore_seconds\":-1}");

        assertThat(readDrills.read().newest())
                .containsEntry(
                        "users",
                        new DrillResult(
                                "users",
                                LocalDate.parse("2025-07-18"),
                                Instant.parse("2025-07-21T03:05:00Z"),
                                Instant.parse("2025-07-21T03:05:00Z"),
                                Verdict.GOOD,
                                0,
                                Duration.ZERO,
                                null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"table_name\":\"users\",\"backup_date\":\"2025-07-18\",\"verdict\":\"GOOD\"}",
                "{\"table_name\":\"users\",\"backup_date\":\"July\",\"ended_at\":\"2025-07-21T03:05:00Z\",\"verdict\":\"GOOD\"}",
                "{\"table_name\":\"users\",\"backup_date\":\"2025-07-18\",\"ended_at\":\"2025-07-21T03:05:00Z\",\"verdict\":\"FINE\"}",
                "{\"table_name\":7,\"backup_date\":\"2025-07-18\",\"ended_at\":\"2025-07-21T03:05:00Z\",\"verdict\":\"GOOD\"}"
            })
    void whatIsNoResultIsEvidenceOfNothing(String json) {
        put("20250721T030000Z-00000001", json);

        Drills drills = readDrills.read();

        assertThat(drills.newest()).isEmpty();
        assertThat(drills.warnings())
                .containsExactly(
                        "s3://backups/exports/_state/drills/20250721T030000Z-00000001/result.json is taken for no evidence: it is not a rehearsal's result.");
    }

    @Test
    void aRehearsalThatRunsOrBrokeOffSaysNothing() {
        store.put("exports/_state/drills/20250721T030000Z-00000001/scratch.json", "{}");
        store.put("exports/_state/drills/notes/result.json", "{");

        Drills drills = readDrills.read();

        assertThat(drills.newest()).isEmpty();
        assertThat(drills.warnings()).isEmpty();
    }

    @Test
    void onlyTheNewestFourHundredAreLookedAt() {
        put("20250101T000000Z-00000000", result("orders", "2025-01-01T00:05:00Z", Verdict.GOOD));
        for (int i = 0; i < ReadDrills.NEWEST; i++) {
            put("20250721T030000Z-%08x".formatted(i), result("users", "2025-07-21T03:05:00Z", Verdict.GOOD));
        }

        assertThat(readDrills.read().newest()).containsOnlyKeys("users");
    }

    private static DrillResult result(String table, String endedAt, Verdict verdict) {
        return new DrillResult(
                table,
                LocalDate.parse("2025-07-18"),
                Instant.parse("2025-07-18T03:00:00Z"),
                Instant.parse(endedAt),
                verdict,
                7,
                Duration.ofMillis(90_250),
                Duration.ofMinutes(4));
    }

    private void put(String id, DrillResult result) {
        put(id, Json.compact(DrillResultJson.fields(result)));
    }

    private void put(String id, String json) {
        store.put("exports/_state/drills/" + id + "/result.json", json);
    }
}
