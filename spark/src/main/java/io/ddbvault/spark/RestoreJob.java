package io.ddbvault.spark;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.spark.JobProcess.Surroundings;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A restore whose items a Spark cluster writes: all else is as in {@code ddbvault restore --json}. */
@Command(
        name = "RestoreJob",
        description = "Restore tables from a backup into existing tables, on a Spark cluster.",
        footer = {
            "",
            "The driver checks everything before the first write, locks the tables, and cuts the work into units of a data"
                    + " file or a part of one; tasks write them. Prints the report as one line of JSON, and keeps it in"
                    + " the bucket beside the restore's checkpoint.",
            "",
            "Ends with 0 when every table is restored whole, with 2 when some are, or in part, with 1 when none is, and"
                    + " with 64 on wrong usage. Its id is printed on standard error at the start; a restore that stopped"
                    + " goes on with it, on a cluster or not.",
            "",
            "Examples:",
            "  spark-submit --class io.ddbvault.spark.RestoreJob ddbvault-spark.jar --date 2025-07-22 \\",
            "    --table mfa-api_production_user_global --bucket my-backups --environment production",
            "  spark-submit --class io.ddbvault.spark.RestoreJob ddbvault-spark.jar \\",
            "    --restore-id 20250722T030000Z-1a2b3c4d --bucket my-backups --environment production"
        })
public final class RestoreJob implements Callable<Integer> {
    private final Surroundings process;

    @Mixin
    RestoreOptions restore = new RestoreOptions();

    @Option(
            names = "--tasks",
            paramLabel = "COUNT",
            converter = Values.Positive.class,
            description =
                    "Units that are done at a time; the ceiling of write units is shared out over them. As many as"
                            + " the cluster has cores for when the job starts, if not given: give it where the cluster grows.")
    @Nullable
    Integer tasks;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    boolean help;

    private RestoreJob(Surroundings process) {
        this.process = process;
    }

    /** As {@code spark-submit} calls it. */
    public static void main(String[] arguments) {
        JobProcess.run(RestoreJob::new, arguments);
    }

    @Override
    public Integer call() {
        RestoreRequest request = restore.request();
        Map<String, String> variables = settings.over(System.getenv());
        Settings parsed = Settings.forRestore(variables);
        String newId = RestoreId.create(Instant.now(), new SecureRandom());
        String id = request.restoreId() == null ? newId : request.restoreId();
        Answer answer;
        RestoreReport report;
        try (Vault vault = AwsVault.open(parsed, variables, this::tell, process.stop());
                OnCluster cluster = StartSpark.start("restore", process.stop())) {
            SparkWorkforce workforce =
                    new SparkWorkforce(cluster, TaskSettings.of(variables), atATime(cluster, request));
            report = vault.restore(request, newId, workforce);
            if (workforce.triedAgain() > 0) {
                report = report.withWarning(
                        "%d tasks were tried again, because an executor was lost or a unit broke off. What they had written counts once."
                                .formatted(workforce.triedAgain()));
            }
            answer = EncodeReport.encode(report);
            keep(vault, id, answer);
            answer = vault.fit(answer);
        }
        process.out().println(answer.toJson());
        if (report.restoreId() != null) {
            process.err()
                    .println("The restore has not come to its end. To go on: submit RestoreJob with --restore-id "
                            + report.restoreId());
        }
        return answer.exitCode();
    }

    private int atATime(OnCluster cluster, RestoreRequest request) {
        Integer given = tasks;
        if (given != null) {
            return given;
        }
        int most = cluster.tasksAtATime();
        Integer ceiling = request.maxWriteUnits();
        // A unit takes one write unit at least.
        return ceiling == null ? most : Math.min(most, ceiling);
    }

    private void tell(ProgressEvent event) {
        if (event instanceof RestoreStarted started) {
            process.err().println("restore " + started.restoreId());
        }
    }

    private void keep(Vault vault, String id, Answer answer) {
        if (restore.dryRun) {
            return;
        }
        String key = vault.layout().restoreReport(id);
        try {
            vault.store().replace(key, new ByteArrayInputStream(Json.pretty(answer.body())));
        } catch (DdbvaultException e) {
            // The restore is done; its answer must not be lost because the report could not be stored.
            process.err().println("warning: the report could not be kept: " + e.text());
        }
    }
}
