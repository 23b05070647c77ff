package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeDiagnosis;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.doctor.Diagnose;
import io.ddbvault.core.doctor.Diagnosis;
import io.ddbvault.core.doctor.EncodeDiagnosis;
import io.ddbvault.core.doctor.Finding;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddbvault doctor}. */
@Command(
        name = "doctor",
        description = "Look at all that has to be right before the next night, and say what is not and how to mend it.",
        footer = {
            "",
            "Settings, credentials, clock, bucket, tables, rights, the last backup. Changes nothing: rights are tried by"
                    + " calls that only look, or that are bound to be refused after the right was looked at. They are"
                    + " those of your credentials, not of the functions.",
            "",
            "Ends with 0 if nothing FAILs, with 2 if something does, and with 1 if nothing could be looked at.",
            "",
            "Example:",
            "  ddbvault doctor --bucket my-backups --environment production \\",
            "      --table mfa-api_production_user_global"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String BUCKET = "BACKUP_BUCKET";
    /** In the place of a bucket's name where there is none; it is not looked at. */
    private static final String NO_BUCKET = "no-bucket-was-named";

    private static final Set<String> OURS = Set.of(
            BUCKET,
            "ENVIRONMENT",
            "DYNAMODB_TABLES",
            "S3_EXPORTS_PREFIX",
            "S3_SSE_KMS_KEY_ID",
            "S3_BUCKET_OWNER",
            "TABLE_NAME_PATTERN");

    private final Terminal terminal;
    private final Vault.Opener opener;

    @Option(
            names = {"--table", "--tables"},
            paramLabel = "NAME",
            split = ",",
            converter = Values.TableName.class,
            description =
                    "Look at this table; may be repeated, and takes names separated by commas. If not given, those"
                            + " of DYNAMODB_TABLES, else those of the newest backup.")
    @Nullable
    List<String> tables;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    DoctorCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = diagnose(settings.over(terminal.environment()));
        Answer encoded = EncodeDiagnosis.encode(diagnosis);
        terminal.out().println(answer.json ? encoded.toJson() : DescribeDiagnosis.text(diagnosis));
        return encoded.exitCode();
    }

    private Diagnosis diagnose(Map<String, String> variables) {
        List<Finding> problems = List.of();
        Map<String, String> usable = variables;
        try {
            var unused = Settings.forRestore(variables);
        } catch (DdbvaultException e) {
            problems = Diagnose.settingsProblems(e);
            usable = withoutWhatIsWrong(e, variables);
        }
        boolean bucket = !usable.getOrDefault(BUCKET, "").isBlank();
        usable.putIfAbsent(BUCKET, NO_BUCKET);
        try {
            return diagnose(usable, bucket, problems);
        } catch (DdbvaultException e) {
            if (e.code() != ErrorCode.INVALID_SETTINGS) {
                throw e;
            }
            return Diagnose.ofBadSettings(Stream.concat(problems.stream(), Diagnose.settingsProblems(e).stream())
                    .toList());
        }
    }

    /**
     * As far as it goes with the settings that are right. Each problem begins with the name of its variable. Those of the
     * SDK stay as they are: without an endpoint that was meant, its place would be taken by AWS itself.
     */
    private static Map<String, String> withoutWhatIsWrong(DdbvaultException why, Map<String, String> variables) {
        Map<String, String> usable = new HashMap<>(variables);
        why.text()
                .lines()
                .map(problem -> problem.split(" ", 2)[0])
                .filter(OURS::contains)
                .forEach(usable::remove);
        usable.putIfAbsent("ENVIRONMENT", "unknown");
        return usable;
    }

    private Diagnosis diagnose(Map<String, String> variables, boolean bucket, List<Finding> problems) {
        Settings parsed = Settings.forRestore(variables);
        try (Vault vault =
                opener.open(parsed, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()))) {
            return new Diagnose(
                            parsed,
                            vault.store(),
                            vault.tables(),
                            vault.exports(),
                            vault.surroundings(),
                            terminal.clock())
                    .run(problems, bucket, tables == null ? List.of() : List.copyOf(new LinkedHashSet<>(tables)));
        }
    }
}
