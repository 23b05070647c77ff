package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Says which backups the rules keep, and by which rule. Each table counts for itself, over the dates that it can be restored
 * from: a date stays if one of its tables needs it. Pure.
 */
final class ApplyRules {
    private static final int NAMED = 3;

    private final RetentionRules rules;
    /** By date, rule and table. */
    private final Map<LocalDate, Map<String, Set<String>>> kept = new TreeMap<>();

    private ApplyRules(RetentionRules rules) {
        this.rules = rules;
    }

    /**
     * @param backups newest first
     * @return of each date that stays the rules that keep it, each with the tables that it keeps it for where these are not
     *     all that it holds
     */
    static Map<LocalDate, List<String>> apply(RetentionRules rules, List<CatalogedBackup> backups) {
        ApplyRules applied = new ApplyRules(rules);
        tables(backups).forEach(table -> applied.keep(table, dates(table, backups)));
        return applied.reasons(backups);
    }

    static Set<String> tables(Collection<CatalogedBackup> backups) {
        Set<String> tables = new TreeSet<>();
        backups.forEach(backup -> backup.exports().stream()
                .map(TableExport::tableName)
                .filter(backup::holds)
                .forEach(tables::add));
        return tables;
    }

    private static List<LocalDate> dates(String table, List<CatalogedBackup> backups) {
        return backups.stream()
                .filter(backup -> backup.holds(table))
                .map(CatalogedBackup::date)
                .toList();
    }

    private void keep(String table, List<LocalDate> newestFirst) {
        keep("last", rules.last(), table, newestFirst, date -> date);
        keep("daily", rules.daily(), table, newestFirst, date -> date);
        keep(
                "weekly",
                rules.weekly(),
                table,
                newestFirst,
                date -> date.get(IsoFields.WEEK_BASED_YEAR) * 100 + date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        keep("monthly", rules.monthly(), table, newestFirst, date -> date.getYear() * 100 + date.getMonthValue());
        keep("yearly", rules.yearly(), table, newestFirst, LocalDate::getYear);
    }

    private void keep(
            String rule, int count, String table, List<LocalDate> newestFirst, Function<LocalDate, Object> period) {
        Set<Object> seen = new HashSet<>();
        for (LocalDate date : newestFirst) {
            Object itsPeriod = period.apply(date);
            if (seen.contains(itsPeriod)) {
                continue;
            }
            if (seen.size() == count) {
                return;
            }
            seen.add(itsPeriod);
            kept.computeIfAbsent(date, any -> new TreeMap<>())
                    .computeIfAbsent(rule, any -> new TreeSet<>())
                    .add(table);
        }
    }

    private Map<LocalDate, List<String>> reasons(List<CatalogedBackup> backups) {
        Map<LocalDate, List<String>> reasons = new TreeMap<>();
        for (CatalogedBackup backup : backups) {
            Map<String, Set<String>> byRule = kept.get(backup.date());
            if (byRule != null) {
                List<String> texts = new ArrayList<>();
                for (String rule : List.of("last", "daily", "weekly", "monthly", "yearly")) {
                    Set<String> tables = byRule.get(rule);
                    if (tables != null) {
                        texts.add(tables.size() == backup.good() ? rule : rule + " of " + names(tables));
                    }
                }
                reasons.put(backup.date(), texts);
            }
        }
        return reasons;
    }

    /** {@code a, b, c and 4 more}. */
    static String names(Collection<String> names) {
        String shown = String.join(", ", names.stream().limit(NAMED).toList());
        return names.size() <= NAMED ? shown : "%s and %d more".formatted(shown, names.size() - NAMED);
    }
}
