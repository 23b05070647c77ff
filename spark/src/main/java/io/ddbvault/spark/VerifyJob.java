package io.ddbvault.spark;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.verify.EncodeVerification;
import io.ddbvault.core.verify.VerificationReport;
import io.ddbvault.core.verify.Verify;
import io.ddbvault.core.verify.VerifyRequest;
import io.ddbvault.spark.JobProcess.Surroundings;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The deep verification of a backup on a Spark cluster: what {@code ddbvault verify --deep --json} does and prints. */
@Command(
        name = "VerifyJob",
        description = "Read every byte of a backup, on a Spark cluster, and prove that it is what DynamoDB wrote.",
        footer = {
            "",
            "One task reads one data file. Prints one line of JSON, as 'ddbvault verify --deep --json' does, and keeps"
                    + " what was found under _state/verifications/.",
            "",
            "Ends with 0 if all tables are good, with 2 if some are, with 1 if none is, and with 64 on wrong usage.",
            "",
            "Example:",
            "  spark-submit --class io.ddbvault.spark.VerifyJob ddbvault-spark.jar --date 2025-07-22 \\",
            "    --table mfa-api_production_user_global --bucket my-backups --environment production"
        })
public final class VerifyJob implements Callable<Integer> {
    private final Surroundings process;

    @Option(
            names = "--date",
            required = true,
            paramLabel = "DATE",
            converter = Values.LatestOrDate.class,
            description = "The backup's date, YYYY-MM-DD; or latest, the newest date that has a manifest.")
    @Nullable
    LocalDate date;

    @Option(
            names = {"--table", "--tables"},
            paramLabel = "NAME",
            split = ",",
            converter = Values.TableName.class,
            description = "Verify this table only; may be repeated, and takes names separated by commas.")
    @Nullable
    List<String> tables;

    @Option(names = "--no-record", description = "Write nothing to the bucket, also not what was found.")
    boolean noRecord;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    boolean help;

    private VerifyJob(Surroundings process) {
        this.process = process;
    }

    /** As {@code spark-submit} calls it. */
    public static void main(String[] arguments) {
        JobProcess.run(VerifyJob::new, arguments);
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(System.getenv());
        Settings parsed = Settings.forRestore(variables);
        InstantSource clock = InstantSource.system();
        VerifyRequest request = new VerifyRequest(
                date,
                false,
                tables == null ? List.of() : List.copyOf(new LinkedHashSet<>(tables)),
                Depth.DEEP,
                1,
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                1);
        VerificationReport report;
        try (Vault vault = AwsVault.open(parsed, variables, ProgressListener.NONE, process.stop());
                OnCluster cluster = StartSpark.start("verify", process.stop())) {
            report = new Verify(
                            parsed,
                            vault.store(),
                            vault.tables(),
                            clock,
                            Sleeper.SYSTEM,
                            new ReadFilesOnSpark(cluster, TaskSettings.of(variables), vault.store()),
                            ProgressListener.NONE)
                    .run(request, !noRecord, estimate -> {}, process.stop());
        }
        Answer answer = EncodeVerification.encode(report);
        process.out().println(answer.toJson());
        return answer.exitCode();
    }
}
