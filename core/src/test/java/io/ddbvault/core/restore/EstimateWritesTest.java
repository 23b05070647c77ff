package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.restore.EstimateWrites.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateWritesTest {
    private static final RestoreRequest PUTS = RestoreRequest.LATEST;
    private static final RestoreRequest CLEARING = new RestoreRequest(null, null, false, true, 5);
    private static final WriteCapacity TEN = new WriteCapacity(true, 10);

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 500, 0",
        "1000, 0, 1000",
        "1000, 1024000, 1000",
        "1000, 1025000, 2000",
        "1000, 2048000, 2000",
        "3, 3075, 6"
    })
    void anItemOfTheAverageSizeCostsAUnitForEachKilobyteAndOneAtTheLeast(long items, long bytes, long units) {
        assertThat(EstimateWrites.putUnits(table(items, bytes, TableSettings.PLAIN)))
                .isEqualTo(units);
    }

    @Test
    void withoutAnyLimitNothingIsSaidOfTime() {
        assertThat(EstimateWrites.slowestCapacity(table(1000, 0, TableSettings.PLAIN), PUTS))
                .isEmpty();
        assertThat(EstimateWrites.duration(table(1000, 0, TableSettings.PLAIN), PUTS))
                .isEmpty();
    }

    @Test
    void theTablesCapacityIsSharedWithItsLocalIndexes() {
        assertThat(duration(PUTS, settings(0, TEN, Map.of()))).hasValue(Duration.ofSeconds(100));
        assertThat(duration(PUTS, settings(2, TEN, Map.of()))).hasValue(Duration.ofMinutes(5));
    }

    @Test
    void theSlowestIndexCounts() {
        TableSettings settings =
                settings(1, TEN, Map.of("by-date", new WriteCapacity(true, 4), "by-name", new WriteCapacity(true, 6)));

        assertThat(EstimateWrites.slowestCapacity(table(1000, 0, settings), PUTS))
                .contains(new Limit("its index by-date", new WriteCapacity(true, 4), 1000, Duration.ofSeconds(250)));
    }

    @Test
    void aBegunSecondIsASecond() {
        assertThat(duration(PUTS, settings(0, new WriteCapacity(false, 3), Map.of())))
                .hasValue(Duration.ofSeconds(334));
    }

    @Test
    void theRequestsLimitIsOnAllThatTableAndIndexesConsume() {
        TableSettings settings = settings(
                1, WriteCapacity.ON_DEMAND, Map.of("a", WriteCapacity.ON_DEMAND, "b", WriteCapacity.ON_DEMAND));

        assertThat(duration(limited(8), settings)).hasValue(Duration.ofSeconds(500));
    }

    @Test
    void ofCapacityAndRequestTheSlowerCounts() {
        TableSettings settings = settings(0, TEN, Map.of());

        assertThat(duration(limited(5), settings)).hasValue(Duration.ofSeconds(200));
        assertThat(duration(limited(1000), settings)).hasValue(Duration.ofSeconds(100));
    }

    @Test
    void deletesCountAsTheirItemsDo() {
        // 400 items of 1.5 KB.
        assertThat(duration(CLEARING, settings(0, TEN, Map.of()))).hasValue(Duration.ofMinutes(3));
    }

    @Test
    void deletedAfterwardsIsWhatTheBackupDoesNotHold() {
        RestoreRequest after = CLEARING.toBuilder().clearMode(ClearMode.AFTER).build();
        TableSettings settings = settings(0, TEN, Map.of());

        assertThat(duration(after, settings)).hasValue(Duration.ofSeconds(100));
        assertThat(EstimateWrites.duration(table(300, 0, settings), after)).hasValue(Duration.ofSeconds(80));
    }

    @Test
    void aPutWithAConditionCostsTheTableTheSameWhetherItStoresOrNotAndAnIndexPerhapsNothing() {
        RestoreRequest missing = PUTS.toBuilder().writeMode(WriteMode.MISSING).build();
        TableSettings settings = settings(2, TEN, Map.of("by-date", new WriteCapacity(true, 1)));

        assertThat(duration(missing, settings)).hasValue(Duration.ofSeconds(100));
        assertThat(duration(missing.toBuilder().maxWriteUnits(5).build(), settings))
                .hasValue(Duration.ofSeconds(200));
    }

    @Test
    void howMuchDiffersNobodyKnowsSoNothingIsSaidOfTime() {
        RestoreRequest changed =
                limited(1).toBuilder().writeMode(WriteMode.CHANGED).build();

        assertThat(duration(changed, settings(0, TEN, Map.of()))).isEmpty();
        assertThat(EstimateWrites.slowestCapacity(table(1000, 0, settings(0, TEN, Map.of())), changed))
                .isEmpty();
    }

    @Test
    void toLookUpAnItemCostsAReadUnitForEachFourKilobytesOfTheTablesItems() {
        assertThat(EstimateWrites.readUnits(table(1000, 0, TableSettings.PLAIN)))
                .isEqualTo(1000);
        assertThat(EstimateWrites.readUnits(holding(0, 0))).isEqualTo(1000);
        assertThat(EstimateWrites.readUnits(holding(10, 40_960))).isEqualTo(1000);
        assertThat(EstimateWrites.readUnits(holding(10, 40_970))).isEqualTo(2000);
    }

    @Test
    void aTablePaidByUseIsPaidForEachWriteAndAgainForEachIndex() {
        TableSettings settings = settings(
                1, WriteCapacity.ON_DEMAND, Map.of("a", WriteCapacity.ON_DEMAND, "b", WriteCapacity.ON_DEMAND));

        assertCost(EstimateWrites.cost(table(1_000_000, 0, TableSettings.PLAIN), PUTS), 1_000_000, 0, "0.625", 250);
        assertCost(EstimateWrites.cost(table(1_000_000, 0, settings), PUTS), 4_000_000, 0, "2.5", 1000);
    }

    @Test
    void aClearIsPaidForWhatItReadsAndDeletes() {
        // 400 items of 1.5 KB, 600,000 bytes in all.
        assertCost(EstimateWrites.cost(table(1000, 0, TableSettings.PLAIN), CLEARING), 1800, 147, "0.001143375", 0);
    }

    @Test
    void whatIsComparedIsPaidForReadingAllAndAtTheMostForWritingAll() {
        RestoreRequest changed = PUTS.toBuilder().writeMode(WriteMode.CHANGED).build();

        assertCost(EstimateWrites.cost(table(8000, 0, TableSettings.PLAIN), changed), 8000, 8000, "0.006", 2);
        assertCost(
                EstimateWrites.cost(
                        table(8000, 0, TableSettings.PLAIN),
                        changed.toBuilder().maxWriteUnits(100).build()),
                8000,
                8000,
                "0.006",
                80);
    }

    @Test
    void putsOnAConditionTakeACallEach() {
        RestoreRequest missing = PUTS.toBuilder().writeMode(WriteMode.MISSING).build();

        assertCost(EstimateWrites.cost(table(100_000, 0, TableSettings.PLAIN), missing), 100_000, 0, "0.0625", 100);
        assertCost(
                EstimateWrites.cost(
                        table(100_000, 0, TableSettings.PLAIN),
                        new RestoreRequest(null, null, false, false, 100)
                                .toBuilder().writeMode(WriteMode.MISSING).build()),
                100_000,
                0,
                "0.0625",
                25);
    }

    @Test
    void capacityThatIsPaidForAnywayCostsNothingOnTopAndSaysHowLongItTakes() {
        RestoreCost cost = EstimateWrites.cost(table(1000, 0, settings(0, TEN, Map.of())), PUTS);

        assertThat(cost).isEqualTo(new RestoreCost(1000, 0, true, cost.dollars(), Duration.ofSeconds(100)));
        assertThat(cost.dollars()).isZero();
    }

    private static void assertCost(RestoreCost cost, long writes, long reads, String dollars, long seconds) {
        assertThat(cost).isEqualTo(new RestoreCost(writes, reads, false, cost.dollars(), Duration.ofSeconds(seconds)));
        assertThat(cost.dollars()).isEqualByComparingTo(dollars);
    }

    /** A backup of a thousand items, and a table of other ones. */
    private static ValidatedTable holding(long items, long bytes) {
        KeySchema key = new KeySchema(List.of(new KeyAttribute("id", "S")));
        return new ValidatedTable(
                new TableDescription("orders", "arn:table", null, "ACTIVE", key, items, bytes, TableSettings.PLAIN),
                new ExportContents("summary", "arn:export", 1000, 0, List.of()),
                List.of());
    }

    private static RestoreRequest limited(int units) {
        return PUTS.toBuilder().maxWriteUnits(units).build();
    }

    private static Optional<Duration> duration(RestoreRequest request, TableSettings settings) {
        return EstimateWrites.duration(table(1000, 0, settings), request);
    }

    private static TableSettings settings(
            int localIndexes, WriteCapacity capacity, Map<String, WriteCapacity> indexes) {
        return new TableSettings(false, List.of(), localIndexes, capacity, indexes);
    }

    private static ValidatedTable table(long items, long bytes, TableSettings settings) {
        KeySchema key = new KeySchema(List.of(new KeyAttribute("id", "S")));
        return new ValidatedTable(
                new TableDescription("orders", "arn:table", null, "ACTIVE", key, 400, 600_000, settings),
                new ExportContents("summary", "arn:export", items, bytes, List.of()),
                List.of());
    }
}
