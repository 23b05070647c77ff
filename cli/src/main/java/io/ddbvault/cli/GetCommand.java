package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeFound;
import io.ddbvault.cli.report.PlainItem;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.EncodeFound;
import io.ddbvault.core.restore.FoundItems;
import io.ddbvault.core.restore.GetItems;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ddbvault get}. */
@Command(
        name = "get",
        description = "Print items of a backup, without restoring them.",
        footer = {
            "",
            "One item a line, in DynamoDB JSON, in the order in which they are found. Keys that the backup lacks are"
                    + " named on standard error. Ends with 0 when something was found for each key, with 2 when"
                    + " for some, and with 1 when for none.",
            "",
            "Examples:",
            "  ddbvault get 2025-07-22 users id=u-3 --bucket my-backups --environment production",
            "  ddbvault get latest users --keys-file keys.txt --json",
            "  ddbvault get latest orders '{\"customer\":{\"S\":\"u-3\"},\"number\":{\"N\":\"7\"}}'"
        })
final class GetCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 4;

    private final Terminal terminal;
    private final Vault.Opener opener;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "DATE",
            converter = Values.LatestOrDate.class,
            description = "The backup's date, YYYY-MM-DD, or 'latest'.")
    @Nullable
    LocalDate date;

    @Parameters(
            index = "1",
            paramLabel = "TABLE",
            converter = Values.TableName.class,
            description = "The table, as it was backed up.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    String table;

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "KEY", description = RestoreOptions.KEY_DESCRIPTION)
    List<String> keys = new ArrayList<>();

    @Option(names = ReadKeys.KEYS_FILE, paramLabel = "FILE", description = RestoreOptions.KEYS_FILE_DESCRIPTION)
    @Nullable
    String keysFile;

    @Option(
            names = "--plain",
            description =
                    "Print ordinary JSON, easier to read and to use in other programs. It does not tell a set from"
                            + " a list, nor a binary, which is base64, from a text.")
    boolean plain;

    @Option(
            names = RunOptions.JSON,
            description =
                    "Print a line of JSON for each item and a last one with the counts and the keys that were not found,"
                            + " and nothing else on standard output.")
    boolean json;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    GetCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        List<RequestedKey> asked = ReadKeys.read(keys, keysFile, command);
        if (asked.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "no key: give one KEY or more, or %s".formatted(ReadKeys.KEYS_FILE));
        }
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        Stop stop = Stop.onRequest(InstantSource.system());
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        FoundItems found;
        try (Vault vault = opener.open(parsed, variables, ProgressListener.NONE, stop)) {
            found = new GetItems(parsed, vault.store(), vault.tables(), threads)
                    .get(date, table, asked, this::print, stop);
        }
        if (json) {
            terminal.out().println(EncodeFound.summary(found, table));
        } else {
            terminal.out().flush();
            terminal.err().println(DescribeFound.text(found, table));
        }
        if (found.isComplete()) {
            return ExitCode.OK;
        }
        return found.items() > 0 ? ExitCode.PARTLY : ExitCode.FAILED;
    }

    private void print(byte[] item) {
        PrintStream out = terminal.out();
        byte[] line = plain || json ? text(item).getBytes(StandardCharsets.UTF_8) : item;
        out.write(line, 0, line.length);
        out.println();
    }

    private String text(byte[] item) {
        String text = plain ? PlainItem.of(item) : new String(item, StandardCharsets.UTF_8);
        return json ? EncodeFound.line(text) : text;
    }
}
