package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeEngines;
import io.ddbvault.cli.report.DescribeRestore;
import io.ddbvault.cli.report.DescribeStatus;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.engine.AdviseOnEngine;
import io.ddbvault.core.engine.EncodeEngines;
import io.ddbvault.core.engine.EngineAdvice;
import io.ddbvault.core.engine.EngineCommand;
import io.ddbvault.core.engine.EngineEstimate;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.EncodeReport;
import io.ddbvault.core.restore.EncodeStatus;
import io.ddbvault.core.restore.JoinReports;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.UnfinishedRestores;
import java.io.BufferedReader;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
            "      --date 2025-07-22 --table mfa-api_production_user_global --dry-run",
            "",
            "To bring back what was deleted, and leave alone what is there:",
            "  ddbvault restore --date 2025-07-22 --table mfa-api_production_user_global --only-missing",
            "To write only what differs from the backup:",
            "  ddbvault restore --date 2025-07-22 --table mfa-api_production_user_global --only-changed",
            "This brings back two items, and touches no other:",
            "  ddbvault restore --table users --key id=u-3 --key id=u-7",
            "Its first line on standard error is its id. Where a restore stopped, this goes on with it:",
            "  ddbvault restore --restore-id 20250722T030000Z-1a2b3c4d",
            "Where single items were refused, this writes them again once the cause is mended:",
            "  ddbvault restore --rejects native-exports/_state/restores/20250722T030000Z-1a2b3c4d/"
                    + "rejects-mfa-api_production_user_global.jsonl",
            "This says on what a large restore should run, and writes nothing:",
            "  ddbvault restore --table mfa-api_production_user_global --engine auto --deadline 8h",
            "'ddbvault restore --unfinished' lists all that have not ended, and 'ddbvault status ID' shows one of them."
        })
final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;
    private final Interrupts interrupts;

    @Mixin
    RestoreOptions restore = new RestoreOptions();

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    TransportOption transport = new TransportOption();

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
        return restore.listsUnfinished() ? listUnfinished() : restore();
    }

    private int listUnfinished() {
        Map<String, String> variables = settings.over(terminal.environment());
        UnfinishedRestores unfinished;
        try (Vault vault = opener.open(Settings.forRestore(variables), variables, ProgressListener.NONE, run.stop())) {
            unfinished = vault.unfinishedRestores();
        }
        terminal.out().println(run.json ? EncodeStatus.encode(unfinished).toJson() : DescribeStatus.text(unfinished));
        return ExitCode.OK;
    }

    private int restore() {
        RestoreRequest asked = restore.request();
        Map<String, String> variables = transport.over(settings.over(terminal.environment()));
        Settings parsed = Settings.forRestore(variables);
        BufferedReader keyboard = terminal.keyboard();
        boolean ask = asked.clearExistingData() && !asked.dryRun() && !restore.yes;
        if (ask && terminal.redirected()) {
            throw AskForName.notConfirmed(
                    "standard error does not go to your terminal, so what would be deleted cannot be shown there");
        }
        RestoreReport looked = keyboard != null && ask ? look(asked, parsed, variables, keyboard) : null;
        Answer answer;
        String text;
        try (ShowProgress progress = run.progress(terminal);
                Vault vault = open(parsed, variables, progress)) {
            RestoreReport report = looked == null ? vault.restore(asked) : restore(vault, looked, asked);
            answer = EncodeReport.encode(report);
            text = run.json ? vault.fit(answer).toJson() : DescribeRestore.text(report);
            if (restore.engine != null && !JoinReports.ready(report).isEmpty()) {
                return advise(vault, report, asked, answer, text);
            }
        }
        terminal.out().println(text);
        return answer.exitCode();
    }

    private int advise(Vault vault, RestoreReport report, RestoreRequest asked, Answer answer, String text) {
        EngineAdvice advice = new AdviseOnEngine(
                        vault.tables(), Runtime.getRuntime().availableProcessors())
                .advise(report, asked, restore.deadline);
        Function<EngineEstimate, String> command = engine -> EngineCommand.of(engine, asked, restore.typed());
        terminal.out()
                .println(
                        run.json
                                ? vault.fit(EncodeEngines.with(answer, advice, command))
                                        .toJson()
                                : text + System.lineSeparator() + DescribeEngines.text(advice, command));
        return answer.exitCode();
    }

    private Vault open(Settings parsed, Map<String, String> variables, ProgressListener progress) {
        Stop stop = run.stop();
        interrupts.onInterrupt(() -> stop.request("an interrupt"));
        return opener.open(parsed, variables, progress, stop);
    }

    /** A dry run of what is asked, and the question. Returned from, everything that would be deleted is confirmed. */
    private RestoreReport look(
            RestoreRequest asked, Settings parsed, Map<String, String> variables, BufferedReader keyboard) {
        terminal.err().println("Checking the backup and the tables; nothing is touched yet.");
        RestoreReport found;
        try (Vault vault = open(parsed, variables, ProgressListener.NONE)) {
            found = vault.restore(asked.toBuilder().dryRun(true).build());
        }
        // Waiting for an answer, the command has nothing to bring to a safe end: Ctrl-C ends it at once.
        if (!interrupts.letGo("Interrupted. Nothing was touched.")) {
            throw new DdbvaultException(ErrorCode.NOT_CONFIRMED, "Interrupted before anything was touched.");
        }
        if (!JoinReports.ready(found).isEmpty()) {
            new ConfirmClear(terminal.err(), keyboard).confirm(found, asked.clearMode());
        }
        return found;
    }

    private static RestoreReport restore(Vault vault, RestoreReport looked, RestoreRequest asked) {
        RestoreRequest confirmed = JoinReports.requestFor(looked, asked);
        boolean nothing = JoinReports.ready(looked).isEmpty();
        return JoinReports.join(looked, nothing ? null : vault.restore(confirmed));
    }
}
