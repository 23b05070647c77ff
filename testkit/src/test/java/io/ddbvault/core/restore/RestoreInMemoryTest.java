package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the embedded AWS cannot be brought to do: a table that is not ACTIVE, a denied manifest, hours of throttling. */
class RestoreInMemoryTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");

    @BeforeEach
    void aTableAndItsBackup() {
        tables.create("orders", ID);
        tables.put("orders", item("live"));
        backup.table("orders", List.of(lines(0, 100), lines(100, 130)));
        backup.objects().forEach(store::put);
    }

    @Test
    void aTableThatIsNotActiveIsNotTouched() {
        tables.setStatus("orders", "UPDATING");

        TableResult result = restore(new RestoreRequest(null, null, false, true, 5))
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.FAILED);
        assertThat(result.error())
                .isEqualTo("The table orders is UPDATING, not ACTIVE. Wait until it is, and try again.");
        assertThat(tables.texts("orders")).containsExactly(item("live"));
    }

    @Test
    void aManifestThatMayNotBeReadIsAnErrorAndNeverTakenForNone() {
        store.faults()
                .on(InMemoryBackupStore.Call.READ)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:GetObject on the manifest."));

        assertThatThrownBy(() -> restore(RestoreRequest.LATEST))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
        store.faults().assertAllFired();
    }

    @Test
    void throttlingForHoursLosesNothing() {
        InMemoryItemWriter real = new InMemoryItemWriter(tables);
        ItemWriter throttled = batch -> clock.slept().compareTo(Duration.ofHours(2)) < 0
                ? new ItemWriter.Throttled("ProvisionedThroughputExceededException")
                : real.write(batch);

        TableResult result = restore(new RestoreRequest(null, null, false, true, 3), throttled)
                .results()
                .get(0);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsCleared()).isEqualTo(1);
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(items());
    }

    @Test
    void theDeadlineInMidThrottlingEndsInAnAnswerWithExactCounts() {
        InMemoryItemWriter real = new InMemoryItemWriter(tables);
        ItemWriter throttled =
                batch -> tables.texts("orders").size() > 50 ? new ItemWriter.Throttled("slow down") : real.write(batch);
        Stop stop = new Stop(clock, clock.instant().plus(Duration.ofMinutes(14)));

        RestoreReport report = new Restore(
                        settings(),
                        store,
                        tables,
                        throttled,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        events::add)
                .run(new RestoreRequest(null, null, false, false, 2), "20250722T030000Z-00000001", stop);

        TableResult result = report.results().get(0);
        assertThat(result.status()).isEqualTo(TableStatus.IN_PROGRESS);
        assertThat(report.restoreId()).isEqualTo("20250722T030000Z-00000001");
        assertThat(tables.texts("orders")).hasSize((int) result.itemsWritten() + 1);
        assertThat(result.error()).contains("because of the deadline");
        assertThat(EncodeReport.encode(report).statusCode()).isEqualTo(207);
    }

    @Test
    void whatATablesRestoreCostsIsToldBeforeAnythingIsTouched() {
        restore(new RestoreRequest(null, null, false, true, 2));

        List<ProgressEvent> told = events.stream()
                .filter(event -> event instanceof RestoreEstimated
                        || (event instanceof PhaseStarted started && started.phase() == Phase.CLEAR))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isInstanceOfSatisfying(RestoreEstimated.class, estimated -> {
            assertThat(estimated.table()).isEqualTo("orders");
            assertThat(estimated.items()).isEqualTo(130);
            // An item is there, and is found and deleted.
            assertThat(estimated.cost().writeUnits()).isEqualTo(131);
            assertThat(estimated.cost().readUnits()).isEqualTo(1);
            assertThat(EstimateCost.rounded(estimated.cost().dollars())).isEqualTo("0.0001");
        });
    }

    @Test
    void aDryRunTellsWhatItCostsInItsReportAlone() {
        RestoreReport report = restore(new RestoreRequest(null, null, true, true, 2));

        assertThat(events).noneMatch(event -> event instanceof RestoreEstimated);
        assertThat(EncodeReport.encode(report).toJson()).contains("\"estimated_cost_usd\":0.0001,");
    }

    @Test
    void progressTellsEachPhaseItsItemsAndItsEnd() {
        restore(new RestoreRequest(null, null, false, true, 2));

        assertThat(events)
                .filteredOn(event -> event instanceof PhaseStarted)
                .containsExactly(
                        new PhaseStarted("orders", Phase.VALIDATE, 0),
                        new PhaseStarted("orders", Phase.CLEAR, 1),
                        new PhaseStarted("orders", Phase.WRITE, 130));
        assertThat(events)
                .filteredOn(event -> event instanceof PhaseEnded)
                .containsExactly(
                        new PhaseEnded("orders", Phase.CLEAR, 1, Duration.ZERO),
                        new PhaseEnded("orders", Phase.WRITE, 130, Duration.ZERO));
        Advanced last = events.stream()
                .filter(event -> event instanceof Advanced)
                .map(event -> (Advanced) event)
                .max(java.util.Comparator.comparingLong(Advanced::items))
                .orElseThrow();
        assertThat(last.items()).isEqualTo(130);
        assertThat(last.percent()).isEqualTo(100);
    }

    private RestoreReport restore(RestoreRequest request) {
        return restore(request, new InMemoryItemWriter(tables));
    }

    private RestoreReport restore(RestoreRequest request, ItemWriter writer) {
        return new Restore(
                        settings(),
                        store,
                        tables,
                        writer,
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        events::add)
                .run(request, "20250722T030000Z-00000001", Stop.onRequest(clock));
    }

    private static Settings settings() {
        return Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
    }

    private static List<String> items() {
        return IntStream.range(0, 130).mapToObj(i -> item("item-" + i)).toList();
    }

    private static List<String> lines(int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add("{\"Item\":" + item("item-" + i) + "}");
        }
        return lines;
    }

    private static String item(String id) {
        return "{\"id\":{\"S\":\"%s\"}}".formatted(id);
    }
}
