package io.ddbvault.deploy.machines;

import static io.ddbvault.deploy.machines.MachinesBench.event;
import static io.ddbvault.deploy.machines.MachinesBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.deploy.machines.Interpreter.Execution;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The backup machine in moto's interpreter, with the real function behind it. */
@Tag("slow")
@Timeout(180)
class BackupMachineIT {
    /** As the schedule of the Terraform module sends it. */
    private static final String SCHEDULED = "{\"source\":\"aws.events\",\"time\":\"2025-07-22T02:00:00Z\"}";

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

    @AfterEach
    void exportsAreQuickAgain() {
        bench.account().embedded().setExportDuration(Duration.ofMillis(200));
    }

    @Test
    void aBackupThatIsCompleteAtOnceTakesOneCallAndItsScheduleDeliveredTwiceExportsOnce() throws Exception {
        String bucket = bench.newBucket();
        String one = bench.newTable(30);
        String other = bench.newTable(0);
        try (LocalFunction function = bench.backupFunction(bucket, one, other)) {
            Execution first = bench.backup(function, SCHEDULED);
            Execution second = bench.backup(function, SCHEDULED);

            for (Execution execution : List.of(first, second)) {
                assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
                assertThat(execution.outputFields())
                        .containsOnly(
                                entry("backup_date", "2025-07-22"),
                                entry("total_tables_processed", 2),
                                entry("successful_exports", 2),
                                entry("total_items_exported", 30),
                                entry("s3_bucket", bucket),
                                entry("manifest_s3_key", "native-exports/2025-07-22/manifest.json"),
                                entry("calls", 1));
                assertThat(execution.states()).containsExactly("Begin", "Start", "Verdict", "Completed");
            }
            assertThat(function.events())
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event)
                            .contains(entry("source", "aws.events"), entry("time", "2025-07-22T02:00:00Z")));
        }
        assertThat(bench.account().exports(one)).isEqualTo(1);
        assertThat(bench.account().exports(other)).isEqualTo(1);
    }

    @Test
    void exportsThatOutlastTheFunctionAreFinishedByLaterCallsForTheSameTablesAndDate() throws Exception {
        String bucket = bench.newBucket();
        String asked = bench.newTable(30);
        String notAsked = bench.newTable(5);
        // Each of the first two calls works for two and a half seconds; the third has the time to wait for the end.
        bench.account().embedded().setExportDuration(Duration.ofSeconds(15));
        try (LocalFunction function = bench.backupFunction(bucket, asked, notAsked)
                .withTimeout(1, Duration.ofSeconds(5))
                .withTimeout(2, Duration.ofSeconds(5))) {
            Execution execution = bench.backup(function, json("{'tables':['%s']}".formatted(asked)));

            assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
            assertThat(execution.outputFields())
                    .contains(
                            entry("total_tables_processed", 1),
                            entry("successful_exports", 1),
                            entry("total_items_exported", 30),
                            entry("calls", 3));
            String round = "NextRound Wait Finish Verdict ";
            assertThat(String.join(" ", execution.states()))
                    .isEqualTo("Begin Start Verdict " + round + round + "Completed");
            List<Map<String, Object>> events = function.events();
            assertThat(events).hasSize(3);
            assertThat(events.get(0)).containsOnlyKeys("id", "tables");
            Map<String, Object> finish = event(
                    "tables",
                    List.of(asked),
                    "backup_date",
                    String.valueOf(execution.outputFields().get("backup_date")));
            assertThat(events.subList(1, 3)).containsExactly(finish, finish);
        }
        assertThat(bench.account().exports(asked)).isEqualTo(1);
        assertThat(bench.account().exports(notAsked)).isZero();
    }

    @Test
    void exportsThatOutlastEveryRoundFailTheExecutionWhichSaysWhatFinishesThem() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(3);
        bench.account().embedded().setExportDuration(Duration.ofMinutes(10));
        try (LocalFunction function = bench.backupFunction(bucket, table).withTimeout(Duration.ofSeconds(5))) {
            Execution execution = bench.backup(function, SCHEDULED);

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("StillRunning");
            assertThat(execution.cause())
                    .isEqualTo(
                            "1 exports of the backup of 2025-07-22 still run after 3 calls. Nothing is lost: the next backup records their end, and so does an execution with \"backup_date\": \"2025-07-22\" as its input.");
            assertThat(function.events()).hasSize(3);
        }
        assertThat(bench.account().exports(table)).isEqualTo(1);
    }

    @Test
    void aTableThatCannotBeExportedFailsTheExecutionWhichNamesItAndTheOthersAreBackedUp() throws Exception {
        String bucket = bench.newBucket();
        String good = bench.newTable(30);
        String bad = bench.account().tableWithoutRecovery("mfa-api_production_bad%d_global".formatted(bench.number()));
        try (LocalFunction function = bench.backupFunction(bucket, good, bad)) {
            Execution execution = bench.backup(function, SCHEDULED);

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("BackupIncomplete");
            assertThat(execution.cause())
                    .startsWith("The backup of 2025-07-22 is not complete: [\"")
                    .contains("Point-in-time recovery is off")
                    .contains("start an execution with \"tables\": [\"" + bad + "\"] as its input")
                    .doesNotContain(good);
            assertThat(function.events()).hasSize(1);
        }
        assertThat(bench.account().exports(good)).isEqualTo(1);
    }

    @Test
    void aScheduledBackupOfWhichNothingSucceedsIsRepeatedTwiceAndThenFailsWithTheReason() throws Exception {
        String bad = bench.account().tableWithoutRecovery("mfa-api_production_bad%d_global".formatted(bench.number()));
        try (LocalFunction function = bench.backupFunction(bench.newBucket(), bad)) {
            Execution execution = bench.backup(function, SCHEDULED);

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("FunctionFailed");
            assertThat(execution.cause())
                    .startsWith("The backup function failed at each attempt. See its log, mend the cause, then start")
                    .contains("NothingSucceededException", bad, "Point-in-time recovery is off");
            assertThat(function.events())
                    .hasSize(3)
                    .allSatisfy(event -> assertThat(event).contains(entry("time", "2025-07-22T02:00:00Z")));
        }
    }

    @Test
    void calledByHandTheSameIsAnsweredAndSoNotRepeated() throws Exception {
        String bad = bench.account().tableWithoutRecovery("mfa-api_production_bad%d_global".formatted(bench.number()));
        try (LocalFunction function = bench.backupFunction(bench.newBucket(), bad)) {
            Execution execution = bench.backup(function, "{}");

            assertThat(execution.status()).isEqualTo("FAILED");
            assertThat(execution.error()).isEqualTo("NothingBackedUp");
            assertThat(execution.cause())
                    .startsWith("No table was backed up. Mend what follows, then run the backup again.\n" + bad);
            assertThat(function.events()).hasSize(1);
        }
    }

    @Test
    void aFunctionThatDiesAfterItsExportsStartedIsRepeatedWithoutASecondExport() throws Exception {
        String bucket = bench.newBucket();
        String table = bench.newTable(30);
        bench.account().embedded().setExportDuration(Duration.ofSeconds(3));
        for (String input : List.of("{}", SCHEDULED)) {
            int before = bench.account().exports(table);
            try (LocalFunction function = bench.backupFunction(bucket, table).dies(1, "export runs", () -> {})) {
                Execution execution = bench.backup(function, input);

                assertThat(execution.status()).as(execution.cause()).isEqualTo("SUCCEEDED");
                assertThat(execution.outputFields())
                        .contains(entry("successful_exports", 1), entry("total_items_exported", 30));
                assertThat(function.events()).hasSize(2);
                assertThat(function.events().get(1)).isEqualTo(function.events().get(0));
            }
            assertThat(bench.account().exports(table)).isEqualTo(before + 1);
        }
    }

    @Test
    void anInputThatIsRefusedFailsTheExecutionWithTheRefusal() throws Exception {
        try (LocalFunction function = bench.backupFunction(bench.newBucket(), bench.newTable(1))) {
            Execution execution = bench.backup(function, "{\"backup_date\":\"yesterday\"}");

            assertThat(execution.error()).isEqualTo("NothingBackedUp");
            assertThat(execution.cause())
                    .isEqualTo("backup_date is \"yesterday\"; it must be a date of the form YYYY-MM-DD.");
            assertThat(function.events()).hasSize(1);
        }
    }
}
