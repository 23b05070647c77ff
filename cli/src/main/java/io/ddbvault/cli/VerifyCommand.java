package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeVerification;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.verify.EncodeVerification;
import io.ddbvault.core.verify.ReadEstimate;
import io.ddbvault.core.verify.VerificationReport;
import io.ddbvault.core.verify.Verify;
import io.ddbvault.core.verify.VerifyRequest;
import java.nio.file.Path;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ddbvault verify}. */
@Command(
        name = "verify",
        description = "Prove that a backup is what DynamoDB wrote, from the bucket alone.",
        footer = {
            "",
            "Without --deep or --sample no item is read: the manifests with their checksums are, the counts, and of each"
                    + " data file whether it is there, not empty and has the ETag that DynamoDB noted. What was found"
                    + " is kept under _state/verifications/ for 'ddbvault report'.",
            "",
            "Ends with 0 if all tables are good, with 2 if some are, and with 1 if none is. Interrupted, it says what was"
                    + " not verified.",
            "",
            "Examples:",
            "  ddbvault verify --bucket my-backups --environment production",
            "  ddbvault verify 2025-07-22 --table mfa-api_production_user_global --deep",
            "  ddbvault verify --sample 5%%"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DATE",
            converter = Values.DateOrLatest.class,
            description =
                    "The backup's date, YYYY-MM-DD; or latest, the newest date that has a manifest, whatever became"
                            + " of its exports. latest if not given.")
    Values.@Nullable BackupDate date;

    @Option(names = "--all", description = "Verify the backups of all dates.")
    boolean all;

    @Option(
            names = {"--table", "--tables"},
            paramLabel = "NAME",
            split = ",",
            converter = Values.TableName.class,
            description = "Verify this table only; may be repeated, and takes names separated by commas.")
    @Nullable
    List<String> tables;

    @Option(
            names = "--deep",
            description = "Read every byte: each data file's MD5 and gzip, each line, the counts, and keys that occur"
                    + " twice. Says first what that takes.")
    boolean deep;

    @Option(
            names = "--sample",
            paramLabel = "SHARE",
            converter = Values.Share.class,
            description = "As --deep, but of each table only this share of its data files, e.g. 5%%, and at least one:"
                    + " others each day, until all were read.")
    @Nullable
    Double sample;

    @Option(
            names = "--seed",
            paramLabel = "DATE",
            converter = Values.Date.class,
            description = "With --sample, read the files that a run of that day reads; today's if not given.")
    @Nullable
    LocalDate seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Values.Threads.class,
            description = "Read so many data files side by side, 1 to 64; as many as there are cores if not given.")
    @Nullable
    Integer threads;

    @Option(names = "--no-record", description = "Write nothing to the bucket, also not what was found.")
    boolean noRecord;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no estimate. The answer and errors are printed as ever.")
    boolean quiet;

    @Mixin
    CommonOptions common = new CommonOptions();

    VerifyCommand(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        VerifyRequest request = request();
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        Stop stop = Stop.onRequest(InstantSource.system());
        interrupts.onInterrupt(() -> stop.request("an interrupt"));
        VerificationReport report;
        try (ShowProgress progress = quiet || answer.json ? ShowProgress.none() : ShowProgress.on(terminal, "");
                Vault vault = opener.open(parsed, variables, progress, stop)) {
            report = new Verify(
                            parsed,
                            vault.store(),
                            vault.tables(),
                            terminal.clock(),
                            Sleeper.SYSTEM,
                            Runtime.getRuntime().maxMemory(),
                            Path.of(System.getProperty("java.io.tmpdir", ".")),
                            progress)
                    .run(request, !noRecord, this::tell, stop);
        }
        Answer encoded = EncodeVerification.encode(report);
        terminal.out().println(answer.json ? encoded.toJson() : DescribeVerification.text(report));
        return encoded.exitCode();
    }

    private void tell(ReadEstimate estimate) {
        if (!quiet) {
            terminal.err().println(DescribeVerification.estimate(estimate));
        }
    }

    /** @throws ParameterException if the options contradict each other */
    private VerifyRequest request() {
        if (all && date != null) {
            throw usage("--all goes without a DATE");
        }
        if (deep && sample != null) {
            throw usage("--deep reads everything, so it goes without --sample");
        }
        if (seed != null && sample == null) {
            throw usage("--seed goes with --sample only");
        }
        return new VerifyRequest(
                date == null ? null : date.date(),
                all,
                tables == null ? List.of() : List.copyOf(new LinkedHashSet<>(tables)),
                deep ? Depth.DEEP : sample != null ? Depth.SAMPLE : Depth.QUICK,
                sample == null ? 1 : sample,
                seed != null ? seed : LocalDate.ofInstant(terminal.clock().instant(), ZoneOffset.UTC),
                threads != null ? threads : Runtime.getRuntime().availableProcessors());
    }

    private ParameterException usage(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }
}
