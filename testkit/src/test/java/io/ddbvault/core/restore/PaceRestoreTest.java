package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryExistingItems;
import io.ddbvault.testkit.InMemoryItemWriter;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MeasuredItemWriter;
import io.ddbvault.testkit.MeasuredItemWriter.Call;
import io.ddbvault.testkit.SleepWhenAllWait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores at a pace, on a clock that only waits move: hours take no time. */
class PaceRestoreTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T03:00:00Z");

    @ParameterizedTest(name = "{0} write units a second, {1} workers, {2} indexes, seed {3}")
    @CsvSource({"1, 2, 0, 1", "5, 5, 1, 2", "100, 1, 0, 3", "100, 16, 5, 4", "4000, 64, 2, 5"})
    void theCeilingHoldsThroughClearAndWrite(int ceiling, int workers, int indexes, long seed) {
        Random random = new Random(seed);
        int count = Math.min(2000, 100 + ceiling * 10);
        int longest = ceiling < 10 ? 4_000 : 12_000;
        List<String> backedUp = fill(random, count, longest);
        InMemoryItemWriter real = new InMemoryItemWriter(tables);
        real.setIndexes(indexes);
        MeasuredItemWriter writer = new MeasuredItemWriter(real, clock);

        TableResult result = restore(
                new RestoreRequest(null, null, false, true, workers)
                        .toBuilder().maxWriteUnits(ceiling).build(),
                writer);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(count);
        assertThat(result.itemsCleared()).isEqualTo(count / 2);
        assertThat(tables.texts("orders")).containsExactlyInAnyOrderElementsOf(backedUp);
        double largest = (1 + indexes) * Math.ceil((longest + 100) / 1024.0);
        assertThat(writer.mostWithin(WINDOW)).isLessThanOrEqualTo(1.05 * 10 * ceiling + largest);
        assertThat(writer.duration().toMillis() / 1000.0)
                .as("seconds for %s units", writer.units())
                .isLessThan(writer.units() / ceiling / 0.8 + 5);
        assertThat(unitsOf(writer, Operation.DELETE)).isPositive();
        assertThat(unitsOf(writer, Operation.PUT)).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void withoutACeilingThrottlingSlowsItDownItSpeedsUpAgainAndNothingIsLost(long seed) {
        List<String> backedUp = fill(new Random(seed), 30_000, 500);
        InMemoryItemWriter real = new InMemoryItemWriter(tables);
        Instant begin = clock.instant();
        // 200 units a second for half a minute, and then 1000.
        Capacity capacity = new Capacity(begin);
        AtomicInteger throttles = new AtomicInteger();
        MeasuredItemWriter writer = new MeasuredItemWriter(
                batch -> {
                    if (capacity.takes(batch.size(), clock.instant())) {
                        return real.write(batch);
                    }
                    throttles.incrementAndGet();
                    return new Throttled("ProvisionedThroughputExceededException");
                },
                clock);

        TableResult result = restore(new RestoreRequest(null, null, false, false, 4), writer);

        assertThat(result.status()).isEqualTo(TableStatus.COMPLETED);
        assertThat(result.itemsWritten()).isEqualTo(30_000);
        assertThat(tables.texts("orders")).containsAll(backedUp);
        List<Call> calls = writer.calls();
        assertThat(rate(calls, begin, 10, 30)).as("slower").isBetween(100.0, 210.0);
        assertThat(rate(calls, begin, 45, 55)).as("faster again").isGreaterThan(600);
        assertThat(throttles.get()).isBetween(1, calls.size() / 10);
    }

    @Test
    void theCeilingIsThatOfEachTable() {
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        for (String name : List.of("one", "two")) {
            tables.create(name, ID);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                lines.add("{\"Item\":" + item("item-" + i, 10) + "}");
            }
            backup.table(name, List.of(lines));
        }
        backup.objects().forEach(store::put);
        MeasuredItemWriter writer = new MeasuredItemWriter(new InMemoryItemWriter(tables), clock);

        RestoreReport report = run(
                new RestoreRequest(null, null, false, false, 3)
                        .toBuilder().maxWriteUnits(10).build(),
                writer);

        assertThat(report.results()).extracting(TableResult::status).containsOnly(TableStatus.COMPLETED);
        for (String name : List.of("one", "two")) {
            List<Call> calls = writer.calls().stream()
                    .filter(call -> call.batch().table().equals(name))
                    .toList();
            assertThat(calls).hasSize(100);
            assertThat(Duration.between(calls.get(0).sent(), calls.get(99).sent())
                            .toMillis())
                    .isBetween(9_500L, 11_000L);
        }
    }

    private double unitsOf(MeasuredItemWriter writer, Operation operation) {
        return writer.calls().stream()
                .filter(call -> call.batch().operation() == operation)
                .mapToDouble(Call::units)
                .sum();
    }

    private static double rate(List<Call> calls, Instant begin, int from, int to) {
        return calls.stream()
                        .filter(call -> !call.answered().isBefore(begin.plusSeconds(from))
                                && call.answered().isBefore(begin.plusSeconds(to)))
                        .mapToDouble(Call::units)
                        .sum()
                / (to - from);
    }

    /** A backup of so many items, and a table that holds half as many others. @return the items of the backup */
    private List<String> fill(Random random, int count, int longest) {
        tables.create("orders", ID);
        List<String> items = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String item = item("item-" + i, random.nextInt(random.nextInt(longest) + 1));
            items.add(item);
            lines.add("{\"Item\":" + item + "}");
            if (i % 2 == 1) {
                tables.put("orders", item("live-" + i, random.nextInt(random.nextInt(longest) + 1)));
            }
        }
        MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
        backup.table("orders", List.of(lines.subList(0, count / 2), lines.subList(count / 2, count)));
        backup.objects().forEach(store::put);
        return items;
    }

    private static String item(String id, int bytes) {
        return "{\"id\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}".formatted(id, "x".repeat(bytes));
    }

    private TableResult restore(RestoreRequest request, ItemWriter writer) {
        return run(request, writer).results().get(0);
    }

    private RestoreReport run(RestoreRequest request, ItemWriter writer) {
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "TABLE_NAME_PATTERN", ""));
        Restore restore = new Restore(
                settings,
                store,
                tables,
                writer,
                new InMemoryExistingItems(tables),
                clock,
                new SleepWhenAllWait(clock),
                "a test",
                ProgressListener.NONE);
        // In a group of its own: a restore's threads are of the group of the one that runs it.
        CompletableFuture<RestoreReport> report = new CompletableFuture<>();
        new Thread(
                        new ThreadGroup("a restore"),
                        () -> report.completeAsync(
                                () -> restore.run(request, "20250722T030000Z-00000001", Stop.onRequest(clock)),
                                Runnable::run))
                .start();
        return report.join();
    }

    /** What a table has left, which is never more than that of a second. */
    private static final class Capacity {
        private final Instant begin;
        private Instant countedTo;
        private double left;

        Capacity(Instant begin) {
            this.begin = begin;
            this.countedTo = begin;
        }

        synchronized boolean takes(int units, Instant now) {
            double rate = now.isBefore(begin.plusSeconds(30)) ? 200 : 1000;
            left = Math.min(rate, left + rate * Duration.between(countedTo, now).toNanos() / 1e9);
            countedTo = now;
            if (units > left) {
                return false;
            }
            left -= units;
            return true;
        }
    }
}
