package io.ddbvault.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.function.EmbeddedMetrics;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A restore in steps, each a call of the function, as a state machine makes them. */
@Timeout(180)
class RestoreStepsIT {
    private static final int ITEMS = 800;

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @SuppressWarnings("NullAway.Init")
    private String bucket;

    @SuppressWarnings("NullAway.Init")
    private String table;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @BeforeEach
    void aBackup() {
        bucket = aws.newBucket();
        table = aws.newTable(TestAws.items(ITEMS));
        try (FunctionProcess backup = FunctionProcess.start("BackupHandler", aws.variables(bucket, table))) {
            assertThat(backup.call("{\"time\":\"2025-07-22T02:00:00Z\"}").statusCode())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @Test
    void unitsThatRunOutOfTimeGoOnWhereTheyWereAndTheReportHasAllOfThem() {
        aws.fill(table, TestAws.items(ITEMS, 100));
        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", aws.variables(bucket, table))) {
            FunctionAnswer prepared =
                    function.call("{\"step\":\"prepare\",\"clear_existing_data\":true,\"max_write_units\":60}");
            assertThat(prepared.statusCode()).as(prepared.body().toString()).isEqualTo(200);
            Map<String, Object> ofTable = prepared.only("tables");
            assertThat(ofTable)
                    .contains(
                            entry("phase", "CLEARING"),
                            entry("segments", 1),
                            entry("max_concurrency", 1),
                            entry("unit_write_units", 60),
                            entry("data_files", 4),
                            entry("expected_items", ITEMS));
            Object id = prepared.text("restore_id");

            List<FunctionAnswer> clears = untilDone(function, unit(id, "clear", "segment", 0, "segments", 1));
            assertThat(clears).hasSizeGreaterThan(1);
            assertThat(clears.get(clears.size() - 1).body())
                    .containsOnly(entry("status", "DONE"), entry("items_cleared", ITEMS + 100));
            assertThat(aws.contents(table)).isEmpty();
            assertThat(function.call(unit(id, "cleared", "segments", 1)).body())
                    .containsOnly(entry("status", "DONE"), entry("items_cleared", ITEMS + 100));

            int written = 0;
            int calls = 0;
            for (String file : dataFiles()) {
                List<FunctionAnswer> writes = untilDone(function, unit(id, "write", "data_file", file));
                calls += writes.size();
                Map<String, Object> last = writes.get(writes.size() - 1).body();
                assertThat(last).containsEntry("items_failed", 0).doesNotContainKey("error");
                written += Integer.parseInt(String.valueOf(last.get("items_written")));
                // Done is done.
                assertThat(function.call(unit(id, "write", "data_file", file)).body())
                        .isEqualTo(last);
            }
            assertThat(written).isEqualTo(ITEMS);
            assertThat(calls).isGreaterThan(4);

            FunctionAnswer report = function.call(report(id));
            assertThat(report.statusCode()).as(report.body().toString()).isEqualTo(200);
            assertThat(report.only("restore_results"))
                    .contains(
                            entry("items_written", ITEMS),
                            entry("items_cleared", ITEMS + 100),
                            entry("items_failed", 0));
            assertThat(aws.contents(table)).containsExactlyInAnyOrderElementsOf(TestAws.items(ITEMS));

            List<EmbeddedMetrics> metrics = EmbeddedMetrics.in(function.log());
            assertThat(metrics.stream()
                            .mapToLong(line -> line.count("ItemsWritten"))
                            .sum())
                    // Of a batch that a deadline cut in two, the next call writes all.
                    .isBetween((long) ITEMS, ITEMS + 5L * 25 * calls);
            assertThat(metrics.stream()
                            .mapToLong(line -> line.count("SuccessfulRestores"))
                            .sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void aUnitThatIsKeptFromItsEndIsThrownWithTheReasonAndIsNoFailedRestore() {
        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", aws.variables(bucket, table))) {
            Object id = function.call("{\"step\":\"prepare\"}").text("restore_id");
            String event = unit(id, "write", "data_file", dataFiles().get(0));

            Map<String, Object> thrown = function.error(event.replace("\"attempt\":1", "\"attempt\":2"));

            assertThat(thrown).containsEntry("errorType", NothingSucceededException.class.getName());
            assertThat(String.valueOf(thrown.get("errorMessage")))
                    .contains("has no attempt 2 at " + table + " that is open: it is at attempt 1")
                    .contains("NO_SUCH_RESTORE");

            // Its lock is another restore's meanwhile.
            aws.expireLocks(bucket);
            FunctionAnswer other = function.call("{\"step\":\"prepare\"}");
            Map<String, Object> locked = function.error(event);

            assertThat(String.valueOf(locked.get("errorMessage"))).contains("BROKEN_OFF", "The lock on " + table);
            assertThat(EmbeddedMetrics.in(function.log()))
                    .allSatisfy(line -> assertThat(line.counts()).containsEntry("FailedRestores", 0L));
            FunctionAnswer report = function.call(report(other.text("restore_id")));
            assertThat(report.only("restore_results").get("error"))
                    .asString()
                    .contains("4 of the backup's 4 files are not written to their end");
        }
    }

    @Test
    void aStepThatComesTooEarlyIsRefusedAndAnswered() {
        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", aws.variables(bucket, table))) {
            Object id = function.call("{\"step\":\"prepare\",\"clear_existing_data\":true}")
                    .text("restore_id");

            FunctionAnswer early = function.call(unit(id, "cleared", "segments", 4));

            assertThat(early.statusCode()).isEqualTo(500);
            assertThat(early.error())
                    .isEqualTo("0 of 4 segments of %s are cleared; the others come first. Nothing was written."
                            .formatted(table));
            FunctionAnswer report = function.call(report(id));
            assertThat(report.statusCode()).isNotEqualTo(200);
            assertThat(report.only("restore_results").get("error"))
                    .asString()
                    .contains("The table is not cleared to its end.");
        }
    }

    @Test
    void aDryRunAndAClearAfterwardsNeedNoSteps() {
        try (FunctionProcess function = FunctionProcess.start("RestoreHandler", aws.variables(bucket, table))) {
            FunctionAnswer dryRun = function.call("{\"step\":\"prepare\",\"dry_run\":true}");
            FunctionAnswer after =
                    function.call("{\"step\":\"prepare\",\"clear_existing_data\":true,\"clear_mode\":\"after\"}");

            assertThat(dryRun.only("restore_results")).containsEntry("status", "READY");
            assertThat(dryRun.body()).doesNotContainKeys("tables", "restore_id");
            assertThat(after.statusCode()).isEqualTo(500);
            assertThat(after.error())
                    .isEqualTo(
                            "clear_mode \"after\" is done by one process alone: by 'ddbvault restore', or by the restore function. Nothing was read or written.");
        }
    }

    /** Each call has three seconds for its work. */
    private static List<FunctionAnswer> untilDone(FunctionProcess function, String event) {
        List<FunctionAnswer> answers = new ArrayList<>();
        do {
            answers.add(function.call(event, Duration.ofSeconds(6)));
        } while (answers.get(answers.size() - 1).text("status").equals("STOPPED") && answers.size() < 20);
        assertThat(answers.get(answers.size() - 1).text("status"))
                .as(answers.toString())
                .isEqualTo("DONE");
        return answers;
    }

    private String unit(Object id, String step, Object... namesAndValues) {
        Map<String, Object> event = new HashMap<>();
        event.put("step", step);
        event.put("restore_id", id);
        event.put("attempt", 1);
        event.put("table", table);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            event.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        if (!step.equals("cleared")) {
            event.put("max_write_units", 60);
        }
        return Json.compact(event);
    }

    private static String report(Object id) {
        return "{\"step\":\"report\",\"restore_id\":\"%s\",\"attempt\":1}".formatted(id);
    }

    private List<String> dataFiles() {
        return aws.keys(bucket).stream().filter(key -> key.contains("/data/")).toList();
    }
}
