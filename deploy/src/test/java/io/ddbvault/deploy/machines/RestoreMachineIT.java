package io.ddbvault.deploy.machines;

import static io.ddbvault.deploy.machines.MachinesBench.event;
import static io.ddbvault.deploy.machines.MachinesBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.core.json.Json;
import io.ddbvault.deploy.machines.Interpreter.Execution;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The restore machine in moto's interpreter, with the real function behind it. */
@Tag("slow")
@Timeout(180)
class RestoreMachineIT {
    /** With {@link #SLOWLY} and {@link #SHORT}, two calls write less than this. */
    private static final int ITEMS = 500;

    private static final String SLOWLY = "'max_write_units':50,'clear_existing_data':true";
    /** Half of it is for the work. */
    private static final Duration SHORT = Duration.ofSeconds(9);

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
    void aRestoreThatFitsIntoOneCallTakesOneAndADryRunOfItWritesNothing() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(60);
        bench.backUp(bucket, table);
        bench.account().damage(table);
        List<Map<String, AttributeValue>> damaged = bench.account().contents(table);
        try (LocalFunction function = bench.restoreFunction(bucket, table)) {
            Execution rehearsal = bench.restore(function, "{\"dry_run\":true}");

            assertThat(rehearsal.status()).as(rehearsal.cause()).isEqualTo("SUCCEEDED");
            assertThat(rehearsal.outputFields())
                    .containsOnly(
                            entry("backup_date", "2025-07-22"),
                            entry("dry_run", true),
                            entry("tables_requested", 1),
                            entry("successful_restores", 1),
                            entry("total_items_written", 0),
                            entry("calls", 1));
            assertThat(bench.account().contents(table)).containsExactlyInAnyOrderElementsOf(damaged);

            Execution execution = bench.restore(function, "{\"clear_existing_data\":true}");

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields())
                    .contains(entry("dry_run", false), entry("total_items_written", 60), entry("calls", 1));
            assertThat(execution.states()).containsExactly("Begin", "Restore", "Verdict", "Completed");
            assertThat(function.events()).containsExactly(event("dry_run", true), event("clear_existing_data", true));
        }
        assertHoldsTheBackup(table, 60);
    }

    @Test
    void aRestoreLongerThanTheFunctionLivesGoesOnByItsIdUntilItsEnd() throws Exception {
        String bucket = bench.newBucket();
        String table = damagedTable(bucket);
        try (LocalFunction function =
                bench.restoreFunction(bucket, table).withTimeout(1, SHORT).withTimeout(2, SHORT)) {
            Execution execution = bench.restore(function, json("{%s}".formatted(SLOWLY)));

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields())
                    .contains(
                            entry("successful_restores", 1),
                            entry("tables_requested", 1),
                            entry("total_items_written", ITEMS),
                            entry("calls", 3));
            String round = "NextRound GoOn Verdict ";
            assertThat(String.join(" ", execution.states()))
                    .isEqualTo("Begin Restore Verdict " + round + round + "Completed");
            Object id = function.firstRestoreId();
            assertThat(function.events())
                    .containsExactly(
                            event("max_write_units", 50, "clear_existing_data", true),
                            event("restore_id", id),
                            event("restore_id", id));
        }
        assertHoldsTheBackup(table, ITEMS);
    }

    @Test
    void aCallThatDiesWhileItGoesOnIsRepeatedWithTheSameId() throws Exception {
        String bucket = bench.newBucket();
        String table = damagedTable(bucket);
        try (LocalFunction function = bench.restoreFunction(bucket, table)
                .withTimeout(1, SHORT)
                .dies(2, "phase started", () -> bench.account().expireLocks(bucket))) {
            Execution execution = bench.restore(function, json("{%s}".formatted(SLOWLY)));

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields())
                    .contains(entry("successful_restores", 1), entry("total_items_written", ITEMS));
            Map<String, Object> goOn = event("restore_id", function.firstRestoreId());
            assertThat(function.events()).hasSize(3);
            assertThat(function.events().subList(1, 3)).containsExactly(goOn, goOn);
        }
        assertHoldsTheBackup(table, ITEMS);
    }

    @Test
    void aFirstCallThatDiesFailsTheExecutionAndTheIdInTheLogGoesOn() throws Exception {
        String bucket = bench.newBucket();
        String table = damagedTable(bucket);
        try (LocalFunction function = bench.restoreFunction(bucket, table)
                .dies(1, "\"phase\":\"write\"", () -> bench.account().expireLocks(bucket))) {
            Execution execution = bench.restore(function, json("{%s}".formatted(SLOWLY)));

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("FirstCallFailed");
            assertThat(execution.cause())
                    .contains("its id is in the first line of its log", "ddbvault restore --unfinished")
                    .contains("Runtime.ExitError: {")
                    .endsWith("Error: Runtime exited with error: signal: killed\"}");
            assertThat(function.events()).hasSize(1);
            assertThat(bench.account().contents(table)).hasSizeLessThan(ITEMS);

            Execution goesOn =
                    bench.restore(function, json("{'restore_id':'%s'}".formatted(function.firstRestoreId())));

            assertThat(goesOn.status()).as(goesOn.cause()).isEqualTo("SUCCEEDED");
            assertThat(goesOn.outputFields())
                    .contains(entry("successful_restores", 1), entry("total_items_written", ITEMS));
        }
        assertHoldsTheBackup(table, ITEMS);
    }

    @Test
    void aRestoreThatIsNotAtItsEndAfterTheLastRoundFailsTheExecutionWhichSaysHowItGoesOn() throws Exception {
        String bucket = bench.newBucket();
        String table = damagedTable(bucket);
        Object id;
        try (LocalFunction function = bench.restoreFunction(bucket, table).withTimeout(SHORT)) {
            Execution execution = bench.restore(function, json("{%s}".formatted(SLOWLY.replace("50", "10"))));

            id = function.firstRestoreId();
            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("NotAtItsEnd");
            assertThat(execution.cause())
                    .isEqualTo(
                            "The restore is not at its end after 3 calls. It goes on with an execution that has \"restore_id\": \"%s\" as its input. How far it is: ddbvault status %s"
                                    .formatted(id, id));
            assertThat(function.events()).hasSize(3);
            assertThat(bench.account().contents(table)).hasSizeLessThan(ITEMS);
        }
    }

    @Test
    void aTableThatIsNotRestoredFailsTheExecutionWhichNamesItAndTheOthersAreRestored() throws Exception {
        String bucket = bench.newBucket();
        String good = bench.newTable(20);
        String other = bench.newTable(20);
        bench.backUp(bucket, good);
        bench.account().damage(good);
        try (LocalFunction function = bench.restoreFunction(bucket, good, other)) {
            Execution execution = bench.restore(
                    function, json("{'tables':['%s','%s'],'clear_existing_data':true}".formatted(good, other)));

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("RestoreIncomplete");
            assertThat(execution.cause())
                    .startsWith("1 of 2 tables are in order. Not in order are [\"" + other + "\"]: [\"")
                    .endsWith("Mend that, then restore these tables again. At most 20 tables and 5 reasons are named.")
                    .doesNotContain(good);
            assertThat(function.events()).hasSize(1);
        }
        assertHoldsTheBackup(good, 20);
        assertHoldsTheBackup(other, 20);
    }

    @Test
    void aRequestThatIsRefusedFailsTheExecutionWithTheRefusal() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(3);
        try (LocalFunction function = bench.restoreFunction(bucket, table)) {
            Execution execution = bench.restore(function, "{\"tables\":\"all\"}");

            assertThat(execution.error()).isEqualTo("NothingRestored");
            assertThat(execution.cause()).startsWith("tables is \"all\"").contains("Nothing was read or written.");
            assertThat(function.events()).hasSize(1);
        }
        assertHoldsTheBackup(table, 3);
    }

    @Test
    void ofAnAnswerAsLongAsTheyComeTheCauseNamesTheFirstOnly() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(1);
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-20", "production");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String name = "mfa-api_production_%s%d_global".formatted("x".repeat(200), i);
            backup.table(name, List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}")));
            backup.entry(i).put("status", "FAILED");
            names.add(name);
        }
        names.add(table);
        backup.table(table, List.of(List.of("{\"Item\":{\"id\":{\"S\":\"key-0\"}}}")));
        bench.account().put(bucket, backup.objects());
        try (LocalFunction function = bench.restoreFunction(bucket, names.toArray(String[]::new))) {
            Execution execution = bench.restore(
                    function, Json.compact(Map.of("backup_date", "2025-07-20", "dry_run", true, "tables", names)));

            assertThat(execution.error()).isEqualTo("RestoreIncomplete");
            assertThat(execution.cause())
                    .hasSizeLessThan(16_000)
                    .startsWith("1 of 401 tables are in order. ")
                    .contains(names.get(0), names.get(19))
                    .doesNotContain(names.get(20));
            int verdict = execution.states().indexOf("Verdict");
            assertThat(execution.inputBytes().get(verdict)).isBetween(100_000, 210_000);
        }
    }

    /** A table of {@link #ITEMS} items, which is not any more as its backup has it. */
    private static String damagedTable(String bucket) throws IOException {
        String table = bench.newTable(ITEMS);
        bench.backUp(bucket, table);
        bench.account().damage(table);
        return table;
    }

    private static void assertHoldsTheBackup(String table, int items) {
        assertThat(bench.account().contents(table)).containsExactlyInAnyOrderElementsOf(TestAccount.items(items));
    }
}
