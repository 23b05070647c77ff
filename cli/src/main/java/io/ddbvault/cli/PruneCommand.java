package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribePrune;
import io.ddbvault.cli.report.Human;
import io.ddbvault.core.catalog.EncodePrune;
import io.ddbvault.core.catalog.Prune;
import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.catalog.PrunePlan;
import io.ddbvault.core.catalog.PruneReport;
import io.ddbvault.core.catalog.RetentionRules;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import java.io.BufferedReader;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ddbvault prune}. */
@Command(
        name = "prune",
        description = "Show which backups no rule keeps, and with --confirm delete them.",
        footer = {
            "",
            "The rules count for each table by itself, and only backups that it can be restored from: days, weeks, months"
                    + " and years without one are not counted. The last good backup of a table is never deleted, whatever"
                    + " the rules, and neither is one that is not complete, cannot be read or is being restored.",
            "",
            "On a terminal, --confirm asks for the number of backups that go. Ends with 0 when all that no rule keeps is"
                    + " gone, or would be, with 2 if not all of it is, and with 1 if none is.",
            "",
            "Example, a dry run:",
            "  ddbvault prune --keep-daily 35 --keep-monthly 12 --keep-last 3 --bucket my-backups --environment production"
        })
final class PruneCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--keep-last",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Keep the last N, whatever their dates.")
    int last;

    @Option(
            names = "--keep-daily",
            paramLabel = "N",
            converter = Values.Count.class,
            description =
                    "Keep those of the last N days that have one. A date has one backup, so this is as --keep-last.")
    int daily;

    @Option(
            names = "--keep-weekly",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Keep the newest of each of the last N weeks that have one. Weeks begin on Monday.")
    int weekly;

    @Option(
            names = "--keep-monthly",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Keep the newest of each of the last N months that have one.")
    int monthly;

    @Option(
            names = "--keep-yearly",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Keep the newest of each of the last N years that have one.")
    int yearly;

    @Option(names = "--confirm", description = "Delete what goes. Without it nothing is changed.")
    boolean confirm;

    @Option(names = "--yes", description = "With --confirm: do not ask, also on a terminal.")
    boolean yes;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress. The answer, the question and errors are printed as ever.")
    boolean quiet;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    PruneCommand(Terminal terminal, Vault.Opener opener, Interrupts interrupts) {
        this.terminal = terminal;
        this.opener = opener;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() {
        RetentionRules rules = new RetentionRules(last, daily, weekly, monthly, yearly);
        if (rules.keepNothing()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say what to keep: at least one of --keep-last, --keep-daily, --keep-weekly, --keep-monthly and"
                            + " --keep-yearly, with a number above 0.");
        }
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        Stop stop = Stop.onRequest(InstantSource.system());
        try (Vault vault = opener.open(parsed, variables, ProgressListener.NONE, stop)) {
            Prune prune = new Prune(parsed.bucket(), vault.store(), vault.eraser(), vault.layout(), terminal.clock());
            PrunePlan plan = prune.plan(rules);
            if (!confirm || plan.with(Fate.GOES).isEmpty()) {
                return print(PruneReport.dryRun(plan));
            }
            try {
                ask(plan);
            } catch (DdbvaultException e) {
                return refused(plan, e);
            }
            interrupts.onInterrupt(() -> stop.request("an interrupt"));
            return print(prune.carryOut(plan, deleted -> tell(DescribePrune.done(deleted)), stop));
        }
    }

    /** Of a person at a terminal. A script has said --confirm, and knows what it does. */
    private void ask(PrunePlan plan) {
        BufferedReader keyboard = terminal.keyboard();
        if (yes) {
            return;
        }
        if (terminal.redirected()) {
            throw AskForName.notConfirmed(
                    "standard error does not go to your terminal, so what would be deleted cannot be shown there");
        }
        if (keyboard != null) {
            terminal.err().println(DescribePrune.plan(plan));
            int goes = plan.with(Fate.GOES).size();
            new AskForName(terminal.err(), keyboard)
                    .ask(
                            "Type the number of backups that go, %s, to delete them; anything else leaves all as it is: "
                                    .formatted(Human.count(goes)),
                            Integer.toString(goes));
        }
    }

    private void tell(String line) {
        if (!answer.json && !quiet) {
            terminal.err().println(line);
        }
    }

    private int print(PruneReport report) {
        Answer encoded = EncodePrune.encode(report);
        terminal.out().println(answer.json ? encoded.toJson() : DescribePrune.text(report));
        return encoded.exitCode();
    }

    /** What would have gone is told all the same. */
    private int refused(PrunePlan plan, DdbvaultException why) {
        if (why.code() != ErrorCode.NOT_CONFIRMED) {
            throw why;
        }
        Answer refusal = EncodePrune.refusal(plan, why);
        if (answer.json) {
            terminal.out().println(refusal.toJson());
        } else {
            terminal.err().println("error: " + why.text());
        }
        return refusal.exitCode();
    }
}
