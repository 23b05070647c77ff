package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Warning;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dry run says of its target, and a restore too. */
class WarnOfTargetTest {
    private final Random ids = new Random(1);
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");
    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    private final MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");

    @BeforeEach
    void aTableAndItsBackupOfAThousandItems() {
        tables.create("orders", ID);
        backup.table(
                "orders",
                List.of(IntStream.range(0, 1000)
                        .mapToObj("{\"Item\":{\"id\":{\"S\":\"%d\"}}}"::formatted)
                        .toList()));
        backup.objects().forEach(store::put);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableWithNothingSetIsNotWarnedOf(boolean dryRun) {
        assertThat(restore(request(dryRun, true)).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeToLiveIsWarnedOfWithItsAttribute(boolean dryRun) {
        tables.setTimeToLive("orders", "expires_at");

        RestoreReport report = restore(request(dryRun, false));

        assertThat(report.warnings())
                .containsExactly(
                        "orders has TTL on its attribute expires_at: DynamoDB deletes again, in the days after the restore, the items that have expired by now. Switch TTL off before it to keep them.");
        assertThat(events).contains(new Warning(report.warnings().get(0)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatMayNotBeAskedOfTimeToLiveIsSaidAndStopsNothing(boolean dryRun) {
        tables.faults()
                .on(InMemoryTables.Call.TIME_TO_LIVE, "orders")
                .throwing(new DdbvaultException(
                        ErrorCode.ACCESS_DENIED, "DynamoDB denies dynamodb:DescribeTimeToLive on table orders."));

        RestoreReport report = restore(request(dryRun, false));

        assertThat(report.results().get(0).status()).isEqualTo(dryRun ? TableStatus.READY : TableStatus.COMPLETED);
        assertThat(report.warnings())
                .containsExactly(
                        "Whether orders has TTL, by which DynamoDB would delete expired items again, could not be checked: DynamoDB denies dynamodb:DescribeTimeToLive on table orders.");
        tables.faults().assertAllFired();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamIsWarnedOfWithWhatItWillCarry(boolean dryRun) {
        set(true, List.of(), WriteCapacity.ON_DEMAND, Map.of());

        assertThat(restore(request(dryRun, false)).warnings())
                .containsExactly(
                        "orders has a stream: each of the 1000 puts reaches its consumers, such as Lambda functions. Stop them before the restore if they must not act on it.");
        assertThat(restore(request(dryRun, true)).warnings())
                .containsExactly(
                        "orders has a stream: each of the 1000 puts and each delete reaches its consumers, such as Lambda functions. Stop them before the restore if they must not act on it.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replicasAreWarnedOf(boolean dryRun) {
        set(false, List.of("eu-central-1", "us-east-1"), WriteCapacity.ON_DEMAND, Map.of());

        assertThat(restore(request(dryRun, true)).warnings())
                .containsExactly(
                        "orders is a global table: what is written and deleted here, is so in eu-central-1, us-east-1 too.");
        assertThat(restore(request(dryRun, false)).warnings())
                .containsExactly(
                        "orders is a global table: what is written here, is so in eu-central-1, us-east-1 too.");
    }

    @Test
    void aLowCapacityIsWarnedOfInMinutesAndHours() {
        set(false, List.of(), new WriteCapacity(true, 2), Map.of());
        assertThat(restore(request(true, false)).warnings())
                .containsExactly(
                        "The restore of orders takes 8 minutes or more: the provisioned capacity of the table is 2 write units a second, and about 1000 are needed. Raise it before the restore.");

        set(false, List.of(), WriteCapacity.ON_DEMAND, Map.of("by-date", new WriteCapacity(false, 0)));
        assertThat(restore(request(true, false)).warnings()).isEmpty();

        set(false, List.of(), new WriteCapacity(true, 100), Map.of("by-date", new WriteCapacity(true, 1)));
        assertThat(restore(request(true, false)).warnings())
                .containsExactly(
                        "The restore of orders takes 16 minutes or more: the provisioned capacity of its index by-date is 1 write units a second, and about 1000 are needed. Raise it before the restore.");
    }

    @Test
    void localIndexesTakeTheirPartOfTheTablesCapacity() {
        tables.setSettings("orders", new TableSettings(false, List.of(), 9, new WriteCapacity(false, 1), Map.of()));

        assertThat(restore(request(true, false)).warnings())
                .containsExactly(
                        "The restore of orders takes 2.8 hours or more: the on-demand maximum of the table is 1 write units a second, and about 10000 are needed. Raise it before the restore.");
    }

    @Test
    void whatDynamoDbLetsThroughAtOnceIsNotWarnedOf() {
        set(false, List.of(), new WriteCapacity(true, 4), Map.of());

        RestoreReport report = restore(request(true, false));

        assertThat(report.warnings()).isEmpty();
        assertThat(Objects.requireNonNull(report.results().get(0).estimate()).duration())
                .isEqualTo(Duration.ofSeconds(250));
    }

    @Test
    void aLimitOfTheRequestIsNoLowCapacityButMakesAnEstimate() {
        RestoreReport report =
                restore(request(true, false).toBuilder().maxWriteUnits(1).build());

        assertThat(report.warnings()).isEmpty();
        assertThat(Objects.requireNonNull(report.results().get(0).estimate()).duration())
                .isEqualTo(Duration.ofSeconds(1000));
    }

    @Test
    void aTableThatIsNotRestoredIsNotWarnedOf() {
        tables.setTimeToLive("orders", "expires_at");
        tables.setStatus("orders", "UPDATING");

        assertThat(restore(request(false, true)).warnings()).isEmpty();
    }

    @Test
    void theTargetIsWarnedOfAndNotTheBackedUpTable() {
        tables.create("copy", ID);
        tables.setTimeToLive("orders", "expires_at");
        set(true, List.of(), WriteCapacity.ON_DEMAND, Map.of());

        assertThat(restore(request(false, true).toBuilder()
                                .targetTables(Map.of("orders", "copy"))
                                .build())
                        .warnings())
                .isEmpty();
    }

    private void set(
            boolean stream, List<String> replicas, WriteCapacity capacity, Map<String, WriteCapacity> indexes) {
        tables.setSettings("orders", new TableSettings(stream, replicas, 0, capacity, indexes));
    }

    private static RestoreRequest request(boolean dryRun, boolean clear) {
        return new RestoreRequest(null, null, dryRun, clear, 2);
    }

    private RestoreReport restore(RestoreRequest request) {
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        return new Restore(
                        settings,
                        store,
                        tables,
                        new InMemoryItemWriter(tables),
                        new InMemoryExistingItems(tables),
                        clock,
                        clock,
                        "a test",
                        events::add)
                .run(request, RestoreId.create(clock.instant(), ids), Stop.onRequest(clock));
    }
}
