package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeCatalog;
import io.ddbvault.core.catalog.BackupList;
import io.ddbvault.core.catalog.EncodeCatalog;
import io.ddbvault.core.catalog.ListBackups;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddbvault list}. */
@Command(
        name = "list",
        description = "List the backups, newest first, and the days without one.",
        footer = {
            "",
            "A day is missing once it is over, in UTC. Ends with 0 if every backup shown is GOOD and no day is missing,"
                    + " with 1 if nothing shown can be restored, and with 2 in between.",
            "",
            "Example, of the last week:",
            "  ddbvault list --since 7d --bucket my-backups --environment production"
        })
final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            converter = Values.TableName.class,
            description = "Look at this table alone. All of them if not given.")
    @Nullable
    String table;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            converter = Values.SinceDate.class,
            description = "Only backups of this date and later, or of the last days: 30d, today counted. All of them if"
                    + " not given.")
    Values.@Nullable Since since;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    ListCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        LocalDate today = LocalDate.ofInstant(terminal.clock().instant(), ZoneOffset.UTC);
        BackupList list;
        try (Vault vault =
                opener.open(parsed, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()))) {
            list = new ListBackups(vault.store(), vault.layout(), terminal.clock())
                    .list(table, since == null ? null : since.from(today));
        }
        Answer encoded = EncodeCatalog.encode(list);
        terminal.out().println(answer.json ? encoded.toJson() : DescribeCatalog.text(list));
        return encoded.exitCode();
    }
}
