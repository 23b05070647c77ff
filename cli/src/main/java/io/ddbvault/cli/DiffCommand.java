package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeDifference;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.diff.DiffOptions;
import io.ddbvault.core.diff.DiffSummary;
import io.ddbvault.core.diff.DiffTable;
import io.ddbvault.core.diff.EncodeDifference;
import io.ddbvault.core.diff.OpenBackup;
import io.ddbvault.core.diff.Side;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Sleeper;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
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

/** {@code ddbvault diff}. */
@Command(
        name = "diff",
        description = "Compare a backup with the table as it is now, or with another backup, item by item.",
        footer = {
            "",
            "A line begins with '-' for an item that only the backup has, '+' for one that only the table (or the other"
                    + " backup) has, and '~' for one that both have with other attributes. The table is read after the"
                    + " backup was made, so whatever was written since is a difference.",
            "Ends with 0 if nothing differs, with 2 if something does, and with 1 if it could not be compared.",
            "",
            "Examples:",
            "  ddbvault diff 2025-07-22 mfa-api_production_user_global --bucket my-backups --environment production",
            "  ddbvault diff latest mfa-api_production_user_global --summary --max-read-units 500",
            "  ddbvault diff 2025-07-21 mfa-api_production_user_global --with 2025-07-22 --json"
        })
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENCES = 2;

    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Spec
    CommandSpec spec = CommandSpec.create();

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
            description = "The backed up table's name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    String table;

    @Option(
            names = "--with",
            paramLabel = "DATE",
            converter = Values.Date.class,
            description = "Compare with the backup of this date, and not with the table.")
    @Nullable
    LocalDate with;

    @Option(
            names = "--target-table",
            paramLabel = "NAME",
            converter = Values.TableName.class,
            description = "Compare with this table, where it has another name than the backed up one.")
    @Nullable
    String target;

    @Option(names = "--summary", description = "Show the counts alone. The items that differ are not read again then.")
    boolean summary;

    @Option(names = "--values", description = "Show the items' values too.")
    boolean values;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Values.WriteUnits.class,
            description = "Show so many differences at the most; the counts are those of all.")
    @Nullable
    Integer limit;

    @Option(
            names = "--max-read-units",
            paramLabel = "N",
            converter = Values.WriteUnits.class,
            description = "Consume no more than so many read units a second of the table, so that the application keeps"
                    + " its own. No ceiling if not given.")
    @Nullable
    Integer maxReadUnits;

    @Option(
            names = "--temp-dir",
            paramLabel = "FOLDER",
            description =
                    "Where temporary files go: some 200 bytes for each item. The system's own folder if not given.")
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = RunOptions.JSON,
            description =
                    "Print a line of JSON for each difference and one for the counts, and nothing else on standard"
                            + " output; no progress.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no estimate. The answer and errors are printed as ever.")
    boolean quiet;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    DiffCommand(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        if (with != null && (target != null || maxReadUnits != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--with compares two backups and reads no table: leave out %s, or --with."
                            .formatted(target != null ? "--target-table" : "--max-read-units"));
        }
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        Stop stop = Stop.onRequest(InstantSource.system());
        interrupts.onInterrupt(() -> stop.request("an interrupt"));
        // Lines may be millions, and each would be a call of the system.
        PrintStream lines =
                new PrintStream(new BufferedOutputStream(terminal.out(), 1 << 16), false, StandardCharsets.UTF_8);
        try (Vault vault = opener.open(parsed, variables, ProgressListener.NONE, stop)) {
            OpenBackup open = new OpenBackup(parsed.bucket(), vault.layout(), vault.store());
            Side.Backup here = open.open(date, table, stop);
            LocalDate other = with;
            Side there = other == null ? live(vault) : open.open(other, table, stop);
            return diff(vault, here, there, lines, stop);
        } finally {
            lines.flush();
        }
    }

    private Side live(Vault vault) {
        String name = target == null ? table : target;
        TableDescription described = vault.tables()
                .describe(name)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.TABLE_NOT_FOUND,
                        "The table %s does not exist in this account and Region, so the backup cannot be compared with it. Name another with --target-table, or check AWS_REGION."
                                .formatted(name)));
        return new Side.Live(described);
    }

    private int diff(Vault vault, Side.Backup here, Side there, PrintStream lines, Stop stop) {
        DiffOptions options =
                new DiffOptions(!summary, values, limit == null ? Long.MAX_VALUE : limit, maxReadUnits, temporary);
        DescribeDifference describe = new DescribeDifference(here, there);
        EncodeDifference encode = EncodeDifference.with(there);
        DiffSummary result;
        try (ShowProgress progress = json || quiet ? ShowProgress.none() : ShowProgress.on(terminal, "")) {
            DiffTable diff =
                    new DiffTable(vault.store(), vault.tables(), InstantSource.system(), Sleeper.SYSTEM, progress);
            if (!quiet) {
                terminal.err().println(describe.estimate(diff.estimate(here, there, options), temporary));
            }
            result = diff.run(
                    here,
                    there,
                    options,
                    difference -> lines.println(json ? encode.line(difference) : describe.lines(difference)),
                    stop);
        }
        lines.println(json ? encode.summary(result) : describe.summary(result, summary));
        return result.isEqual() ? ExitCode.OK : DIFFERENCES;
    }
}
