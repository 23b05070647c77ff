package io.ddbvault.deploy.machines;

import static io.ddbvault.deploy.machines.MachinesBench.event;
import static io.ddbvault.deploy.machines.MachinesBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.deploy.machines.Interpreter.Execution;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The scaled out restore machine in moto's interpreter, with the real function behind it, one call at a time. */
@Tag("slow")
@Timeout(240)
class DistributedRestoreIT {
    @SuppressWarnings("NullAway.Init")
    private static MachinesBench bench;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bench = new MachinesBench();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void twoTablesAreClearedAndWrittenWholeAndADryRunWritesNothing() throws Exception {
        String bucket = bench.newBucket();
        String one = bench.newTable(120);
        String other = bench.newTable(60);
        bench.backUp(bucket, one, other);
        bench.account().damage(one);
        List<Map<String, AttributeValue>> damaged = bench.account().contents(one);
        bench.account().damage(other);
        try (LocalFunction function = bench.restoreFunction(bucket, one, other)) {
            Execution rehearsal = bench.restoreDistributed(function, bucket, "{\"dry_run\":true}");

            assertThat(rehearsal.status()).as(rehearsal.cause()).isEqualTo("SUCCEEDED");
            assertThat(rehearsal.outputFields()).contains(entry("dry_run", true), entry("successful_restores", 2));
            assertThat(function.events()).containsExactly(event("step", "prepare", "dry_run", true));
            assertThat(bench.account().contents(one)).containsExactlyInAnyOrderElementsOf(damaged);

            Execution execution = bench.restoreDistributed(function, bucket, "{\"clear_existing_data\":true}");

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields())
                    .containsOnly(
                            entry("backup_date", "2025-07-22"),
                            entry("dry_run", false),
                            entry("tables_requested", 2),
                            entry("successful_restores", 2),
                            entry("total_items_written", 180));
            // A rehearsal; then 4 segments and 4 files of each table.
            assertThat(steps(function))
                    .containsOnly(
                            entry("prepare", 2L),
                            entry("clear", 8L),
                            entry("cleared", 2L),
                            entry("write", 8L),
                            entry("report", 1L));
        }
        assertHoldsTheBackup(one, 120);
        assertHoldsTheBackup(other, 60);
    }

    @Test
    void unitsLongerThanTheFunctionLivesGoOnUntilTheirEnd() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(500);
        bench.backUp(bucket, table);
        bench.account().damage(table);
        // Four seconds for the work of each call, in which 400 items can be deleted or written at the most.
        try (LocalFunction function = bench.restoreFunction(bucket, table).withTimeout(Duration.ofSeconds(8))) {
            Execution execution = bench.restoreDistributed(
                    function, bucket, json("{'clear_existing_data':true,'max_write_units':100}"));

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields()).contains(entry("total_items_written", 500));
            assertThat(steps(function))
                    .contains(entry("cleared", 1L), entry("report", 1L))
                    .hasEntrySatisfying("clear", calls -> assertThat(calls).isBetween(2L, 3L));
            assertThat(function.events().stream().filter(event -> "clear".equals(event.get("step"))))
                    .allSatisfy(event -> assertThat(event)
                            .contains(entry("segment", 0), entry("segments", 1), entry("max_write_units", 100)));
        }
        assertHoldsTheBackup(table, 500);
    }

    @Test
    void aCallThatDiesIsRepeatedAndNothingIsCountedTwice() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(500);
        bench.backUp(bucket, table);
        bench.account().damage(table);
        // The calls: prepare, a segment, cleared, and the first file twice.
        try (LocalFunction function = bench.restoreFunction(bucket, table).dies(4, "phase started", () -> {})) {
            Execution execution = bench.restoreDistributed(
                    function, bucket, json("{'clear_existing_data':true,'max_write_units':4000}"));

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields()).contains(entry("total_items_written", 500));
            assertThat(steps(function)).contains(entry("clear", 1L), entry("write", 5L), entry("report", 1L));
        }
        assertHoldsTheBackup(table, 500);
    }

    @Test
    void aRestoreWhoseUnitsDieEachTimeFailsAndItsIdGoesOnWithoutDoingAgainWhatIsDone() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(3);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        backup.table(table, List.of(lines(0, 40), lines(40, 60)));
        bench.account().put(bucket, backup.objects());
        try (LocalFunction function = bench.restoreFunction(bucket, table)) {
            // The calls: prepare, the first file, and the second one for ever.
            IntStream.rangeClosed(3, 7).forEach(call -> function.dies(call, "phase started", () -> {}));
            Execution execution = bench.restoreDistributed(
                    function, bucket, json("{'max_write_units':4000,'tables':['%s']}".formatted(table)));

            assertThat(execution.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
            assertThat(steps(function)).containsOnly(entry("prepare", 1L), entry("write", 6L));
            String id = function.firstRestoreId();
            bench.account().expireLocks(bucket);

            Execution goesOn = bench.restoreDistributed(function, bucket, json("{'restore_id':'%s'}".formatted(id)));

            assertThat(goesOn.status()).as(goesOn.cause()).isEqualTo("SUCCEEDED");
            assertThat(goesOn.outputFields())
                    .contains(entry("successful_restores", 1), entry("total_items_written", 100));
            assertThat(function.events().get(7)).isEqualTo(event("step", "prepare", "restore_id", id));
        }
        assertThat(bench.account().contents(table)).hasSize(103);
    }

    @Test
    void aDamagedFileLeavesTheOthersAloneAndTheCauseNamesFileAndLine() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(0);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        List<String> damaged = new ArrayList<>(lines(0, 10));
        damaged.set(4, "{\"Item\":{\"id\":{\"S\":\"broken");
        MakeBackup.Export export = backup.table(table, List.of(damaged, lines(10, 30)));
        bench.account().put(bucket, backup.objects());
        try (LocalFunction function = bench.restoreFunction(bucket, table)) {
            Execution execution = bench.restoreDistributed(function, bucket, "{}");

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("RestoreIncomplete");
            assertThat(execution.cause())
                    .startsWith("0 of 1 tables are in order. Not in order are [\"%s\"]: [\"39 of 40 items were written."
                            .formatted(table))
                    .contains(export.dataFile(0) + " line 5");
            assertThat(steps(function)).containsOnly(entry("prepare", 1L), entry("write", 2L), entry("report", 1L));
        }
        assertThat(bench.account().contents(table)).hasSize(39);
    }

    @Test
    void aRequestThatIsRefusedFailsTheExecutionWithTheRefusal() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(3);
        try (LocalFunction function = bench.restoreFunction(bucket, table)) {
            Execution execution = bench.restoreDistributed(
                    function, bucket, json("{'clear_existing_data':true,'clear_mode':'after'}"));

            assertThat(execution.error()).isEqualTo("NothingRestored");
            assertThat(execution.cause()).startsWith("clear_mode \"after\" is done by one process alone");
            assertThat(function.events()).hasSize(1);
        }
        assertHoldsTheBackup(table, 3);
    }

    private static Map<String, Long> steps(LocalFunction function) {
        return function.events().stream()
                .collect(Collectors.groupingBy(event -> String.valueOf(event.get("step")), Collectors.counting()));
    }

    private static List<String> lines(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> "{\"Item\":{\"id\":{\"S\":\"item-%d\"}}}".formatted(i))
                .toList();
    }

    private static void assertHoldsTheBackup(String table, int items) {
        assertThat(bench.account().contents(table)).containsExactlyInAnyOrderElementsOf(TestAccount.items(items));
    }
}
