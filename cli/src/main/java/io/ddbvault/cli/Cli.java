package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Answer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line without the process around it: arguments in, output and exit code out. */
public final class Cli {
    private static final String HINT = "Each setting can be an option or an environment variable; --help lists them.";

    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    public Cli(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    /** @return what the process shall exit with */
    public int run(String... arguments) {
        Failures failures = new Failures(List.of(arguments));
        try {
            return commands(failures).execute(arguments);
        } catch (Error e) {
            // picocli hands on exceptions alone; a missing class or too little memory is to be told as well.
            return failures.unexpected(e);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /** The commands, to be described. */
    CommandLine commandLine() {
        return commands(new Failures(List.of()));
    }

    private CommandLine commands(Failures failures) {
        return new CommandLine(new RootCommand())
                .addSubcommand(new DemoCommand(terminal, opener))
                .addSubcommand(new LocalCommand(terminal, interrupts))
                .addSubcommand(new BackupCommand(terminal, opener, interrupts))
                .addSubcommand(new RestoreCommand(terminal, opener, interrupts))
                .addSubcommand(new ListCommand(terminal, opener))
                .addSubcommand(new ShowCommand(terminal, opener))
                .addSubcommand(new ReportCommand(terminal, opener))
                .addSubcommand(new GetCommand(terminal, opener))
                .addSubcommand(new PruneCommand(terminal, opener, interrupts))
                .addSubcommand(new StatusCommand(terminal, opener))
                .addSubcommand(new DiffCommand(terminal, opener, interrupts))
                .addSubcommand(new UnlockCommand(terminal, opener))
                .addSubcommand(new DoctorCommand(terminal, opener))
                .addSubcommand(new DrillCommand(terminal, opener, interrupts))
                .addSubcommand(new VerifyCommand(terminal, opener, interrupts))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new ManCommand(terminal))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((e, arguments) -> failures.usage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failures.of(e));
    }

    /** Tells of failures, each in the form that the arguments ask for. */
    private final class Failures {
        private final boolean json;
        private final boolean debug;

        Failures(List<String> arguments) {
            // Not from picocli: it has parsed nothing yet when a usage error is to be told.
            json = arguments.contains(RunOptions.JSON);
            debug = arguments.contains(CommonOptions.DEBUG);
        }

        int usage(ParameterException e) {
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            terminal.err().println("error: " + e.getMessage());
            meant(e).ifPresent(terminal.err()::println);
            terminal.err().println("'%s --help' lists what it takes.".formatted(command));
            if (json) {
                answer(new DdbvaultException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage())));
            }
            return ExitCode.USAGE;
        }

        /** What a mistyped word looks like, where it looks like something. */
        private static Optional<String> meant(ParameterException e) {
            List<String> similar =
                    e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
            // The most similar one comes first, and of more than that nobody is reminded.
            return similar.stream().findFirst().map("Did you mean %s?"::formatted);
        }

        int of(Exception e) {
            return e instanceof DdbvaultException expected ? expected(expected) : unexpected(e);
        }

        private int expected(DdbvaultException e) {
            if (json) {
                answer(e);
            } else {
                terminal.err().println("error: " + e.text());
                if (e.code() == ErrorCode.INVALID_SETTINGS) {
                    terminal.err().println(HINT);
                }
            }
            stackTrace(e);
            return Answer.to(e).exitCode();
        }

        int unexpected(Throwable e) {
            DdbvaultException defect = new DdbvaultException(
                    ErrorCode.INTERNAL_ERROR, "%s. This is a defect of ddbvault.".formatted(e), e);
            if (json) {
                answer(defect);
            } else {
                terminal.err().println("error: " + defect.text());
            }
            if (!debug) {
                terminal.err().println("Please report it, with what " + CommonOptions.DEBUG + " prints in addition.");
            }
            stackTrace(e);
            return ExitCode.FAILED;
        }

        private void answer(DdbvaultException e) {
            terminal.out().println(Answer.to(e).toJson());
        }

        private void stackTrace(Throwable e) {
            if (debug) {
                e.printStackTrace(terminal.err());
            }
        }
    }
}
