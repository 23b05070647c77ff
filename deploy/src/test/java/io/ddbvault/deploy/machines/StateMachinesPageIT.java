package io.ddbvault.deploy.machines;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.function.ParsedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds docs/state-machines.md against the machines: runs its commands in their order, by the AWS CLI. */
@Timeout(180)
class StateMachinesPageIT {
    private static final Path PAGE = Path.of("..", "docs", "state-machines.md");
    private static final Pattern BLOCK = Pattern.compile("```(sh|text|json)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?=[/\";.])(?<!2025-07-20)");
    private static final String USERS = "mfa-api_production_api-key_global";
    private static final String KEYS = "mfa-api_production_u2f_global";

    @Test
    @Tag("slow")
    void everyCommandPrintsWhatThePageShows() throws Exception {
        Programs.needed("the commands of docs/state-machines.md are not run", "aws", "bash");
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(PAGE)).results().toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(12);
        try (MachinesBench bench = new MachinesBench()) {
            TestAccount account = bench.account();
            String bucket = account.bucket("my-backup-bucket");
            account.table(USERS, 120);
            account.table(KEYS, 500);
            try (LocalFunction backup = bench.backupFunction(bucket, USERS, KEYS);
                    LocalFunction restore = bench.restoreFunction(bucket, USERS, KEYS);
                    Shell shell = new Shell(bench.interpreter().address())) {
                bench.deploy("backup", "my-app-production-ddbvault-backup", backup);
                bench.deploy("restore", "my-app-production-ddbvault-restore", restore);
                String printed = "";
                for (MatchResult block : blocks) {
                    switch (block.group(1)) {
                        case "sh" -> {
                            if (printed.contains("SUCCEEDED")) {
                                account.damage(KEYS);
                            }
                            printed = shell.run(block.group(2));
                            assertThat(printed.isBlank())
                                    .as(printed)
                                    .isEqualTo(!block.group(2).contains("describe-"));
                        }
                        case "text" -> assertThat(comparable(printed)).isEqualTo(comparable(block.group(2)));
                        default ->
                            assertThat(ParsedJson.object(comparable(printed)))
                                    .containsExactlyEntriesOf(ParsedJson.object(comparable(block.group(2))));
                    }
                }
                assertThat(backup.events()).hasSize(1);
                assertThat(restore.events()).hasSize(3);
            }
            assertThat(account.contents(KEYS)).containsExactlyInAnyOrderElementsOf(TestAccount.items(500));
        }
    }

    @Test
    void thePageTellsOfEveryFailureAndOfNoOther() throws IOException {
        TreeSet<String> ofTheMachines = new TreeSet<>();
        for (String machine : List.of("backup", "restore", "restore-distributed")) {
            Matcher error = Pattern.compile("\"Error\": \"(\\w+)\"").matcher(RenderMachine.render(machine, "f"));
            while (error.find()) {
                ofTheMachines.add(error.group(1) + " " + machine.replace("-distributed", ""));
            }
        }
        TreeSet<String> ofThePage = new TreeSet<>();
        Matcher row = Pattern.compile("\\| `(\\w+)` \\| (backup|restore) \\|").matcher(Files.readString(PAGE));
        while (row.find()) {
            ofThePage.add(row.group(1) + " " + row.group(2));
        }

        assertThat(ofThePage).isEqualTo(ofTheMachines).hasSize(9);
    }

    @Test
    void theBoundsOnThePageAreThoseOfTheMachines() throws IOException {
        assertThat(RenderMachine.render("backup", "f"))
                .contains("\"NumericLessThan\": 48}", "\"TimeoutSeconds\": 86400,", "\"Seconds\": 60,");
        assertThat(RenderMachine.render("restore", "f"))
                .contains("\"NumericLessThan\": 192}", "\"TimeoutSeconds\": 259200,", "\"IntervalSeconds\": 150,");
        assertThat(RenderMachine.render("restore-distributed", "f"))
                .contains(
                        "\"NumericLessThan\": 960}",
                        "\"MaxAttempts\": 20,",
                        "\"MaxAttempts\": 4,",
                        "\"MaxDelaySeconds\": 60,");
        assertThat(Files.readString(PAGE))
                .contains(
                        "a unit is not at its end after 960 calls",
                        "up to 20 times more",
                        "the function throws: 4 times more",
                        "| calls at the most | 48, so some 12 hours | 192, so 48 hours |",
                        "| ends in any case after | 24 hours | 3 days |",
                        "| wait between two calls | 60 seconds |",
                        "each after 2.5 minutes");
    }

    /** The day of the run differs. */
    private static String comparable(String text) {
        return DATE.matcher(text).replaceAll("DATE").strip();
    }
}
