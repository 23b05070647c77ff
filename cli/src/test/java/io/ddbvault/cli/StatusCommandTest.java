package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.core.restore.UnfinishedRestores;
import io.ddbvault.core.restore.UnfinishedRestores.Unreadable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ddbvault status} and {@code ddbvault restore --unfinished}. */
class StatusCommandTest {
    private final RunCli cli = RunCli.configured();

    @Test
    void aRunningRestoreIsShownWithWhoRunsItItsRateAndTheTimeThatIsLeft() {
        cli.status = id -> Statuses.status(
                List.of(Statuses.writing(Statuses.lock(Statuses.ID)), Statuses.waiting(Statuses.lock(Statuses.ID))),
                Reports.completed("users"));

        assertThat(cli.run("status", Statuses.ID)).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "Restore 20250722T030000Z-1a2b3c4d of the backup of 2025-07-22, test",
                        "began 2025-07-22T03:00:00Z, last noted 2025-07-22T03:14:05Z",
                        "running: process 7 of ops on host-1, seen alive 2025-07-22T03:14:01Z",
                        "  COMPLETED  users              50,000 of 50,000 items written, 1,200 deleted",
                        "  WRITING    codes              12,000 of 50,000 items written (24%), 3 failed, 1,200 deleted, 4,800 items/s, 0:08 left",
                        "  WAITING    keys -> keys-copy  0 of 100 items written (0%)");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aStoppedRestoreIsShownWithTheCommandThatGoesOnAndWhatKeepsItFromThat() {
        cli.status = id -> Statuses.status(
                List.of(Statuses.writing(null), Statuses.waiting(Statuses.lock(Statuses.OTHER))),
                Reports.ended("users", TableStatus.FAILED, "there is no such table"));

        assertThat(cli.run("status", Statuses.ID)).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "Restore 20250722T030000Z-1a2b3c4d of the backup of 2025-07-22, test",
                        "began 2025-07-22T03:00:00Z, last noted 2025-07-22T03:14:05Z",
                        "stopped: nobody works on it; the last was process 7 of ops on host-1",
                        "  FAILED   users",
                        "      there is no such table",
                        "  WRITING  codes              12,000 of 50,000 items written (24%), 3 failed, 1,200 deleted",
                        "  WAITING  keys -> keys-copy  0 of 100 items written (0%)",
                        "      locked by another restore, 20250722T040000Z-5e6f7a8b (process 7 of ops on host-1), until 2025-07-22T03:16:01Z",
                        "Next: go on with 'ddbvault restore --restore-id 20250722T030000Z-1a2b3c4d'.");
    }

    @Test
    void anEndedRestoreIsShownWithItsResults() {
        cli.status = id -> Statuses.status(List.of(), Reports.completed("users"));

        assertThat(cli.run("status", Statuses.ID)).isZero();

        assertThat(cli.out().lines())
                .contains("ended: every table has its result")
                .endsWith("  COMPLETED  users  50,000 of 50,000 items written, 1,200 deleted");
    }

    @Test
    void jsonSaysTheSame() {
        cli.status = id ->
                Statuses.status(List.of(Statuses.writing(Statuses.lock(Statuses.ID))), Reports.completed("users"));

        assertThat(cli.run("status", "--json", Statuses.ID)).isZero();

        assertThat(cli.out())
                .isEqualTo(
                        ("{\"statusCode\":200,\"body\":{\"restore_id\":\"20250722T030000Z-1a2b3c4d\",\"state\":\"RUNNING\","
                                        + "\"backup_date\":\"2025-07-22\",\"environment\":\"test\",\"started_at\":\"2025-07-22T03:00:00Z\","
                                        + "\"updated_at\":\"2025-07-22T03:14:05Z\",\"attempt\":2,\"owner\":\"process 7 of ops on host-1\","
                                        + "\"tables_ended\":1,\"open_tables\":[{\"table_name\":\"codes\",\"phase\":\"WRITING\","
                                        + "\"expected_items\":50000,\"items_written\":12000,\"items_failed\":3,\"items_cleared\":1200,"
                                        + "\"items_per_second\":4800,\"remaining_seconds\":8,"
                                        + "\"locked_by\":{\"restore_id\":\"20250722T030000Z-1a2b3c4d\",\"owner\":\"process 7 of ops on host-1\","
                                        + "\"renewed_at\":\"2025-07-22T03:14:01Z\",\"expires_at\":\"2025-07-22T03:16:01Z\"}}],"
                                        + "\"restore_results\":[{\"table_name\":\"users\",\"status\":\"COMPLETED\",\"total_files_processed\":4,"
                                        + "\"expected_items\":50000,\"items_processed\":50000,\"items_written\":50000,\"items_failed\":0,"
                                        + "\"items_cleared\":1200,\"success_rate\":\"100.00%%\"}],\"warnings\":[]}}%n")
                                .formatted());
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aRestoreThatNeverWasEndsWithOne() {
        cli.status = id -> {
            throw new DdbvaultException(ErrorCode.NO_SUCH_RESTORE, "There is no restore " + id + ".");
        };

        assertThat(cli.run("status", Statuses.ID)).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("error: There is no restore 20250722T030000Z-1a2b3c4d.%n".formatted());
        assertThat(cli.run("status", Statuses.ID, "--json")).isEqualTo(1);
        assertThat(cli.out()).contains("\"statusCode\":500", "\"error_code\":\"NO_SUCH_RESTORE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "../20250722T030000Z-1a2b3c4d"})
    void whatIsNoIdIsAUsageError(String id) {
        assertThat(cli.run("status", id)).isEqualTo(64);
        assertThat(cli.err()).contains("'" + id + "' is not a restore's id such as 20250722T030000Z-1a2b3c4d");
        assertThat(cli.opened()).isFalse();
    }

    @Test
    void theUnfinishedAreListedWithWhatGoesOnWithEach() {
        cli.unfinished = new UnfinishedRestores(
                List.of(
                        Statuses.status(List.of(Statuses.writing(Statuses.lock(Statuses.ID)))),
                        Statuses.status(List.of(Statuses.waiting(null)))),
                List.of(new Unreadable(Statuses.OTHER, "s3://bucket/checkpoint.json is of another version.")),
                17);

        assertThat(cli.run("restore", "--unfinished")).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "20250722T030000Z-1a2b3c4d of the backup of 2025-07-22, test",
                        "      began 2025-07-22T03:00:00Z, last noted 2025-07-22T03:14:05Z",
                        "      running: process 7 of ops on host-1, seen alive 2025-07-22T03:14:01Z",
                        "  WRITING  codes              12,000 of 50,000 items written (24%), 3 failed, 1,200 deleted, 4,800 items/s, 0:08 left",
                        "20250722T030000Z-1a2b3c4d of the backup of 2025-07-22, test",
                        "      began 2025-07-22T03:00:00Z, last noted 2025-07-22T03:14:05Z",
                        "      stopped: nobody works on it; the last was process 7 of ops on host-1",
                        "      go on with 'ddbvault restore --restore-id 20250722T030000Z-1a2b3c4d'",
                        "  WAITING  keys -> keys-copy  0 of 100 items written (0%)",
                        "20250722T040000Z-5e6f7a8b",
                        "      s3://bucket/checkpoint.json is of another version.",
                        "2 unfinished restores, and 1 that cannot be read.",
                        "17 older restores were not looked at; 'ddbvault status ID' shows one.");
        assertThat(cli.restoreRequests).isEmpty();
    }

    @Test
    void nothingUnfinishedIsSaid() {
        assertThat(cli.run("restore", "--unfinished")).isZero();
        assertThat(cli.out()).isEqualTo("No restore is unfinished.%n".formatted());
    }

    @Test
    void theUnfinishedAreListedInJson() {
        cli.unfinished = new UnfinishedRestores(
                List.of(Statuses.status(List.of(Statuses.waiting(null)))),
                List.of(new Unreadable(Statuses.OTHER, "of another version")),
                17);

        assertThat(cli.run("restore", "--unfinished", "--json")).isZero();

        assertThat(cli.out())
                .isEqualTo(
                        ("{\"statusCode\":200,\"body\":{\"unfinished_restores\":[{\"restore_id\":\"20250722T030000Z-1a2b3c4d\","
                                        + "\"state\":\"STOPPED\",\"backup_date\":\"2025-07-22\",\"environment\":\"test\","
                                        + "\"started_at\":\"2025-07-22T03:00:00Z\",\"updated_at\":\"2025-07-22T03:14:05Z\",\"attempt\":2,"
                                        + "\"owner\":\"process 7 of ops on host-1\","
                                        + "\"go_on_with\":\"ddbvault restore --restore-id 20250722T030000Z-1a2b3c4d\",\"tables_ended\":0,"
                                        + "\"open_tables\":[{\"table_name\":\"keys\",\"target_table\":\"keys-copy\",\"phase\":\"WAITING\","
                                        + "\"expected_items\":100,\"items_written\":0,\"items_failed\":0,\"items_cleared\":0}]}],"
                                        + "\"unreadable_restores\":[{\"restore_id\":\"20250722T040000Z-5e6f7a8b\",\"error\":\"of another version\"}],"
                                        + "\"older_restores_not_looked_at\":17}}%n")
                                .formatted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--table=users", "--dry-run", "--restore-id=20250722T030000Z-1a2b3c4d"})
    void aListGoesWithoutAnyOtherOptionOfARestore(String other) {
        assertThat(cli.run("restore", "--unfinished", other)).isEqualTo(64);
        assertThat(cli.err()).startsWith("error: --unfinished goes without " + other.split("=", 2)[0]);
        assertThat(cli.opened()).isFalse();
    }
}
