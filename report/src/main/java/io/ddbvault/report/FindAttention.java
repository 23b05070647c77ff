package io.ddbvault.report;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.report.Attention.Severity;
import io.ddbvault.report.Day.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a person should look at, most urgent first. Pure. */
final class FindAttention {
    private final Instant now;
    private final LocalDate today;
    private final List<Day> days;
    private final List<TableHistory> tables;
    private final List<Attention> found = new ArrayList<>();

    private FindAttention(Instant now, LocalDate today, List<Day> days, List<TableHistory> tables) {
        this.now = now;
        this.today = today;
        this.days = days;
        this.tables = tables;
    }

    /** @param days oldest first */
    static List<Attention> find(Instant now, LocalDate today, List<Day> days, List<TableHistory> tables) {
        FindAttention find = new FindAttention(now, today, days, tables);
        find.lookAtNewest();
        find.lookForDamage();
        find.lookAtDays();
        find.lookForDrops();
        find.lookForUnproven();
        // Stable: within a severity the order above.
        find.found.sort(Comparator.comparing(Attention::severity));
        return find.found;
    }

    private void lookAtNewest() {
        TableNight newest = tables.stream()
                .flatMap(table -> table.newest().stream())
                .max(Comparator.comparing(TableNight::dataTime).thenComparing(TableNight::date))
                .orElse(null);
        if (newest == null) {
            add(
                    Severity.URGENT,
                    "no_backup",
                    "There is no backup that a table could be restored from",
                    days.isEmpty()
                            ? "The bucket holds no backup of this period under this prefix."
                            : "Not one export of this period is complete.",
                    "Check bucket and prefix, and make a backup now.",
                    "ddbvault backup",
                    List.of(),
                    List.of());
            return;
        }
        Duration age = age(newest);
        if (age.compareTo(ReportPage.OLD) > 0) {
            add(
                    Severity.URGENT,
                    "last_backup_old",
                    "The newest backup is %s old".formatted(Say.age(age)),
                    "What was written since %s cannot be restored from a backup. More than %d hours means that a night was left out."
                            .formatted(Say.date(newest.date()), ReportPage.OLD.toHours()),
                    "Find out why the schedule did not run, and make a backup now.",
                    "ddbvault backup",
                    List.of(),
                    List.of(newest.date()));
        }
        newestWithTables().ifPresent(this::lookForFailed);
        lookForGone();
    }

    private Duration age(TableNight night) {
        // A manifest without times still has its date: at worst its data is as old as that day's beginning.
        Instant time = night.dataTime().isAfter(Instant.EPOCH)
                ? night.dataTime()
                : night.date().atStartOfDay().toInstant(ZoneOffset.UTC);
        return Duration.between(time, now);
    }

    private Optional<Day> newestWithTables() {
        return newestFirst().stream().filter(day -> day.tables() > 0).findFirst();
    }

    private void lookForFailed(Day day) {
        List<Trouble> troubles =
                day.troubles().stream().filter(trouble -> !trouble.running()).toList();
        if (troubles.isEmpty()) {
            return;
        }
        List<String> names = troubles.stream().map(Trouble::table).toList();
        add(
                Severity.URGENT,
                "tables_failed",
                troubles.size() == 1
                        ? "%s is not in the newest backup".formatted(names.get(0))
                        : "%s of %s are not in the newest backup"
                                .formatted(Say.count(troubles.size()), Say.count(day.tables(), "table")),
                troubles.size() == 1
                        ? "Its export of %s says: %s"
                                .formatted(
                                        Say.date(day.date()),
                                        sentence(troubles.get(0).text()))
                        : "%s. The first export says: %s"
                                .formatted(
                                        Say.names(names),
                                        sentence(troubles.get(0).text())),
                "Mend the reason, and back up %s again."
                        .formatted(troubles.size() == 1 ? "this table" : "these tables"),
                command("ddbvault backup --table ", names),
                names,
                List.of(day.date()));
    }

    private void lookForGone() {
        List<String> gone = tables.stream()
                .filter(table -> !table.current())
                .filter(table -> table.newest()
                        .filter(night -> !night.date().isBefore(today.minusDays(ReportPage.DROP_DAYS)))
                        .isPresent())
                .map(TableHistory::name)
                .toList();
        if (!gone.isEmpty()) {
            add(
                    Severity.WARNING,
                    "tables_gone",
                    gone.size() == 1
                            ? "%s is no longer backed up".formatted(gone.get(0))
                            : "%s are no longer backed up".formatted(Say.count(gone.size(), "table")),
                    "%s in a backup of the last %d days, and the newest does not name %s."
                            .formatted(
                                    gone.size() == 1 ? "It is" : Say.names(gone) + " are",
                                    ReportPage.DROP_DAYS,
                                    gone.size() == 1 ? "it" : "them"),
                    "If that was not meant, put the name back into DYNAMODB_TABLES, or into dynamodb_tables of the Terraform module.",
                    null,
                    gone,
                    List.of());
        }
    }

    private void lookForDamage() {
        for (TableHistory table : tables) {
            damage(table).ifPresent(bad -> damaged(table.name(), bad));
        }
        for (TableHistory table : tables) {
            DrillResult drill = table.drill();
            if (drill != null && drill.verdict() == Verdict.BAD) {
                add(
                        Severity.URGENT,
                        "drill_bad",
                        "The last rehearsal of %s failed".formatted(table.name()),
                        "On %s its backup of %s was restored into a scratch table, and what came out is not what the backup holds."
                                .formatted(Say.date(drill.endedAt()), Say.date(drill.backupDate())),
                        "Verify that backup, and rehearse again.",
                        command(
                                "ddbvault verify %s --deep --table ".formatted(drill.backupDate()),
                                List.of(table.name())),
                        List.of(table.name()),
                        List.of(drill.backupDate()));
            }
        }
    }

    /** The newest bad verification that no later one, at least as deep, has overtaken. */
    private static Optional<Verification> damage(TableHistory table) {
        Verification worst = null;
        for (Depth depth : Depth.values()) {
            Verification one = table.verifications().of(depth).orElse(null);
            if (one != null && one.verdict() == Verdict.BAD && !overtaken(table, depth, one)) {
                worst = one;
            }
        }
        return Optional.ofNullable(worst);
    }

    private static boolean overtaken(TableHistory table, Depth depth, Verification bad) {
        for (Depth other : Depth.values()) {
            Verification later = table.verifications().of(other).orElse(null);
            if (other.compareTo(depth) >= 0
                    && later != null
                    && later.verdict() == Verdict.GOOD
                    && later.verifiedAt().isAfter(bad.verifiedAt())) {
                return true;
            }
        }
        return false;
    }

    private void damaged(String table, Verification bad) {
        String first = bad.problems().isEmpty()
                ? ""
                : " It says: " + sentence(bad.problems().get(0));
        add(
                Severity.URGENT,
                "verification_bad",
                "The backup of %s of %s is damaged".formatted(table, Say.date(bad.date())),
                "A verification found so on %s.%s".formatted(Say.date(bad.verifiedAt()), first),
                "Do not rely on this backup. Verify again, and if the bucket keeps versions, bring back the object's earlier one.",
                command("ddbvault verify %s --deep --table ".formatted(bad.date()), List.of(table)),
                List.of(table),
                List.of(bad.date()));
    }

    private void lookAtDays() {
        List<LocalDate> unreadable = recent(DayState.UNREADABLE);
        if (!unreadable.isEmpty()) {
            boolean newest = newestFirst().stream()
                    .filter(day -> day.state() != DayState.AHEAD && day.state() != DayState.MISSING)
                    .findFirst()
                    // Of today it may just be beginning.
                    .filter(day ->
                            day.state() == DayState.UNREADABLE && day.date().isBefore(today))
                    .isPresent();
            add(
                    newest ? Severity.URGENT : Severity.WARNING,
                    "backups_unreadable",
                    unreadable.size() == 1
                            ? "The backup of %s cannot be read".formatted(Say.date(unreadable.get(0)))
                            : "%s cannot be read".formatted(Say.count(unreadable.size(), "backup")),
                    "There is a folder, and no manifest in it that says what is in the backup.",
                    "Bring back the manifest's earlier version if the bucket keeps versions, or finish that date's backup.",
                    "ddbvault backup --date " + unreadable.get(0),
                    List.of(),
                    unreadable);
        }
        List<LocalDate> running = recent(DayState.RUNNING).stream()
                .filter(date -> date.isBefore(today))
                .toList();
        if (!running.isEmpty()) {
            add(
                    Severity.WARNING,
                    "backups_unfinished",
                    "The backup of %s never came to its end".formatted(dates(running)),
                    "Exports of it were running when anybody last looked. DynamoDB ended them long ago; only the manifest does not say so yet.",
                    "Finish it; that starts no new export.",
                    "ddbvault backup --date " + running.get(0),
                    List.of(),
                    running);
        }
        List<LocalDate> missing = recent(DayState.MISSING);
        if (!missing.isEmpty()) {
            add(
                    Severity.WARNING,
                    "days_missing",
                    missing.size() == 1
                            ? "There is no backup of %s".formatted(Say.date(missing.get(0)))
                            : "%s of the last %d days have no backup"
                                    .formatted(Say.count(missing.size()), ReportPage.MISSING_DAYS),
                    missing.size() == 1
                            ? "No backup was even begun on that day."
                            : "No backup was even begun on %s.".formatted(dates(missing)),
                    "Look at the schedule's runs of those days. A day that has passed can still be exported while point-in-time recovery reaches back to it.",
                    "ddbvault doctor",
                    List.of(),
                    missing);
        }
    }

    private List<LocalDate> recent(DayState state) {
        LocalDate from = today.minusDays(ReportPage.MISSING_DAYS);
        return newestFirst().stream()
                .filter(day -> day.state() == state && !day.date().isBefore(from))
                .map(Day::date)
                .toList();
    }

    private void lookForDrops() {
        for (TableHistory table : tables) {
            List<TableNight> known =
                    table.nights().stream().filter(TableNight::counted).toList();
            drop(known).ifPresent(drop -> dropped(table.name(), drop));
        }
    }

    private record Drop(TableNight before, TableNight after, boolean items) {}

    /** The newest drop of the last days from which the table has not come back since. */
    private Optional<Drop> drop(List<TableNight> nights) {
        for (int i = nights.size() - 1; i > 0; i--) {
            TableNight before = nights.get(i - 1);
            TableNight after = nights.get(i);
            if (after.date().isBefore(today.minusDays(ReportPage.DROP_DAYS))) {
                return Optional.empty();
            }
            TableNight now = nights.get(nights.size() - 1);
            if (before.items() < ReportPage.DROP_ITEMS) {
                continue;
            }
            if (fell(before.items(), after.items()) && fell(before.items(), now.items())) {
                return Optional.of(new Drop(before, after, true));
            }
            if (fell(before.bytes(), after.bytes()) && fell(before.bytes(), now.bytes())) {
                return Optional.of(new Drop(before, after, false));
            }
        }
        return Optional.empty();
    }

    private static boolean fell(long before, long after) {
        return after < before * ReportPage.DROP;
    }

    private void dropped(String table, Drop drop) {
        LocalDate before = drop.before().date();
        LocalDate after = drop.after().date();
        long was = drop.items() ? drop.before().items() : drop.before().bytes();
        long is = drop.items() ? drop.after().items() : drop.after().bytes();
        add(
                Severity.WARNING,
                drop.items() ? "items_dropped" : "bytes_dropped",
                "%s lost %s of its %s".formatted(table, Say.percent(was - is, was), drop.items() ? "items" : "bytes"),
                "From %s on %s to %s on %s."
                        .formatted(
                                drop.items() ? Say.count(was, "item") : Say.bytes(was),
                                Say.date(before),
                                drop.items() ? Say.count(is) : Say.bytes(is),
                                Say.date(after)),
                "See what is gone. If that was not meant, the backup of %s still has it.".formatted(Say.date(before)),
                Settings.isTableName(table) ? "ddbvault diff %s %s --with %s".formatted(before, table, after) : null,
                List.of(table),
                List.of(after, before));
    }

    private void lookForUnproven() {
        List<String> unverified = tables.stream()
                .filter(TableHistory::current)
                .filter(table -> table.verifications()
                        .of(Depth.DEEP)
                        .filter(one -> one.verdict() == Verdict.BAD || BuildReport.isRecentlyVerified(one, now))
                        .isEmpty())
                .map(TableHistory::name)
                .toList();
        if (!unverified.isEmpty()) {
            add(
                    Severity.NOTICE,
                    "not_verified",
                    "%s not verified deep in the last %d days".formatted(were(unverified), ReportPage.VERIFY_DAYS),
                    "Nobody has read every byte of %s since.%s"
                            .formatted(unverified.size() == 1 ? "its backup" : "their backups", list(unverified)),
                    "Verify the newest backup. It reads the bucket alone.",
                    "ddbvault verify latest --deep",
                    unverified,
                    List.of());
        }
        List<String> undrilled = tables.stream()
                .filter(TableHistory::current)
                .filter(table -> {
                    DrillResult drill = table.drill();
                    return drill == null
                            || (drill.verdict() == Verdict.GOOD && !BuildReport.isRecentlyDrilled(drill, now));
                })
                .map(TableHistory::name)
                .toList();
        if (!undrilled.isEmpty()) {
            add(
                    Severity.NOTICE,
                    "not_drilled",
                    "%s not rehearsed in the last %d days".formatted(were(undrilled), ReportPage.DRILL_DAYS),
                    "How long a restore takes, and that it works, is best known before the day that needs it.%s"
                            .formatted(list(undrilled)),
                    "Rehearse a restore into a scratch table, which is deleted afterwards.",
                    command("ddbvault drill latest --table ", List.of(undrilled.get(0))),
                    undrilled,
                    List.of());
        }
    }

    private static String were(List<String> names) {
        return names.size() == 1 ? names.get(0) + " was" : Say.count(names.size(), "table") + " were";
    }

    /** For a sentence that has not named them yet. */
    private static String list(List<String> names) {
        return names.size() == 1 ? "" : " Concerned: %s.".formatted(Say.names(names));
    }

    private static String dates(List<LocalDate> dates) {
        return Say.names(dates.stream().map(Say::date).toList());
    }

    private static String sentence(String text) {
        String stripped = text.strip();
        return stripped.endsWith(".") ? stripped : stripped + ".";
    }

    private List<Day> newestFirst() {
        List<Day> newestFirst = new ArrayList<>(days);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** People copy it into a shell, so it holds no name that DynamoDB would not allow, whatever the bucket says. */
    private static @Nullable String command(String beginning, List<String> tables) {
        return tables.stream().allMatch(Settings::isTableName) ? beginning + String.join(",", tables) : null;
    }

    private void add(
            Severity severity,
            String kind,
            String title,
            String reason,
            String action,
            @Nullable String command,
            List<String> concerned,
            List<LocalDate> dates) {
        found.add(new Attention(severity, kind, title, reason, action, command, concerned, dates));
    }
}
