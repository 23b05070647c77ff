package io.ddbvault.spark;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
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
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.spark.JobProcess.Surroundings;
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
import picocli.CommandLine.Spec;

/** The comparison of a backup on a Spark cluster: what {@code ddbvault diff --json} does and prints. */
@Command(
        name = "DiffJob",
        description = "Compare a backup with the table as it is now, or with another backup, item by item, on a Spark"
                + " cluster.",
        footer = {
            "",
            "Tasks read the data files and scan the table; the driver reads again what differs, and only that. Prints a"
                    + " line of JSON for each difference and one for the counts, as 'ddbvault diff --json' does.",
            "",
            "Ends with 0 if nothing differs, with 2 if something does, with 1 if it could not be compared, and with 64 on"
                    + " wrong usage.",
            "",
            "Example:",
            "  spark-submit --class io.ddbvault.spark.DiffJob ddbvault-spark.jar --date 2025-07-22 \\",
            "    --table mfa-api_production_user_global --max-read-units 5000 \\",
            "    --bucket my-backups --environment production"
        })
public final class DiffJob implements Callable<Integer> {
    private static final int SAME = 0;
    private static final int DIFFERENCES = 2;

    private final Surroundings process;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--date",
            required = true,
            paramLabel = "DATE",
            converter = Values.LatestOrDate.class,
            description = "The backup's date, YYYY-MM-DD, or 'latest'.")
    @Nullable
    LocalDate date;

    @Option(
            names = "--table",
            required = true,
            paramLabel = "NAME",
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
            paramLabel = "COUNT",
            converter = Values.Positive.class,
            description = "Show so many differences at the most; the counts are those of all.")
    @Nullable
    Integer limit;

    @Option(
            names = "--max-read-units",
            paramLabel = "COUNT",
            converter = Values.Positive.class,
            description = "Consume no more than so many read units a second of the table, by all tasks together. No"
                    + " ceiling if not given.")
    @Nullable
    Integer maxReadUnits;

    @Option(
            names = "--tasks",
            paramLabel = "COUNT",
            converter = Values.Positive.class,
            description = "Segments of the table that are scanned at a time. As many as the cluster has cores for when"
                    + " the job starts, if not given: give it where the cluster grows.")
    @Nullable
    Integer tasks;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    boolean help;

    private DiffJob(Surroundings process) {
        this.process = process;
    }

    /** As {@code spark-submit} calls it. */
    public static void main(String[] arguments) {
        JobProcess.run(DiffJob::new, arguments);
    }

    @Override
    public Integer call() {
        if (with != null && (target != null || maxReadUnits != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--with compares two backups and reads no table: leave out %s, or --with."
                            .formatted(target != null ? "--target-table" : "--max-read-units"));
        }
        Map<String, String> variables = settings.over(System.getenv());
        Settings parsed = Settings.forRestore(variables);
        // Lines may be millions, and each would be a call of the system.
        PrintStream lines =
                new PrintStream(new BufferedOutputStream(process.out(), 1 << 16), false, StandardCharsets.UTF_8);
        try (Vault vault = AwsVault.open(parsed, variables, ProgressListener.NONE, process.stop());
                OnCluster cluster = StartSpark.start("diff", process.stop())) {
            OpenBackup open = new OpenBackup(parsed.bucket(), vault.layout(), vault.store());
            Side.Backup here = open.open(date, table, process.stop());
            LocalDate other = with;
            Side there = other == null ? live(vault) : open.open(other, table, process.stop());
            Integer given = tasks;
            int atATime = given == null ? cluster.tasksAtATime() : given;
            return diff(
                    vault,
                    new FindDifferencesOnSpark(cluster, TaskSettings.of(variables), atATime),
                    here,
                    there,
                    lines);
        } finally {
            lines.flush();
        }
    }

    private Side live(Vault vault) {
        String name = target == null ? table : target;
        return new Side.Live(vault.tables()
                .describe(name)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.TABLE_NOT_FOUND,
                        "The table %s does not exist in this account and Region, so the backup cannot be compared with it. Name another with --target-table, or check AWS_REGION."
                                .formatted(name))));
    }

    private int diff(Vault vault, FindDifferencesOnSpark find, Side.Backup here, Side there, PrintStream lines) {
        DiffOptions options = new DiffOptions(
                !summary,
                values,
                limit == null ? Long.MAX_VALUE : limit,
                maxReadUnits,
                Path.of(System.getProperty("java.io.tmpdir", ".")));
        EncodeDifference encode = EncodeDifference.with(there);
        DiffTable diff = new DiffTable(
                vault.store(), vault.tables(), InstantSource.system(), Sleeper.SYSTEM, ProgressListener.NONE, find);
        DiffSummary result =
                diff.run(here, there, options, difference -> lines.println(encode.line(difference)), process.stop());
        lines.println(encode.summary(result));
        return result.isEqual() ? SAME : DIFFERENCES;
    }
}
