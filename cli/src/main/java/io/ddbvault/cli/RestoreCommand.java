package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeRestore;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddbvault restore}. */
@Command(
        name = "restore",
        description = "Restore tables from a backup into existing tables.",
        footer = {
            "",
            "Ends with 0 when every table is restored whole, with 2 when some are, or in part, and with 1 when none"
                    + " is. Everything is checked before the first write. Restoring a second time does no harm.",
            "",
            "Example:",
            "  ddbvault restore --bucket my-backups --environment production \\",
            "      --date 2025-07-22 --table mfa-api_production_user_global --dry-run"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Option(
            names = "--date",
            paramLabel = "DATE",
            defaultValue = Values.LATEST,
            converter = Values.LatestOrDate.class,
            description = "The backup's date, YYYY-MM-DD, or 'latest', which it is if not given.")
    @Nullable
    LocalDate date;

    @Option(
            names = {"--table", "--tables"},
            paramLabel = "NAME",
            split = ",",
            converter = Values.TableName.class,
            description = "Restore this table; may be repeated, and takes names separated by commas. Without it all of"
                    + " the backup's tables are restored. Where DYNAMODB_TABLES is set, only the tables that it names"
                    + " may be written. Environment: DYNAMODB_TABLES, a JSON array")
    @Nullable
    List<String> tables;

    @Option(names = "--dry-run", description = "Check everything and write nothing.")
    boolean dryRun;

    @Option(
            names = "--clear-existing-data",
            description = "Delete all of a table's items before writing, so that it ends up with the backup's alone.")
    boolean clearExistingData;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "" + RestoreRequest.DEFAULT_WORKERS,
            converter = Values.Workers.class,
            description = "Threads that write, 1 to 256; 5 if not given.")
    int workers;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    RestoreCommand(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        Stop stop = run.stop();
        interrupts.onInterrupt(() -> stop.request("an interrupt"));
        Answer answer;
        String text;
        try (ShowProgress progress = run.progress(terminal);
                Vault vault = opener.open(parsed, variables, progress, stop)) {
            RestoreReport report = vault.restore(request());
            answer = EncodeReport.encode(report);
            text = run.json ? vault.fit(answer).toJson() : DescribeRestore.text(report);
        }
        terminal.out().println(text);
        return answer.exitCode();
    }

    private RestoreRequest request() {
        List<String> named = tables == null ? null : List.copyOf(new LinkedHashSet<>(tables));
        return new RestoreRequest(date, named, dryRun, clearExistingData, workers);
    }
}
