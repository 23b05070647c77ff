package io.ddbvault.cli;

import io.ddbvault.cli.report.DescribeCost;
import io.ddbvault.cli.report.Human;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.JoinReports;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableStatus;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.List;

/**
 * Shows what a clear would delete, as a dry run found it, and asks for each table's name. All of it on standard error:
 * standard output is for the answer.
 */
final class ConfirmClear {
    private final PrintStream err;
    private final AskForName askForName;

    ConfirmClear(PrintStream err, BufferedReader keyboard) {
        this.err = err;
        this.askForName = new AskForName(err, keyboard);
    }

    /** @throws DdbvaultException {@code NOT_CONFIRMED} at the first answer that is not the table's name */
    void confirm(RestoreReport dryRun, ClearMode mode) {
        List<TableResult> tables = JoinReports.ready(dryRun);
        show(dryRun, mode, tables);
        for (int i = 0; i < tables.size(); i++) {
            String which = tables.size() == 1 ? "" : " (%d of %d)".formatted(i + 1, tables.size());
            askForName.ask(
                    "Type the table's name%s to go on, anything else to leave all as it is: ".formatted(which),
                    tables.get(i).target());
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
            err.println("      " + DescribeCost.costs(estimate, false) + "; " + DescribeCost.takes(estimate.cost()));
            err.println("      " + place(estimate.targetArn()));
        }
    }

    /** Where one may be wrong: with the credentials of another account, or in another Region. */
    private static String place(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 ? arn : "account %s, Region %s, %s".formatted(parts[4], parts[3], arn);
    }
}
