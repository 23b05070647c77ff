package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeBackup;
import io.ddbvault.core.backup.BackupRequest;
import io.ddbvault.core.backup.BackupSummary;
import io.ddbvault.core.backup.FitSummary;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.report.StoreReport;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddbvault backup}. */
@Command(
        name = "backup",
        description = "Back up tables with DynamoDB's export to S3.",
        footer = {
            "",
            "Ends with 0 when every table is exported, with 2 when some are, or an export still runs, and with 1 when"
                    + " none is. The tables need point-in-time recovery.",
            "",
            "Example:",
            "  ddbvault backup --bucket my-backups --environment production \\",
            "      --table mfa-api_production_user_global,mfa-api_production_u2f_global"
        })
final class BackupCommand implements Callable<Integer> {
    private static final String TABLES = "DYNAMODB_TABLES";

    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Option(
            names = {"--table", "--tables"},
            paramLabel = "NAME",
            split = ",",
            converter = Values.TableName.class,
            description = "Export this table; may be repeated, and takes names separated by commas. Where"
                    + " DYNAMODB_TABLES is set it must name them too, and without this option all that it names are"
                    + " exported. Environment: DYNAMODB_TABLES, a JSON array")
    @Nullable
    List<String> tables;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            converter = Values.Date.class,
            description = "Finish the exports of this date and start none.")
    @Nullable
    LocalDate date;

    @Option(
            names = "--report",
            description = "Write the report into the bucket afterwards, as 'ddbvault report --to-bucket' does."
                    + " Where it cannot be written, that is said and changes nothing of the backup. Environment:"
                    + " WRITE_REPORT, true or false")
    boolean report;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    BackupCommand(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(terminal.environment());
        List<String> named = tables == null ? null : List.copyOf(new LinkedHashSet<>(tables));
        if (named != null && variables.getOrDefault(TABLES, "").isBlank()) {
            variables.put(TABLES, Json.compact(named));
        }
        Settings parsed = Settings.forBackup(variables);
        Stop stop = run.stop();
        interrupts.onInterrupt(() -> stop.request("an interrupt"));
        BackupSummary summary;
        try (ShowProgress progress = run.progress(terminal);
                Vault vault = opener.open(parsed, variables, progress, stop)) {
            summary = vault.backup(new BackupRequest(null, null, named, date));
            if (report || parsed.writeReport()) {
                report(vault, parsed);
            }
        }
        Answer answer = FitSummary.fit(summary);
        terminal.out().println(run.json ? answer.toJson() : DescribeBackup.text(summary));
        return answer.exitCode();
    }

    /** The backup is made, and whoever waits for its answer gets it, whatever happens here. */
    private void report(Vault vault, Settings parsed) {
        try {
            String page = new StoreReport(vault.store(), vault.layout())
                    .makeAndStore(parsed, terminal.clock().instant());
            if (!run.json && !run.quiet) {
                terminal.err().println("Report: " + page);
            }
        } catch (RuntimeException e) {
            String why = e instanceof DdbvaultException expected ? expected.text() : e.toString();
            terminal.err().println("warning: the report was not written: " + why);
        }
    }
}
