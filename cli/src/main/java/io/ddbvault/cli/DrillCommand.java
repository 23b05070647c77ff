package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeDrill;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.drill.CleanedDrills;
import io.ddbvault.core.drill.Confirmation;
import io.ddbvault.core.drill.DrillEstimate;
import io.ddbvault.core.drill.DrillReport;
import io.ddbvault.core.drill.DrillRequest;
import io.ddbvault.core.drill.EncodeDrill;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.RestoreId;
import io.ddbvault.core.restore.RestoreRequest;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
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

/** {@code ddbvault drill}. */
@Command(
        name = "drill",
        description =
                "Rehearse a table's restore: into a scratch table, which is compared with the backup, item by item, and"
                        + " deleted.",
        footer = {
            "",
            "What it will cost is shown first; on a terminal 'yes' goes on, elsewhere --yes is needed. The scratch table"
                    + " is deleted whatever happens, also at Ctrl-C. Should the process die, --cleanup deletes it: only"
                    + " tables that a drill made and tagged, and whose drill is not at work. The result is stored as"
                    + " evidence under _state/drills/.",
            "",
            "Ends with 0 if the backup is proven good, with 2 if an item differs or the scratch table could not be"
                    + " deleted, and with 1 if nothing was compared.",
            "",
            "Examples:",
            "  ddbvault drill latest --table mfa-api_production_user_global \\",
            "      --bucket my-backups --environment production",
            "Into a table with the capacity that the real one has provisioned:",
            "  ddbvault drill latest --table mfa-api_production_user_global --provisioned-write-units 500",
            "  ddbvault drill --cleanup --bucket my-backups --environment production"
        })
final class DrillCommand implements Callable<Integer> {
    private static final String TABLE = "--table";
    private static final String CLEANUP = "--cleanup";
    private static final String KEPT = "--kept";
    private static final String PROVISIONED = "--provisioned-write-units";
    private static final List<String> OF_A_DRILL =
            List.of(TABLE, "--yes", "--keep-table", "--workers", "--max-write-units", PROVISIONED, "--temp-dir");

    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATE",
            defaultValue = Values.LATEST,
            converter = Values.LatestOrDate.class,
            description = "The backup's date, YYYY-MM-DD, or 'latest', which it is if not given.")
    @Nullable
    LocalDate date;

    @Option(
            names = TABLE,
            paramLabel = "NAME",
            converter = Values.TableName.class,
            description = "The backed up table. It is not touched, and need not exist any more.")
    @Nullable
    String table;

    @Option(names = "--yes", description = "Go on without asking.")
    boolean yes;

    @Option(
            names = "--keep-table",
            description = "Leave the scratch table there, to be looked at. '--cleanup --kept' deletes it.")
    boolean keepTable;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "" + RestoreRequest.DEFAULT_WORKERS,
            converter = Values.Workers.class,
            description = "Writes on their way at a time, 1 to 256; 5 if not given.")
    int workers;

    @Option(
            names = "--max-write-units",
            paramLabel = "COUNT",
            converter = Values.WriteUnits.class,
            description = "The most write units a second that the restore may consume; no limit if not given.")
    @Nullable
    Integer maxWriteUnits;

    @Option(
            names = PROVISIONED,
            paramLabel = "COUNT",
            converter = Values.WriteUnits.class,
            description =
                    "Create the scratch table with so many write units a second provisioned, and as many read units,"
                            + " as where the real table's capacity is provisioned. Paid by the hour; on demand if not given.")
    @Nullable
    Integer provisionedWriteUnits;

    @Option(
            names = "--temp-dir",
            paramLabel = "FOLDER",
            description = "Where the comparison's temporary files go: some 200 bytes for each item. The system's own"
                    + " folder if not given.")
    Path temporary = DrillRequest.USUAL_TEMPORARY;

    @Option(
            names = CLEANUP,
            description =
                    "Drill nothing, but delete the scratch tables of drills that died, and say of all others why they"
                            + " are left.")
    boolean cleanup;

    @Option(names = KEPT, description = "With " + CLEANUP + ": delete those that a drill was asked to keep, too.")
    boolean kept;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    TransportOption transport = new TransportOption();

    @Mixin
    RunOptions run = new RunOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    DrillCommand(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        if (cleanup) {
            requireNothingOfADrill();
            return cleanUp();
        }
        if (kept) {
            throw usage("%s goes with %s only".formatted(KEPT, CLEANUP));
        }
        String named = table;
        if (named == null) {
            throw usage("Missing required option: '%s=NAME'".formatted(TABLE));
        }
        return drill(
                new DrillRequest(date, named, workers, maxWriteUnits, provisionedWriteUnits, keepTable, temporary));
    }

    private int drill(DrillRequest request) {
        Map<String, String> variables = transport.over(settings.over(terminal.environment()));
        Settings parsed = Settings.forRestore(variables);
        Stop stop = run.stop();
        String id = RestoreId.create(terminal.clock().instant(), new SecureRandom());
        DrillReport report;
        try (ShowProgress progress = run.progress(terminal);
                Vault vault = opener.open(parsed, variables, progress, stop)) {
            onInterrupt(stop);
            report = vault.drill(request, id, confirmation(stop));
        }
        Answer answer = EncodeDrill.encode(report);
        terminal.out()
                .println(run.json ? answer.toJson() : DescribeDrill.text(report, parsed.bucket(), parsed.prefix()));
        return answer.exitCode();
    }

    private void onInterrupt(Stop stop) {
        interrupts.onInterrupt(() -> stop.request("an interrupt"));
    }

    private Confirmation confirmation(Stop stop) {
        BufferedReader keyboard = terminal.keyboard();
        if (yes) {
            return run.json || run.quiet ? Confirmation.GIVEN : this::show;
        }
        return estimate -> {
            if (terminal.redirected()) {
                throw AskForName.notConfirmed(
                        "standard error does not go to your terminal, so what it costs cannot be shown there");
            }
            show(estimate);
            if (keyboard == null) {
                throw AskForName.notConfirmed("there is no terminal at which to ask");
            }
            // Waiting for an answer, the command has nothing to bring to a safe end: Ctrl-C ends it at once.
            if (!interrupts.letGo("Interrupted. Nothing was created.")) {
                throw new DdbvaultException(ErrorCode.NOT_CONFIRMED, "Interrupted before anything was created.");
            }
            new AskForName(terminal.err(), keyboard).ask("Type yes to go on, anything else to leave it: ", "yes");
            onInterrupt(stop);
        };
    }

    private void show(DrillEstimate estimate) {
        terminal.err().println(DescribeDrill.text(estimate));
    }

    private int cleanUp() {
        Map<String, String> variables = settings.over(terminal.environment());
        CleanedDrills cleaned;
        try (Vault vault = opener.open(Settings.forRestore(variables), variables, ProgressListener.NONE, run.stop())) {
            cleaned = vault.cleanUpDrills(kept);
        }
        Answer answer = EncodeDrill.encode(cleaned);
        terminal.out().println(run.json ? answer.toJson() : DescribeDrill.text(cleaned));
        return answer.exitCode();
    }

    /** Ignored, each of them would seem to have done something. */
    private void requireNothingOfADrill() {
        List<String> others = new ArrayList<>();
        if (command.commandLine().getParseResult().hasMatchedPositional(0)) {
            others.add("DATE");
        }
        command.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.names()[0])
                .filter(OF_A_DRILL::contains)
                .forEach(others::add);
        if (!others.isEmpty()) {
            throw usage("%s goes without %s".formatted(CLEANUP, String.join(", ", others)));
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }
}
