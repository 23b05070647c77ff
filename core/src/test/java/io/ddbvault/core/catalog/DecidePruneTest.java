package io.ddbvault.core.catalog;

import static io.ddbvault.core.catalog.SampleBackups.backup;
import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static io.ddbvault.core.manifest.SampleExports.export;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which backups stay and which go: what is deleted by mistake here is gone. */
class DecidePruneTest {
    private static final LocalDate TODAY = LocalDate.parse("2025-07-22");
    private static final RetentionRules LAST_1 = new RetentionRules(1, 0, 0, 0, 0);

    @Test
    void theLastOnesStayWhateverTheirDates() {
        List<CatalogedBackup> backups = good("2025-07-20", "2025-03-01", "2024-12-31", "2023-01-01");

        assertThat(decide(new RetentionRules(2, 0, 0, 0, 0), backups))
                .containsExactly(
                        "2025-07-20 KEPT last",
                        "2025-03-01 KEPT last",
                        "2024-12-31 GOES no rule keeps it",
                        "2023-01-01 GOES no rule keeps it");
    }

    @Test
    void daysWithoutABackupAreNotCounted() {
        assertThat(decide(
                        new RetentionRules(0, 3, 0, 0, 0),
                        good("2025-07-20", "2025-07-10", "2025-07-09", "2025-07-08")))
                .containsExactly(
                        "2025-07-20 KEPT daily",
                        "2025-07-10 KEPT daily",
                        "2025-07-09 KEPT daily",
                        "2025-07-08 GOES no rule keeps it");
    }

    /** The 29th of December 2024 is a Sunday: the last day of a week, and not of the year. */
    @Test
    void ofAWeekAMonthAndAYearTheNewestStays() {
        List<CatalogedBackup> backups = good(
                "2025-01-06",
                "2025-01-05",
                "2025-01-01",
                "2024-12-31",
                "2024-12-30",
                "2024-12-29",
                "2024-12-28",
                "2023-06-01");

        assertThat(decide(new RetentionRules(0, 0, 3, 0, 0), backups))
                .filteredOn(line -> line.contains("KEPT"))
                .containsExactly("2025-01-06 KEPT weekly", "2025-01-05 KEPT weekly", "2024-12-29 KEPT weekly");
        assertThat(decide(new RetentionRules(0, 0, 0, 2, 0), backups))
                .filteredOn(line -> line.contains("KEPT"))
                .containsExactly("2025-01-06 KEPT monthly", "2024-12-31 KEPT monthly");
        assertThat(decide(new RetentionRules(0, 0, 0, 0, 9), backups))
                .filteredOn(line -> line.contains("KEPT"))
                .containsExactly("2025-01-06 KEPT yearly", "2024-12-31 KEPT yearly", "2023-06-01 KEPT yearly");
    }

    @Test
    void theSameMonthOfTwoYearsIsTwoMonths() {
        assertThat(decide(new RetentionRules(0, 0, 0, 2, 0), good("2025-07-20", "2024-07-20", "2024-07-19")))
                .containsExactly(
                        "2025-07-20 KEPT monthly", "2024-07-20 KEPT monthly", "2024-07-19 GOES no rule keeps it");
    }

    @Test
    void allRulesThatKeepADateAreNamed() {
        assertThat(decide(new RetentionRules(1, 1, 1, 1, 1), good("2025-07-20", "2025-07-19")))
                .containsExactly(
                        "2025-07-20 KEPT last, daily, weekly, monthly, yearly", "2025-07-19 GOES no rule keeps it");
    }

    @Test
    void eachTableCountsForItself() {
        List<CatalogedBackup> backups = List.of(
                backup("2025-07-20", export("users", 1, COMPLETED), export("orders", 1, FAILED)),
                backup("2025-07-19", export("users", 1, COMPLETED), export("orders", 1, COMPLETED)),
                backup("2025-07-18", export("users", 1, COMPLETED), export("orders", 1, COMPLETED)),
                backup("2025-07-17", export("users", 1, COMPLETED), export("orders", 1, COMPLETED)));

        assertThat(decide(new RetentionRules(2, 0, 0, 0, 0), backups))
                .containsExactly(
                        "2025-07-20 KEPT last",
                        "2025-07-19 KEPT last",
                        "2025-07-18 KEPT last of orders",
                        "2025-07-17 GOES no rule keeps it");
    }

    @Test
    void theLastGoodBackupOfATableStaysWhateverTheRules() {
        List<CatalogedBackup> backups = List.of(
                backup("2025-07-20", export("users", 1, COMPLETED)),
                backup("2025-07-19", export("users", 1, COMPLETED)),
                backup("2025-07-18", export("users", 1, COMPLETED), export("orders", 1, COMPLETED)));
        RetentionRules zero = new RetentionRules(0, 0, 0, 0, 0);

        assertThat(decide(zero, backups))
                .containsExactly(
                        "2025-07-20 KEPT the last good backup of users",
                        "2025-07-19 GOES no rule keeps it",
                        "2025-07-18 KEPT the last good backup of orders");
    }

    @Test
    void whatARunMayStillBeAtStays() {
        List<CatalogedBackup> backups = List.of(
                backup("2025-07-22", export("users", 1, FAILED)),
                backup("2025-07-21", export("users", 1, COMPLETED)),
                backup("2025-07-16", export("users", 1, COMPLETED), export("orders", 2, IN_PROGRESS)),
                superseded("2025-07-15", export("users", 1, COMPLETED), export("users", 2, IN_PROGRESS)),
                backup("2025-07-14", export("users", 1, COMPLETED)));

        assertThat(decide(LAST_1, backups))
                .containsExactly(
                        "2025-07-22 KEPT today's",
                        "2025-07-21 KEPT last",
                        "2025-07-16 REFUSED an export of orders is IN_PROGRESS; 'ddbvault backup --date 2025-07-16' notes its end",
                        "2025-07-15 REFUSED an export of users is IN_PROGRESS; 'ddbvault backup --date 2025-07-15' notes its end",
                        "2025-07-14 GOES no rule keeps it");
    }

    @Test
    void whatFailedStaysForAWeek() {
        List<CatalogedBackup> backups = List.of(
                backup("2025-07-21", export("users", 1, COMPLETED)),
                backup("2025-07-15", export("users", 1, FAILED)),
                backup("2025-07-14", export("users", 1, FAILED)),
                backup("2025-07-13"));

        assertThat(decide(LAST_1, backups))
                .containsExactly(
                        "2025-07-21 KEPT last",
                        "2025-07-15 KEPT failed, and not older than 7 days",
                        "2025-07-14 GOES nothing in it can be restored",
                        "2025-07-13 GOES nothing in it can be restored");
    }

    @Test
    void whatCannotBeReadNeverGoesUnlessAPruneBeganWithIt() {
        List<CatalogedBackup> backups = List.of(
                backup("2025-07-21", export("users", 1, COMPLETED)),
                CatalogedBackup.unreadable(LocalDate.parse("2025-07-02"), "it is gone."),
                CatalogedBackup.unreadable(LocalDate.parse("2025-07-01"), "it is gone."));

        assertThat(decide(LAST_1, backups, Readers.NONE, Set.of(LocalDate.parse("2025-07-01"))))
                .containsExactly(
                        "2025-07-21 KEPT last",
                        "2025-07-02 REFUSED what it holds is not known: it is gone.",
                        "2025-07-01 GOES an earlier prune began to delete it");
    }

    @Test
    void whatARestoreReadsIsRefused() {
        List<CatalogedBackup> backups = good("2025-07-21", "2025-07-20", "2025-07-19");
        Readers readers = new Readers(Map.of(LocalDate.parse("2025-07-20"), List.of("a reads it")), List.of());

        assertThat(decide(LAST_1, backups, readers, Set.of()))
                .containsExactly(
                        "2025-07-21 KEPT last", "2025-07-20 REFUSED a reads it", "2025-07-19 GOES no rule keeps it");
        assertThat(decide(LAST_1, backups, new Readers(Map.of(), List.of("b may read it")), Set.of()))
                .containsExactly(
                        "2025-07-21 KEPT last", "2025-07-20 REFUSED b may read it", "2025-07-19 REFUSED b may read it");
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0,0,0", "0,-1,0,0,0", "0,0,-1,0,0", "0,0,0,-1,0", "0,0,0,0,-1"})
    void aRuleKeepsNoFewerThanNone(int last, int daily, int weekly, int monthly, int yearly) {
        assertThatThrownBy(() -> new RetentionRules(last, daily, weekly, monthly, yearly))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheRulesEachTableKeepsItsNewestAndMoreRulesKeepMore(long seed) {
        Random random = new Random(seed);
        List<CatalogedBackup> backups = randomBackups(random);
        RetentionRules rules = randomRules(random);
        RetentionRules more = new RetentionRules(
                rules.last() + random.nextInt(3),
                rules.daily() + random.nextInt(3),
                rules.weekly() + random.nextInt(3),
                rules.monthly() + random.nextInt(3),
                rules.yearly() + random.nextInt(3));

        Set<LocalDate> staying = staying(rules, backups);

        assertThat(staying(more, backups)).containsAll(staying);
        for (String table : ApplyRules.tables(backups)) {
            List<LocalDate> dates = backups.stream()
                    .filter(backup -> backup.holds(table))
                    .map(CatalogedBackup::date)
                    .toList();
            assertThat(staying).containsAll(dates.subList(0, Math.min(dates.size(), Math.max(1, rules.last()))));
        }
    }

    private static Set<LocalDate> staying(RetentionRules rules, List<CatalogedBackup> backups) {
        List<PruneDecision> decisions = decisions(rules, backups, Readers.NONE, Set.of());
        assertThat(decisions)
                .extracting(PruneDecision::date)
                .containsExactlyElementsOf(
                        backups.stream().map(CatalogedBackup::date).toList());
        return decisions.stream()
                .filter(decision -> decision.fate() != Fate.GOES)
                .map(PruneDecision::date)
                .collect(Collectors.toSet());
    }

    private static List<CatalogedBackup> randomBackups(Random random) {
        List<CatalogedBackup> backups = new ArrayList<>();
        for (int day = 0; day < 800; day++) {
            if (random.nextInt(10) > 0) {
                List<TableExport> exports = new ArrayList<>();
                for (String table : List.of("users", "orders", "codes")) {
                    if (random.nextInt(5) > 0) {
                        ExportStatus status = random.nextInt(4) > 0 ? COMPLETED : FAILED;
                        exports.add(export(table, 1, status));
                    }
                }
                backups.add(backup(TODAY.minusDays(day).toString(), exports.toArray(TableExport[]::new)));
            }
        }
        return backups;
    }

    private static RetentionRules randomRules(Random random) {
        return new RetentionRules(
                random.nextInt(4), random.nextInt(10), random.nextInt(6), random.nextInt(14), random.nextInt(3));
    }

    private static List<CatalogedBackup> good(String... dates) {
        List<CatalogedBackup> backups = new ArrayList<>();
        for (String date : dates) {
            backups.add(backup(date, export("users", 1, COMPLETED)));
        }
        return backups;
    }

    /** Of the manifest's exports the first stands, and the second is a later attempt. */
    private static CatalogedBackup superseded(String date, TableExport stands, TableExport later) {
        return CatalogedBackup.of(new BackupManifest(
                LocalDate.parse(date), "production", "", "my-backup-bucket", List.of(stands), List.of(stands, later)));
    }

    private static List<String> decide(RetentionRules rules, List<CatalogedBackup> backups) {
        return decide(rules, backups, Readers.NONE, Set.of());
    }

    private static List<String> decide(
            RetentionRules rules, List<CatalogedBackup> backups, Readers readers, Set<LocalDate> begun) {
        return decisions(rules, backups, readers, begun).stream()
                .map(decision ->
                        "%s %s %s".formatted(decision.date(), decision.fate(), String.join(", ", decision.reasons())))
                .toList();
    }

    private static List<PruneDecision> decisions(
            RetentionRules rules, List<CatalogedBackup> backups, Readers readers, Set<LocalDate> begun) {
        Map<String, LocalDate> lastGood = new TreeMap<>();
        for (CatalogedBackup backup : backups) {
            for (String table : ApplyRules.tables(Set.of(backup))) {
                lastGood.putIfAbsent(table, backup.date());
            }
        }
        return new DecidePrune(rules, TODAY, lastGood, readers, new HashSet<>(begun)).decide(backups);
    }
}
