package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.drill.CleanedDrills;
import io.ddbvault.core.drill.CleanedDrills.Outcome;
import io.ddbvault.core.drill.CleanedDrills.Table;
import io.ddbvault.core.drill.Comparison;
import io.ddbvault.core.drill.DrillEstimate;
import io.ddbvault.core.drill.DrillReport;
import io.ddbvault.core.drill.DrillRequest;
import io.ddbvault.core.drill.RestoreForecast;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.evidence.Verification.Verdict;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a drill's command asks, passes on and prints. */
class DrillCommandTest {
    private static final String SCRATCH = "ddbvault-drill-users-1a2b3c4d";
    private static final DrillEstimate ESTIMATE = new DrillEstimate(
            RunCli.ID,
            "users",
            LocalDate.parse("2025-07-22"),
            SCRATCH,
            1_200_000,
            600_000_000,
            12,
            1_200_000,
            146_485,
            new BigDecimal("0.77"),
            Duration.ofMinutes(5),
            List.of("The environment of users cannot be told."));
    private static final String[] SHOWN = {
        "Drill of users by the backup of 2025-07-22: 1,200,000 items, 572.2 MiB in 12 data files",
        "      creates the table " + SCRATCH + ", restores into it, compares every item, and deletes it",
        "      costs $0.77: about 1,200,000 write units and 146,485 read units, on demand in us-east-1",
        "      takes about 5:00, at what a new table takes at first",
        "warning: The environment of users cannot be told."
    };

    private final RunCli cli = RunCli.configured();

    DrillCommandTest() {
        cli.drill = confirmation -> {
            confirmation.confirm(ESTIMATE);
            return report(Verdict.GOOD, List.of(), List.of());
        };
    }

    @Test
    void onATerminalItGoesOnAtYes() {
        assertThat(cli.answering("yes").run("drill", "--table", "users")).isZero();

        assertThat(cli.err().lines())
                .startsWith("drill " + idIn(cli.err()))
                .contains(SHOWN)
                .anyMatch(line -> line.startsWith("Type yes to go on, anything else to leave it: "));
        assertThat(cli.out().lines().findFirst())
                .contains("GOOD  users: 1,200,000 items of the backup of 2025-07-22 restored, and each is the same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "", "users", "YES"})
    void anyOtherAnswerEndsIt(String typed) {
        assertThat(cli.answering(typed).run("drill", "--table", "users")).isEqualTo(1);

        assertThat(cli.err())
                .endsWith(
                        "error: Not confirmed: '%s' is not yes. Nothing was touched. --yes answers in advance, for scripts.%n"
                                .formatted(typed));
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void withoutATerminalItShowsWhatItWouldCostAndEnds() {
        assertThat(cli.run("drill", "--table", "users")).isEqualTo(1);

        assertThat(cli.err().lines())
                .contains(SHOWN)
                .endsWith(
                        "error: Not confirmed: there is no terminal at which to ask. Nothing was touched. --yes answers in advance, for scripts.");
    }

    @Test
    void whoCannotSeeTheCostIsNotAsked() {
        cli.redirected = true;

        assertThat(cli.typing(Reader.nullReader()).run("drill", "--table", "users"))
                .isEqualTo(1);

        assertThat(cli.err())
                .contains("standard error does not go to your terminal")
                .doesNotContain("$0.77");
    }

    @Test
    void answeredInAdvanceItShowsTheCostAndGoesOn() {
        assertThat(cli.run("drill", "--table", "users", "--yes")).isZero();

        assertThat(cli.err().lines()).contains(SHOWN).noneMatch(line -> line.startsWith("Type"));
    }

    @Test
    void aProvisionedTableIsPaidByTheHour() {
        cli.drill = confirmation -> {
            confirmation.confirm(new DrillEstimate(
                    RunCli.ID,
                    "users",
                    LocalDate.parse("2025-07-22"),
                    SCRATCH,
                    1_200_000,
                    600_000_000,
                    12,
                    1_200_000,
                    146_485,
                    200,
                    new BigDecimal("0.312"),
                    Duration.ofSeconds(6732),
                    List.of()));
            return report(Verdict.GOOD, List.of(), List.of());
        };

        cli.run("drill", "--table", "users", "--yes", "--provisioned-write-units", "200");

        assertThat(cli.err().lines())
                .contains(
                        "      costs $0.31: about 1,200,000 write units and 146,485 read units, from 200 of each a second, provisioned for 2 hours in us-east-1",
                        "      takes about 1:52:12, at these units a second");
    }

    @Test
    void quietItShowsNothingButTheAnswer() {
        assertThat(cli.run("drill", "--table", "users", "--yes", "--quiet")).isZero();

        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).startsWith("GOOD");
    }

    @Test
    void whatIsAskedIsPassedOn() {
        cli.run(
                "drill",
                "2025-07-20",
                "--table",
                "users",
                "--yes",
                "--workers",
                "20",
                "--max-write-units",
                "500",
                "--provisioned-write-units",
                "800",
                "--keep-table",
                "--temp-dir",
                "/var/tmp");

        assertThat(cli.drillRequest)
                .isEqualTo(new DrillRequest(
                        LocalDate.parse("2025-07-20"), "users", 20, 500, 800, true, Path.of("/var/tmp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill --table users", "drill latest --table users"})
    void theLatestBackupIsMeantIfNoneIsNamed(String line) {
        cli.run(line.split(" ", -1));

        assertThat(cli.drillRequest).isEqualTo(DrillRequest.ofLatest("users"));
    }

    @Test
    void aGoodDrillIsToldWithWhatARestoreWouldTake() {
        cli.run("drill", "--table", "users", "--yes");

        String id = idIn(cli.err());
        assertThat(cli.out().lines())
                .containsExactly(
                        "GOOD  users: 1,200,000 items of the backup of 2025-07-22 restored, and each is the same",
                        "      1,200,000 items written to ddbvault-drill-users-1a2b3c4d in 4:00 (5,000 items/s, 1,200,000 write units, 5 workers); the whole drill in 6:10",
                        "      a real restore would be done in 20:00 or so, for $1.50",
                        "        users has 1 index, the scratch table none.",
                        "      evidence: s3://bucket/native-exports/_state/drills/" + RunCli.ID + "/result.json");
        assertThat(id).matches("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
    }

    @Test
    void aBadDrillEndsWith2AndSaysWhatDiffers() {
        cli.drill = confirmation -> report(
                Verdict.BAD,
                List.of("{\"id\":{\"S\":\"u-3\"}} is not in the table."),
                List.of("The scratch table could not be deleted."));

        assertThat(cli.run("drill", "--table", "users", "--yes")).isEqualTo(2);

        assertThat(cli.out().lines())
                .startsWith(
                        "BAD  users: the backup of 2025-07-22 was restored otherwise than it is",
                        "      1,199,999 items the same, 1 only in the backup, 0 only in the table, 0 changed",
                        "      {\"id\":{\"S\":\"u-3\"}} is not in the table.")
                .endsWith("warning: The scratch table could not be deleted.");
    }

    @Test
    void aGoodDrillThatLeftSomethingToDoEndsWith2() {
        cli.drill = confirmation -> report(Verdict.GOOD, List.of(), List.of("The scratch table could not be deleted."));

        assertThat(cli.run("drill", "--table", "users", "--yes")).isEqualTo(2);
    }

    @Test
    void asJsonOnlyItsIdIsOnStandardError() {
        assertThat(cli.run("drill", "--table", "users", "--yes", "--json")).isZero();

        assertThat(cli.err()).isEqualTo("drill %s%n".formatted(idIn(cli.err())));
        assertThat(cli.out())
                .startsWith(
                        "{\"statusCode\":200,\"body\":{\"drill_id\":\"" + RunCli.ID + "\",\"table_name\":\"users\",")
                .contains(
                        "\"verdict\":\"GOOD\"",
                        "\"duration_seconds\":370,\"restore_seconds\":240.0,\"items_per_second\":5000",
                        "\"estimated_restore_seconds\":1200,\"estimated_restore_cost_usd\":1.5000")
                .hasLineCount(1);
    }

    @Test
    void aFailureIsOneLine() {
        cli.drill = confirmation -> {
            throw new DdbvaultException(ErrorCode.DRILL_FAILED, "The backup cannot be restored.");
        };

        assertThat(cli.run("drill", "--table", "users", "--yes")).isEqualTo(1);

        assertThat(cli.err().lines().toList())
                .containsExactly("drill " + idIn(cli.err()), "error: The backup cannot be restored.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drill | Missing required option: '--table=NAME'",
                "drill 2025-7-1 --table users | '2025-7-1' is not 'latest' or a date of the form YYYY-MM-DD",
                "drill --table u | 'u' is not a table's name",
                "drill --table users --workers 0 | '0' is not a whole number from 1 to 256",
                "drill --table users --max-write-units none | 'none' is not a whole number from 1 to 2147483647",
                "drill --table users --provisioned-write-units 0 | '0' is not a whole number from 1 to 2147483647",
                "drill --cleanup --provisioned-write-units 5 | --cleanup goes without --provisioned-write-units",
                "drill --table users --kept | --kept goes with --cleanup only",
                "drill 2025-07-22 --cleanup --table users --yes | --cleanup goes without DATE, --table, --yes",
                "drill --table users 2025-07-22 2025-07-21 | Unmatched argument at index 4: '2025-07-21'"
            })
    void wrongUsageEndsWith64AndNothingIsOpened(String line, String problem) {
        assertThat(cli.run(line.split(" ", -1))).isEqualTo(64);

        assertThat(cli.err().lines().findFirst().orElseThrow())
                .startsWith("error: ")
                .contains(problem);
        assertThat(cli.opened()).isFalse();
    }

    @Test
    void aCleanUpSaysOfEachTableWhatBecameOfIt() {
        cli.cleanUp = alsoKept -> new CleanedDrills(List.of(
                new Table("ddbvault-drill-a-00000001", RunCli.ID, Outcome.DELETED, "Left by a drill."),
                new Table("ddbvault-drill-mine", null, Outcome.LEFT, "No drill made it.")));

        assertThat(cli.run("drill", "--cleanup")).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "  DELETED  ddbvault-drill-a-00000001",
                        "      Left by a drill.",
                        "  LEFT     ddbvault-drill-mine",
                        "      No drill made it.");
    }

    @Test
    void aCleanUpThatFindsNothingSaysSo() {
        cli.cleanUp = alsoKept -> new CleanedDrills(List.of());

        assertThat(cli.run("drill", "--cleanup")).isZero();

        assertThat(cli.out()).isEqualTo("No drill has left a table.%n".formatted());
    }

    @Test
    void keptTablesAreCleanedUpIfAsked() {
        cli.cleanUp = alsoKept ->
                new CleanedDrills(alsoKept ? List.of(new Table("t", RunCli.ID, Outcome.DELETED, "r")) : List.of());

        assertThat(cli.run("drill", "--cleanup", "--kept", "--json")).isZero();

        assertThat(cli.out())
                .isEqualTo(
                        "{\"statusCode\":200,\"body\":{\"tables\":[{\"scratch_table\":\"t\",\"drill_id\":\"%s\",\"outcome\":\"DELETED\",\"reason\":\"r\"}]}}%n"
                                .formatted(RunCli.ID));
    }

    @ParameterizedTest
    @CsvSource({"FAILED, FAILED, 1", "DELETED, FAILED, 2", "LEFT, FAILED, 1", "DELETED, LEFT, 0"})
    void whatCouldNotBeDeletedIsInTheExitCode(Outcome one, Outcome other, int exitCode) {
        cli.cleanUp = alsoKept ->
                new CleanedDrills(List.of(new Table("a", RunCli.ID, one, "r"), new Table("b", RunCli.ID, other, "r")));

        assertThat(cli.run("drill", "--cleanup")).isEqualTo(exitCode);
    }

    private static String idIn(String err) {
        return err.lines()
                .filter(line -> line.startsWith("drill "))
                .findFirst()
                .map(line -> line.substring("drill ".length()))
                .orElse("");
    }

    private static DrillReport report(Verdict verdict, List<String> problems, List<String> leftToDo) {
        long missing = verdict == Verdict.GOOD ? 0 : 1;
        return new DrillReport(
                RunCli.ID,
                "users",
                LocalDate.parse("2025-07-22"),
                "test",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/1",
                SCRATCH,
                Instant.parse("2025-07-22T08:00:00Z"),
                Instant.parse("2025-07-22T08:06:10Z"),
                verdict,
                1_200_000,
                1_200_000,
                600_000_000,
                Duration.ofSeconds(370),
                Duration.ofMinutes(4),
                5,
                1_200_000,
                new Comparison(true, 1_200_000 - missing, missing, 0, 0, problems),
                problems,
                new RestoreForecast(
                        Duration.ofMinutes(20),
                        new BigDecimal("1.5"),
                        List.of("users has 1 index, the scratch table none.")),
                leftToDo,
                List.of(),
                "1.0.0");
    }
}
