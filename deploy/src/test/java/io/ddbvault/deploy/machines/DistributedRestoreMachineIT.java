package io.ddbvault.deploy.machines;

import static io.ddbvault.deploy.machines.MachinesBench.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.deploy.machines.Interpreter.Execution;
import io.ddbvault.deploy.machines.InvokedFunction.Outcome;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.MakeBackup.Export;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The scaled out restore machine in moto's interpreter, which reads the lists of data files from the embedded S3. Behind it
 * is a stand-in, which answers what a test wants to see the machine deal with.
 */
@Tag("slow")
@Timeout(180)
class DistributedRestoreMachineIT {
    private static final String ID = "20250722T030000Z-1a2b3c4d";
    private static final String USERS = "mfa-api_production_user_global";
    private static final String KEYS = "mfa-api_production_u2f_global";

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
    void eachSegmentIsClearedAndThenEachDataFileWrittenAndAStoppedUnitIsDoneAgain() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 5);
        Export keys = export(bucket, KEYS, 2);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> prepared(List.of(table(users, bucket, 3, 2, 50), table(keys, bucket, 0, 1, null)));
            case "clear" -> status(Integer.valueOf(1).equals(event.get("segment")) && call < 3 ? "STOPPED" : "DONE");
            case "write" -> status(users.dataFile(2).equals(event.get("data_file")) && call < 2 ? "STOPPED" : "DONE");
            case "report" -> report(2, 2, null);
            default -> status("DONE");
        });

        Execution execution =
                bench.restoreDistributed(function, bucket, "{\"clear_existing_data\":true,\"max_write_units\":100}");

        assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
        assertThat(execution.outputFields())
                .containsOnly(
                        entry("backup_date", "2025-07-22"),
                        entry("dry_run", false),
                        entry("tables_requested", 2),
                        entry("successful_restores", 2),
                        entry("total_items_written", 7));
        assertThat(execution.states())
                .containsOnlyOnce("Begin", "Prepare", "Prepared", "Tables", "Report", "Verdict", "Completed");
        List<Map<String, Object>> events = function.events();
        assertThat(events.get(0))
                .isEqualTo(event("step", "prepare", "clear_existing_data", true, "max_write_units", 100));
        Map<String, Object> second = clear(1);
        assertThat(function.events("clear")).containsExactlyInAnyOrder(clear(0), second, second, second, clear(2));
        assertThat(function.events("cleared")).containsExactly(cleared(USERS, 3));
        List<Map<String, Object>> writes = new ArrayList<>();
        IntStream.range(0, 5).forEach(file -> writes.add(write(users, USERS, file, 50)));
        writes.add(write(users, USERS, 2, 50));
        IntStream.range(0, 2).forEach(file -> writes.add(write(keys, KEYS, file, null)));
        assertThat(function.events("write")).containsExactlyInAnyOrderElementsOf(writes);
        List<Map<String, Object>> ofUsers = events.stream()
                .filter(event -> USERS.equals(event.get("table")))
                .toList();
        assertThat(ofUsers.stream().map(DistributedRestoreMachineIT::step))
                .containsExactly(
                        "clear", "clear", "clear", "clear", "clear", "cleared", "write", "write", "write", "write",
                        "write", "write");
        assertThat(events.get(events.size() - 1)).isEqualTo(event("step", "report", "restore_id", ID, "attempt", 1));
        assertThat(function.events("report")).hasSize(1);
        for (String table : List.of(USERS, KEYS)) {
            assertThat(bench.account()
                            .keys(bucket, "native-exports/_state/restores/" + ID + "/map-runs/" + table + "/"))
                    .anyMatch(key -> key.endsWith("/manifest.json"));
        }
    }

    @Test
    void asManyCallsWriteATableAtATimeAsPrepareSays() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 6);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        // Each call waits for two others: with fewer at a time none would get on.
        CyclicBarrier three = new CyclicBarrier(3);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> prepared(List.of(table(users, bucket, 0, 3, 10)));
            case "write" -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                try {
                    three.await();
                } catch (java.util.concurrent.BrokenBarrierException e) {
                    throw new AssertionError(e);
                }
                now.decrementAndGet();
                yield status("DONE");
            }
            default -> report(1, 1, null);
        });

        Execution execution = bench.restoreDistributed(function, bucket, "{}");

        assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
        assertThat(function.events("write")).hasSize(6);
        assertThat(most.get()).isBetween(3, 5);
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOthersAloneAndTheReportSaysWhy() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 4);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> prepared(List.of(table(users, bucket, 0, 1, null)));
            case "write" -> status(users.dataFile(0).equals(event.get("data_file")) ? "FAILED" : "DONE");
            default -> report(1, 0, "3 of 4 items were written.");
        });

        Execution execution = bench.restoreDistributed(function, bucket, "{}");

        assertThat(execution.status()).isEqualTo("FAILED");
        assertThat(execution.error()).isEqualTo("RestoreIncomplete");
        assertThat(execution.cause())
                .isEqualTo(
                        "0 of 1 tables are in order. Not in order are [\"%s\"]: [\"3 of 4 items were written.\"]. Mend that, then restore these tables again. At most 20 tables and 5 reasons are named."
                                .formatted(USERS));
        assertThat(function.events("write")).hasSize(4);
        assertThat(function.events("report")).hasSize(1);
    }

    @Test
    void aTableOfWhichASegmentIsNotClearedIsNotWrittenAndTheOthersAre() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 4);
        Export keys = export(bucket, KEYS, 3);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> prepared(List.of(table(users, bucket, 3, 3, null), table(keys, bucket, 2, 3, null)));
            case "clear" ->
                status(
                        USERS.equals(event.get("table")) && Integer.valueOf(2).equals(event.get("segment"))
                                ? "FAILED"
                                : "DONE");
            case "report" -> report(2, 1, "Not all items could be deleted.");
            default -> status("DONE");
        });

        Execution execution = bench.restoreDistributed(function, bucket, "{\"clear_existing_data\":true}");

        assertThat(execution.error()).isEqualTo("RestoreIncomplete");
        assertThat(execution.cause()).startsWith("1 of 2 tables are in order.").contains("could be deleted");
        assertThat(function.events("clear")).hasSize(5);
        assertThat(function.events("cleared")).containsExactly(cleared(KEYS, 2));
        assertThat(function.events("write"))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event).containsEntry("table", KEYS));
    }

    @Test
    void aTableThatIsNotSaidToBeClearedIsNotWritten() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 2);
        for (Outcome answer :
                List.of(status("FAILED"), StandInFunction.body(500, Map.of("error", "The lock is lost.")))) {
            StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
                case "prepare" -> prepared(List.of(table(users, bucket, 1, 1, null)));
                case "clear" -> status("DONE");
                case "cleared" -> answer;
                case "report" -> report(1, 0, "The lock is lost.");
                default -> throw new AssertionError(event);
            });

            Execution execution = bench.restoreDistributed(function, bucket, "{\"clear_existing_data\":true}");

            assertThat(execution.error()).isEqualTo("RestoreIncomplete");
            assertThat(function.events("write")).isEmpty();
        }
    }

    @Test
    void aThrottledOrDeadCallIsRepeatedAndARefusedOneIsNot() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 3);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> call == 1 ? Outcome.throttled() : prepared(List.of(table(users, bucket, 0, 3, null)));
            case "write" -> {
                String file = String.valueOf(event.get("data_file"));
                if (file.equals(users.dataFile(0))) {
                    yield call < 3 ? Outcome.throttled() : status("DONE");
                }
                if (file.equals(users.dataFile(1))) {
                    yield call < 2 ? StandInFunction.death() : status("DONE");
                }
                yield StandInFunction.body(500, Map.of("error", "segment is \"1\"; allowed is a whole number."));
            }
            case "report" -> call == 1 ? StandInFunction.death() : StandInFunction.body(207, Map.of("restore_id", ID));
            default -> throw new AssertionError(event);
        });

        Execution execution = bench.restoreDistributed(function, bucket, "{}");

        assertThat(execution.error()).isEqualTo("NotAtItsEnd");
        assertThat(execution.cause())
                .isEqualTo(
                        "The restore is not at its end. It goes on with an execution that has \"restore_id\": \"%s\" as its input. How far it is: ddbvault status %s"
                                .formatted(ID, ID));
        assertThat(function.events("prepare")).hasSize(2);
        assertThat(function.events("write"))
                .hasSize(6)
                .filteredOn(event -> users.dataFile(2).equals(event.get("data_file")))
                .hasSize(1);
        assertThat(function.events("report")).hasSize(2);
    }

    @Test
    void aUnitThatStopsInEveryRoundEndsItsChildAndTheReportSaysHowToGoOn() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 1);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> prepared(List.of(table(users, bucket, 0, 1, null)));
            case "write" -> status("STOPPED");
            default -> StandInFunction.body(207, Map.of("restore_id", ID));
        });

        Execution execution = bench.restoreDistributed(function, bucket, "{}");

        assertThat(execution.error()).isEqualTo("NotAtItsEnd");
        assertThat(function.events("write")).hasSize(RenderMachine.HASTY_CALLS);
    }

    /** So it can be redriven: what is caught, or ends in a Fail state, cannot. */
    @Test
    void aCallThatDiesEachTimeFailsTheExecutionAtTheMapAndNothingIsReported() throws Exception {
        String bucket = bench.newBucket();
        Export users = export(bucket, USERS, 3);
        StandInFunction function = new StandInFunction((event, call) -> switch (step(event)) {
            case "prepare" -> prepared(List.of(table(users, bucket, 0, 3, null)));
            case "write" -> users.dataFile(1).equals(event.get("data_file")) ? StandInFunction.death() : status("DONE");
            default -> throw new AssertionError(event);
        });

        Execution execution = bench.restoreDistributed(function, bucket, "{}");

        assertThat(execution.status()).isEqualTo("FAILED");
        assertThat(execution.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
        assertThat(execution.states()).doesNotContain("Report", "TableEnded").endsWith("Phase", "Write");
        // Once, and four times more.
        assertThat(function.events("write"))
                .hasSize(7)
                .filteredOn(event -> users.dataFile(1).equals(event.get("data_file")))
                .hasSize(5);
    }

    @Test
    void whatCannotBePreparedEndsWithTheReasonAndADryRunWithItsReport() throws Exception {
        String bucket = bench.newBucket();
        StandInFunction refusing =
                new StandInFunction((event, call) -> StandInFunction.body(500, Map.of("error", "There is no backup.")));
        StandInFunction rehearsing = new StandInFunction((event, call) -> report(1, 1, null));
        StandInFunction dying = new StandInFunction((event, call) -> StandInFunction.death());

        Execution refused = bench.restoreDistributed(refusing, bucket, "{\"step\":\"write\"}");
        Execution rehearsed = bench.restoreDistributed(rehearsing, bucket, "{\"dry_run\":true}");
        Execution died = bench.restoreDistributed(dying, bucket, "{}");

        assertThat(refused.error()).isEqualTo("NothingRestored");
        assertThat(refused.cause())
                .isEqualTo(
                        "There is no backup. Should a restore have begun, ddbvault restore --unfinished shows it and how to go on.");
        // The machine's own step goes before one that an input names.
        assertThat(refusing.events()).containsExactly(event("step", "prepare"));
        assertThat(rehearsed.status()).as(rehearsed.cause()).isEqualTo("SUCCEEDED");
        assertThat(rehearsing.events()).containsExactly(event("step", "prepare", "dry_run", true));
        assertThat(died.error()).isEqualTo("FirstCallFailed");
        assertThat(died.cause()).contains("its id is in the first line of its log", "Runtime.ExitError: {");
        assertThat(dying.events()).hasSize(1);
    }

    private static String step(Map<String, Object> event) {
        return String.valueOf(event.get("step"));
    }

    private static Outcome status(String status) {
        return StandInFunction.status(status);
    }

    private static Export export(String bucket, String table, int files) {
        MakeBackup backup = new MakeBackup(bucket, "native-exports", "2025-07-22", "production");
        Export export = backup.table(
                table,
                IntStream.range(0, files)
                        .mapToObj(file -> List.of("{\"Item\":{\"id\":{\"S\":\"key-%d\"}}}".formatted(file)))
                        .toList());
        bench.account().put(bucket, backup.objects());
        return export;
    }

    /** @param segments none: nothing is cleared */
    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    private static Map<String, Object> table(
            Export export, String bucket, int segments, int concurrency, @Nullable Integer unitWriteUnits) {
        Map<String, Object> table = new HashMap<>();
        table.put("table_name", export.folder().split("/", -1)[2]);
        table.put("phase", segments == 0 ? "WRITING" : "CLEARING");
        table.put("clear_segments", IntStream.range(0, segments).boxed().toList());
        table.put("segments", segments);
        table.put("s3_bucket", bucket);
        table.put("manifest_files_key", export.filesKey());
        table.put("max_concurrency", concurrency);
        table.put("unit_write_units", unitWriteUnits);
        return table;
    }

    private static Outcome prepared(List<Map<String, Object>> tables) {
        return StandInFunction.body(
                200, event("restore_id", ID, "attempt", 1, "tables", tables, "warnings", List.of()));
    }

    private static Outcome report(int tables, int successful, @Nullable String error) {
        Map<String, Object> result = new HashMap<>(Map.of("table_name", USERS));
        if (error != null) {
            result.put("error", error);
        }
        return StandInFunction.body(
                200,
                event(
                        "backup_date",
                        "2025-07-22",
                        "dry_run",
                        false,
                        "tables_requested",
                        tables,
                        "successful_restores",
                        successful,
                        "total_items_written",
                        7,
                        "restore_results",
                        List.of(result)));
    }

    private static Map<String, Object> unit(String step, String table) {
        return event("step", step, "restore_id", ID, "attempt", 1, "table", table);
    }

    private static Map<String, Object> cleared(String table, int segments) {
        Map<String, Object> event = new HashMap<>(unit("cleared", table));
        event.put("segments", segments);
        return event;
    }

    private static Map<String, Object> clear(int segment) {
        Map<String, Object> event = new HashMap<>(unit("clear", USERS));
        event.putAll(Map.of("segment", segment, "segments", 3, "max_write_units", 50));
        return event;
    }

    // As table().
    @SuppressWarnings("NullAway")
    private static Map<String, Object> write(Export export, String table, int file, @Nullable Integer writeUnits) {
        Map<String, Object> event = new HashMap<>(unit("write", table));
        event.put("data_file", export.dataFile(file));
        event.put("max_write_units", writeUnits);
        return event;
    }
}
