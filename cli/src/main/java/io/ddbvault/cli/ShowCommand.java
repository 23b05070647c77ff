package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeInspection;
import io.ddbvault.core.catalog.EncodeInspection;
import io.ddbvault.core.catalog.InspectBackup;
import io.ddbvault.core.catalog.InspectedBackup;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddbvault show}. */
@Command(
        name = "show",
        description =
                "Show one backup: its tables, their exports, where they lie, and whether a quick check finds them whole.",
        footer = {
            "",
            "The quick check reads the manifests of each export: their checksums, and that all counts are the same. It does"
                    + " not look at the data files. Ends with 0 if every table is good, with 2 if some are, and with 1 if"
                    + " none is.",
            "",
            "Example:",
            "  ddbvault show 2025-07-22 --bucket my-backups --environment production"
        })
final class ShowCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;

    @Parameters(
            paramLabel = "DATE",
            arity = "0..1",
            converter = Values.LatestOrDate.class,
            description = "The backup's date, or 'latest' (also if not given): the newest that a restore could use.")
    @Nullable
    LocalDate date;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            converter = Values.TableName.class,
            description = "Show this table alone. All of them if not given.")
    @Nullable
    String table;

    @Option(names = "--files", description = "List each table's data files too, with the number of items in each.")
    boolean files;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    ShowCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        InspectedBackup inspected;
        try (Vault vault =
                opener.open(parsed, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()))) {
            inspected = new InspectBackup(parsed.bucket(), vault.store(), vault.layout(), terminal.clock())
                    .inspect(date, table, files);
        }
        Answer encoded = EncodeInspection.encode(inspected);
        terminal.out().println(answer.json ? encoded.toJson() : DescribeInspection.text(inspected));
        return encoded.exitCode();
    }
}
