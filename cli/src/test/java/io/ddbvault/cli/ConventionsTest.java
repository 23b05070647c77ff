package io.ddbvault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What every command has in common, so that who knows one of them knows the next. */
class ConventionsTest {
    @TempDir
    Path folder;

    private final RunCli cli = RunCli.configured();

    static List<String> commands() {
        return List.copyOf(root().getSubcommands().keySet());
    }

    private static CommandLine root() {
        Terminal nobody = new Terminal(Map.of(), System.out, System.err, false);
        return new Cli(nobody, AwsVault::open, new Interrupts(System.err)).commandLine();
    }

    private static List<OptionSpec> options(String command) {
        return Objects.requireNonNull(root().getSubcommands().get(command))
                .getCommandSpec()
                .options();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfEveryCommandHasAnExampleAndDescribesEveryOption(String command) {
        assertThat(cli.run(command, "--help")).isZero();

        assertThat(cli.out()).startsWith("Usage: ddbvault " + command).contains("Example");
        assertThat(cli.out().split("Example", 2)[1]).contains("ddbvault " + command);
        assertThat(options(command))
                .filteredOn(option -> option.description().length == 0)
                .extracting(OptionSpec::longestName)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "restor, restore",
        "bakcup, backup",
        "stauts, status",
        "restore --dry-rum, --dry-run",
        "backup --buket=b, --bucket"
    })
    void aTypingErrorGetsASuggestion(String typed, String meant) {
        assertThat(cli.run(typed.split(" ", -1))).isEqualTo(64);

        assertThat(cli.err().lines().toList().get(1))
                .startsWith("Did you mean ")
                .contains(meant);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void whatLooksLikeNothingGetsNoSuggestion() {
        assertThat(cli.run("restore", "--zzzzzzzzz")).isEqualTo(64);

        assertThat(cli.err()).doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @CsvSource({"restore --quiet", "restore -q", "backup --table=abc --quiet"})
    void quietShowsNoProgressAndPrintsTheAnswer(String line) {
        assertThat(cli.run(line.split(" ", -1))).isZero();

        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).isNotEmpty();
    }

    @Test
    void aProfileIsTakenBeforeKeysOfTheShell() {
        cli.with("AWS_ACCESS_KEY_ID", "key")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("AWS_SESSION_TOKEN", "token")
                .with("AWS_PROFILE", "another");

        assertThat(cli.run("restore", "--dry-run", "--profile", "operator")).isZero();

        assertThat(cli.variable("AWS_PROFILE")).isEqualTo("operator");
        assertThat(cli.variable("AWS_ACCESS_KEY_ID")).isEmpty();
        assertThat(cli.variable("AWS_SECRET_ACCESS_KEY")).isEmpty();
        assertThat(cli.variable("AWS_SESSION_TOKEN")).isEmpty();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        ProgramOnPath.orSkip("bash");
        assertThat(cli.run("completion")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), cli.out());

        assertThat(completed(script, "ddbvault", "rest")).containsExactly("restore");
        assertThat(completed(script, "ddbvault", "restore", "--dry")).containsExactly("--dry-run");
        assertThat(completed(script, "ddbvault", "status", "--endpoint-url-s")).containsExactly("--endpoint-url-s3");
    }

    private List<String> completed(Path script, String... words) throws Exception {
        return run(
                "bash",
                "--norc",
                "-c",
                "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_ddbvault 2>/dev/null; printf '%%s\\n' \"${COMPREPLY[@]}\""
                        .formatted(script, String.join(" ", words), words.length - 1));
    }

    @Test
    void theManPageShowsWhatTheHelpOfEveryCommandSays() throws Exception {
        ProgramOnPath.orSkip("groff");
        assertThat(cli.run("man")).isZero();
        Path page = Files.writeString(folder.resolve("ddbvault.1"), cli.out());

        String shown = String.join("\n", run("groff", "-man", "-Tascii", "-ww", "-P-cbou", page.toString()));

        assertThat(shown).doesNotContain("warning").contains("DDBVAULT(1)", "NAME", "SYNOPSIS");
        for (String command : commands()) {
            RunCli help = RunCli.configured();
            help.run(command, "--help");
            assertThat(shown).contains("ddbvault " + command);
            for (OptionSpec option : options(command)) {
                assertThat(shown).contains(option.longestName());
            }
        }
        assertThat(shown)
                .contains("{environment}")
                .contains("'ddbvault COMMAND --help'")
                .contains("--table mfa-api_production_user_global --dry-run");
    }

    /** The lines that it prints, on standard output and standard error. */
    private static List<String> run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return printed.lines().toList();
    }
}
