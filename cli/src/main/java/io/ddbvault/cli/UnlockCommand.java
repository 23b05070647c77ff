package io.ddbvault.cli;

import io.ddbvault.aws.Vault;
import io.ddbvault.cli.report.DescribeLock;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.state.EncodeLock;
import io.ddbvault.core.state.LockState;
import io.ddbvault.core.state.TableLock;
import java.io.BufferedReader;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddbvault unlock}. */
@Command(
        name = "unlock",
        description = "Show which restore has locked a table, and take the lock away from it.",
        footer = {
            "",
            "A restore that died needs no unlock: its lock expires by itself, two minutes after it was last seen alive."
                    + " On a terminal the table's name is asked for before anything is removed; elsewhere --yes is"
                    + " needed. Ends with 0 if the table is not locked any more, and with 1 if it still is.",
            "",
            "Example:",
            "  ddbvault unlock mfa-api_production_user_global --bucket my-backups --environment production"
        })
final class UnlockCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Vault.Opener opener;

    @Parameters(paramLabel = "TABLE", converter = Values.TableName.class, description = "The table that is locked.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    String table;

    @Option(names = "--yes", description = "Remove the lock without asking, also on a terminal.")
    boolean yes;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Mixin
    JsonOptions answer = new JsonOptions();

    @Mixin
    CommonOptions common = new CommonOptions();

    UnlockCommand(Terminal terminal, Vault.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        Map<String, String> variables = settings.over(terminal.environment());
        Settings parsed = Settings.forRestore(variables);
        try (Vault vault =
                opener.open(parsed, variables, ProgressListener.NONE, Stop.onRequest(InstantSource.system()))) {
            return unlock(vault);
        }
    }

    private int unlock(Vault vault) {
        LockState found = vault.lock(table);
        TableLock lock = found.lock();
        if (!answer.json) {
            terminal.out().println(DescribeLock.text(found));
        }
        if (lock == null || !found.alive()) {
            return done(found, false, "");
        }
        try {
            confirm(lock);
        } catch (DdbvaultException e) {
            return refused(found, e);
        }
        boolean removed = vault.unlock(found);
        return removed
                ? done(found, true, "The lock is removed. " + DescribeLock.consequence(lock))
                : done(vault.lock(table), false, "It was released, or expired, before it could be removed.");
    }

    private void confirm(TableLock lock) {
        BufferedReader keyboard = terminal.keyboard();
        if (yes) {
            return;
        }
        if (keyboard == null) {
            throw AskForName.notConfirmed("there is no terminal at which to ask for the table's name");
        }
        terminal.err().println(DescribeLock.consequence(lock));
        new AskForName(terminal.err(), keyboard)
                .ask("Type the table's name to remove the lock, anything else to leave it: ", table);
    }

    private int done(LockState state, boolean removed, String text) {
        if (answer.json) {
            terminal.out().println(EncodeLock.encode(state, removed).toJson());
        } else if (!text.isEmpty()) {
            terminal.out().println(text);
        }
        return ExitCode.OK;
    }

    /** What was found is told all the same. */
    private int refused(LockState found, DdbvaultException why) {
        Answer refusal = EncodeLock.refusal(found, why);
        if (answer.json) {
            terminal.out().println(refusal.toJson());
        } else {
            terminal.err().println("error: " + why.text());
        }
        return refusal.exitCode();
    }
}
