package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableStatus;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clear on a terminal: what is shown and asked, and what each answer leads to. */
@Timeout(20)
class ConfirmClearTest {
    private static final String CHECKING = "Checking the backup and the tables; nothing is touched yet.";

    private final RunCli cli = RunCli.configured();
    private RestoreReport found = Reports.restore(true, ready("users", "users"));

    ConfirmClearTest() {
        cli.restoring(request -> request.dryRun() ? found : Reports.restore(false, done(request)));
    }

    @Test
    void whatWillBeDeletedIsShownAndTheTablesNameLetsItGoOn() {
        assertThat(cli.answering("users").run("restore", "--clear-existing-data"))
                .isZero();

        assertThat(cli.err().lines())
                .containsExactly(
                        CHECKING,
                        "Everything that this table holds will be deleted. Then the backup of 2025-07-22, test, is written.",
                        "  users",
                        "      holds about 1,200 items; the backup has 50,000",
                        "      costs $0.04 on demand in us-east-1; takes less than a minute",
                        "      account 111122223333, Region eu-west-1, arn:aws:dynamodb:eu-west-1:111122223333:table/users",
                        "Type the table's name to go on, anything else to leave all as it is: restore 20250722T030000Z-00000001",
                        "table: writing 5 items");
        assertThat(cli.out()).contains("COMPLETED  users");
    }

    @Test
    void theDryRunIsOfTheSameRequestAndTheRestoreOfWhatItFound() {
        found = Reports.restore(true, ready("users", "copy"), ready("codes", "codes"));

        assertThat(cli.answering("copy", "codes")
                        .run(
                                "restore",
                                "--clear-existing-data",
                                "--target=users=copy",
                                "--workers=7",
                                "--clear-mode=after",
                                "--allow-environment-mismatch"))
                .isZero();

        RestoreRequest asked = new RestoreRequest(
                null, null, Map.of("users", "copy"), true, true, ClearMode.AFTER, 7, null, false, true, null);
        assertThat(cli.restoreRequests)
                .containsExactly(
                        asked,
                        asked.toBuilder()
                                .dryRun(false)
                                .date(Reports.DATE)
                                .tables(List.of("users", "codes"))
                                .build());
        assertThat(cli.err())
                .contains(
                        "The backup of 2025-07-22, test, will be written. Then everything else that these tables hold now"
                                + " is deleted.")
                .contains("  copy, from the backup of users")
                .contains("Type the table's name (1 of 2) to go on", "Type the table's name (2 of 2) to go on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "yes", "Users", "users2", "user", "", "users codes"})
    void anyOtherAnswerTouchesNothing(String answer) {
        assertThat(cli.answering(answer).run("restore", "--clear-existing-data"))
                .isEqualTo(1);

        assertThat(cli.restoreRequests).extracting(RestoreRequest::dryRun).containsExactly(true);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .endsWith(
                        "error: Not confirmed: '%s' is not users. Nothing was touched. --yes answers in advance, for scripts.%n"
                                .formatted(answer));
    }

    @Test
    void blanksAroundTheNameDoNoHarm() {
        assertThat(cli.answering("  users ").run("restore", "--clear-existing-data"))
                .isZero();
    }

    @Test
    void everyTableIsAskedForAndOneWrongNameTouchesNone() {
        found = Reports.restore(true, ready("users", "users"), ready("codes", "codes"));

        assertThat(cli.answering("users", "users").run("restore", "--clear-existing-data"))
                .isEqualTo(1);

        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.err()).contains("error: Not confirmed: 'users' is not codes.");
    }

    @Test
    void anInputThatEndsTouchesNothing() {
        found = Reports.restore(true, ready("users", "users"), ready("codes", "codes"));

        assertThat(cli.answering("users").run("restore", "--clear-existing-data"))
                .isEqualTo(1);

        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.err()).contains("error: Not confirmed: the input ended without an answer for codes.");
    }

    @Test
    void anInputThatCannotBeReadTouchesNothing() {
        cli.typing(new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("no such device");
            }

            @Override
            public void close() {}
        });

        assertThat(cli.run("restore", "--clear-existing-data")).isEqualTo(1);
        assertThat(cli.restoreRequests).hasSize(1);
    }

    @Test
    void withJsonItAsksOnStandardErrorAndAnswersOnStandardOutput() throws IOException {
        assertThat(cli.answering("users").run("restore", "--clear-existing-data", "--json"))
                .isZero();
        assertThat(cli.err()).contains("Type the table's name").doesNotContain("writing");
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(Json.parseObject(cli.out().getBytes(StandardCharsets.UTF_8)).get("statusCode"))
                .isEqualTo(200);
    }

    @Test
    void withJsonARefusedClearIsAnAnswer() {
        assertThat(cli.answering("no").run("restore", "--clear-existing-data", "--json"))
                .isEqualTo(1);
        assertThat(cli.out())
                .isEqualTo(
                        "{\"statusCode\":500,\"body\":{\"error\":\"Not confirmed: 'no' is not users. Nothing was touched. --yes answers in advance, for scripts.\",\"error_code\":\"NOT_CONFIRMED\"}}%n"
                                .formatted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"restore --clear-existing-data --yes", "restore --clear-existing-data --dry-run", "restore"})
    void neitherYesNorADryRunNorARestoreThatDeletesNothingIsAsked(String command) {
        assertThat(cli.answering().run(command.split(" ", -1))).isZero();
        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.err()).doesNotContain("Type the table's name", CHECKING);
    }

    @Test
    void withoutATerminalNobodyIsAsked() {
        assertThat(cli.run("restore", "--clear-existing-data")).isZero();
        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.restoreRequest().dryRun()).isFalse();
    }

    /** As with 2>&1 | tee: whoever sits there would be asked, and must not lose the table for not seeing the question. */
    @Test
    void whereSomebodySitsThereAndCannotSeeTheQuestionNothingIsTouched() {
        cli.redirected = true;

        assertThat(cli.run("restore", "--clear-existing-data")).isEqualTo(1);
        assertThat(cli.restoreRequests).isEmpty();
        assertThat(cli.err())
                .isEqualTo(
                        "error: Not confirmed: standard error does not go to your terminal, so what would be deleted cannot be shown there. Nothing was touched. --yes answers in advance, for scripts.%n"
                                .formatted());

        assertThat(cli.run("restore", "--clear-existing-data", "--yes")).isZero();
        assertThat(cli.run("restore", "--clear-existing-data", "--dry-run")).isZero();
        assertThat(cli.run("restore")).isZero();
        assertThat(cli.restoreRequests).hasSize(3);
    }

    @Test
    void aTableThatIsNotReadyIsNotAskedForNotRestoredAndFailed() {
        found = Reports.restore(
                true,
                Reports.ended("keys", TableStatus.NO_EXPORT, "keys is not in the backup."),
                ready("users", "users"),
                Reports.ended("codes", TableStatus.ERROR, "The table codes is UPDATING."));

        assertThat(cli.answering("users").run("restore", "--clear-existing-data"))
                .isEqualTo(2);

        assertThat(cli.restoreRequest().tables()).containsExactly("users");
        assertThat(cli.err())
                .contains(
                        "  not touched: keys. keys is not in the backup.", "  not touched: codes. The table codes is");
        assertThat(cli.out())
                .containsSubsequence("FAILED     keys", "COMPLETED  users", "FAILED     codes")
                .contains("3 tables: 1 COMPLETED, 2 FAILED; 50,000 items written")
                .startsWith("Restore of the backup");
    }

    @Test
    void whereNoTableIsReadyNothingIsAskedAndNothingRestored() {
        found = Reports.restore(
                true,
                Reports.ended("users", TableStatus.SKIPPED, "Left alone: all_or_nothing was asked for."),
                Reports.ended("codes", TableStatus.ERROR, "The table codes is UPDATING."));

        assertThat(cli.answering("users").run("restore", "--clear-existing-data", "--json"))
                .isEqualTo(1);

        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.err()).doesNotContain("Type the table's name");
        assertThat(cli.out())
                .contains("\"statusCode\":500", "\"dry_run\":false", "\"status\":\"FAILED\"", "\"status\":\"SKIPPED\"")
                .contains("No table got anything. users: Left alone");
    }

    @Test
    void anInterruptWhileItAsksEndsTheProcessAtOnce() {
        cli.typing(new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) {
                // What the process's shutdown hook does: had it to wait for the command, both would wait for ever.
                cli.interrupts.interrupt();
                return -1;
            }

            @Override
            public void close() {}
        });

        assertThat(cli.run("restore", "--clear-existing-data")).isEqualTo(1);
        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.err())
                .contains("%nInterrupted. Nothing was touched.%n".formatted())
                .doesNotContain("stopping");
    }

    @Test
    void anInterruptDuringTheCheckAsksNothing() throws InterruptedException {
        Thread[] hook = new Thread[1];
        cli.answering("users").restoring(request -> {
            hook[0] = new Thread(cli.interrupts::interrupt);
            hook[0].start();
            while (cli.stop == null || !cli.stop.reached()) {
                Thread.onSpinWait();
            }
            return found;
        });

        int exitCode = cli.run("restore", "--clear-existing-data");
        cli.interrupts.ended();
        hook[0].join();

        assertThat(exitCode).isEqualTo(1);
        assertThat(cli.restoreRequests).hasSize(1);
        assertThat(cli.err())
                .contains("error: Interrupted before anything was touched.")
                .doesNotContain("Type the table's name");
    }

    private static TableResult ready(String table, String target) {
        return new TableResult(
                table,
                target,
                TableStatus.READY,
                null,
                0,
                50_000,
                0,
                0,
                0,
                new Estimate(
                        4, 5_242_880, 1_200, 60_000, null, "arn:aws:dynamodb:eu-west-1:111122223333:table/" + target),
                List.of(),
                null,
                null);
    }

    private static TableResult[] done(RestoreRequest request) {
        return request.tables() == null
                ? new TableResult[] {Reports.completed("users")}
                : request.tables().stream().map(Reports::completed).toArray(TableResult[]::new);
    }
}
