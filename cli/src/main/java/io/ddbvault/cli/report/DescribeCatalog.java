package io.ddbvault.cli.report;

import io.ddbvault.core.catalog.BackupList;
import io.ddbvault.core.catalog.BackupList.NewestGood;
import io.ddbvault.core.catalog.BackupState;
import io.ddbvault.core.catalog.CatalogedBackup;
import io.ddbvault.core.catalog.Gap;
import io.ddbvault.core.manifest.ExportTotals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Which backups there are, for people. Pure. */
public final class DescribeCatalog {
    private DescribeCatalog() {}

    /** Several lines, the last without its end. */
    public static String text(BackupList list) {
        TextTable table = new TextTable("llrrrr");
        table.row("DATE", "STATE", "TABLES", "ITEMS", "SIZE", "AGE");
        Deque<Gap> gaps = new ArrayDeque<>(list.gaps());
        for (CatalogedBackup backup : list.backups()) {
            while (!gaps.isEmpty() && gaps.getFirst().from().isAfter(backup.date())) {
                gap(gaps.removeFirst(), table);
            }
            backup(backup, list, table);
        }
        gaps.forEach(gap -> gap(gap, table));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(sum(list));
        list.behind().forEach(behind -> lines.add(behind(behind)));
        return String.join(System.lineSeparator(), lines);
    }

    private static void backup(CatalogedBackup backup, BackupList list, TextTable table) {
        String problem = backup.problem();
        if (problem != null) {
            table.row(backup.date().toString(), backup.state().name());
            table.detail(problem);
            return;
        }
        ExportTotals totals = backup.totals();
        table.row(
                backup.date().toString(),
                backup.state().name(),
                backup.good() + "/" + backup.exports().size(),
                Human.count(totals.items()),
                Human.bytes(totals.bytes()),
                age(Duration.between(backup.dataTime(), list.now())));
    }

    private static void gap(Gap gap, TextTable table) {
        table.row(
                gap.to().toString(),
                "MISSING",
                gap.days() == 1 ? "no backup" : "no backup on %s, from %s on".formatted(days(gap.days()), gap.from()));
    }

    private static String sum(BackupList list) {
        List<String> states = new ArrayList<>();
        for (BackupState state : BackupState.values()) {
            long count = list.count(state);
            if (count > 0) {
                states.add(Human.count(count) + " " + state);
            }
        }
        long missing = list.gaps().stream().mapToLong(Gap::days).sum();
        return "%s%s: %s; %s."
                .formatted(
                        Human.count(list.backups().size(), "backup"),
                        list.table() == null ? "" : " of " + list.table(),
                        String.join(", ", states),
                        missing == 0
                                ? "no day is missing"
                                : days(missing) + (missing == 1 ? " is" : " are") + " missing");
    }

    private static String behind(NewestGood table) {
        return table.date() == null
                ? "%s: none of these backups is good.".formatted(table.table())
                : "%s: the newest good backup is of %s.".formatted(table.table(), table.date());
    }

    private static String days(long days) {
        return Human.count(days, "day");
    }

    /** {@code 12 min}, {@code 47 h}, {@code 3 days}: as exact as one asks at that age. */
    static String age(Duration age) {
        if (age.toMinutes() < 60) {
            return Math.max(0, age.toMinutes()) + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : days(age.toDays());
    }
}
