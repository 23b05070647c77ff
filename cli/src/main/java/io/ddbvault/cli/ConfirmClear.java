package io.ddbvault.cli;

import io.ddbvault.cli.report.Human;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.JoinReports;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a clear would delete, as a dry run found it, and asks for each table's name. All of it on standard error:
 * standard output is for the answer.
 */
final class ConfirmClear {
    private static final int LONGEST_QUOTE = 100;

    private final PrintStream err;
    private final BufferedReader keyboard;

    ConfirmClear(PrintStream err, BufferedReader keyboard) {
        this.err = err;
        this.keyboard = keyboard;
    }

    /** @throws DdbvaultException {@code NOT_CONFIRMED} at the first answer that is not the table's name */
    void confirm(RestoreReport dryRun, ClearMode mode) {
        List<TableResult> tables = JoinReports.ready(dryRun);
        show(dryRun, mode, tables);
        for (int i = 0; i < tables.size(); i++) {
            ask(tables.get(i).target(), tables.size() == 1 ? "" : " (%d of %d)".formatted(i + 1, tables.size()));
        }
    }

    private void show(RestoreReport dryRun, ClearMode mode, List<TableResult> tables) {
        String these = tables.size() == 1 ? "this table holds" : "these tables hold";
        String backup = "the backup of %s, %s".formatted(dryRun.date(), dryRun.environment());
        err.println(
                switch (mode) {
                    case BEFORE -> "Everything that %s will be deleted. Then %s, is written.".formatted(these, backup);
                    case AFTER ->
                        "%s, will be written. Then everything else that %s now is deleted."
                                .formatted("T" + backup.substring(1), these);
                });
        tables.forEach(this::show);
        dryRun.results().stream()
                .filter(result -> result.status() != TableStatus.READY)
                .forEach(result -> err.println("  not touched: %s. %s".formatted(result.table(), result.error())));
        dryRun.warnings().forEach(warning -> err.println("warning: " + warning));
    }

    private void show(TableResult table) {
        err.println("  " + table.target() + (table.elsewhere() ? ", from the backup of " + table.table() : ""));
        Estimate estimate = table.estimate();
        if (estimate != null) {
            err.println("      holds about %s; the backup has %s"
                    .formatted(Human.count(estimate.existingItems(), "item"), Human.count(table.expectedItems())));
            err.println("      " + place(estimate.targetArn()));
        }
    }

    /** Where one may be wrong: with the credentials of another account, or in another Region. */
    private static String place(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 ? arn : "account %s, Region %s, %s".formatted(parts[4], parts[3], arn);
    }

    private void ask(String table, String which) {
        err.print("Type the table's name%s to go on, anything else to leave all as it is: ".formatted(which));
        err.flush();
        String answer = answer();
        if (answer == null) {
            err.println();
            throw notConfirmed("the input ended without an answer for %s".formatted(table));
        }
        if (!answer.strip().equals(table)) {
            String quoted = answer.length() <= LONGEST_QUOTE ? answer : answer.substring(0, LONGEST_QUOTE) + "…";
            throw notConfirmed("'%s' is not %s".formatted(quoted, table));
        }
    }

    private @Nullable String answer() {
        try {
            return keyboard.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private static DdbvaultException notConfirmed(String why) {
        return new DdbvaultException(
                ErrorCode.NOT_CONFIRMED,
                "Not confirmed: %s. Nothing was touched. --yes answers in advance, for scripts.".formatted(why));
    }
}
