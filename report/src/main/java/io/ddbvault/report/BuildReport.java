package io.ddbvault.report;

import io.ddbvault.core.catalog.CatalogedBackup;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.TableVerifications;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Version;
import io.ddbvault.report.Day.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what the page tells of what the bucket holds. Pure. */
public final class BuildReport {
    private static final String NO_REASON = "the manifest gives no reason";

    private final ReportSources sources;
    private final LocalDate today;
    private final List<CatalogedBackup> backups;

    private BuildReport(ReportSources sources) {
        this.sources = sources;
        this.today = LocalDate.ofInstant(sources.now(), ZoneOffset.UTC);
        this.backups = sources.backups().stream()
                .filter(backup -> !backup.date().isBefore(sources.since()))
                .sorted(Comparator.comparing(CatalogedBackup::date))
                .toList();
    }

    public static ReportPage build(ReportSources sources) {
        return new BuildReport(sources).page();
    }

    private ReportPage page() {
        List<Day> days = days();
        List<TableHistory> tables = tables();
        return new ReportPage(
                sources.environment(),
                sources.bucket(),
                sources.prefix(),
                sources.now(),
                Version.OF_THIS,
                today,
                headline(days, tables),
                FindAttention.find(sources.now(), today, days, tables),
                days,
                tables,
                sources.warnings());
    }

    private List<Day> days() {
        if (backups.isEmpty()) {
            return List.of();
        }
        Map<LocalDate, Day> known = new TreeMap<>();
        backups.forEach(backup -> known.put(backup.date(), day(backup)));
        LocalDate newest = backups.get(backups.size() - 1).date();
        // A clock that is behind must not hide a backup.
        LocalDate last = newest.isAfter(today) ? newest : today;
        List<Day> days = new ArrayList<>();
        for (LocalDate date = backups.get(0).date(); !date.isAfter(last); date = date.plusDays(1)) {
            Day day = known.get(date);
            days.add(day != null ? day : Day.without(date, stateWithout(date)));
        }
        return days;
    }

    private DayState stateWithout(LocalDate date) {
        if (sources.pruned().contains(date)) {
            return DayState.PRUNED;
        }
        // Today has until its end.
        return date.isBefore(today) ? DayState.MISSING : DayState.AHEAD;
    }

    private static Day day(CatalogedBackup backup) {
        String problem = backup.problem();
        List<TableExport> exports = backup.exports();
        List<TableExport> good = exports.stream()
                .filter(export -> export.status() == ExportStatus.COMPLETED)
                .toList();
        return new Day(
                backup.date(),
                switch (backup.state()) {
                    case GOOD -> DayState.GOOD;
                    case PARTIAL -> DayState.PARTIAL;
                    case FAILED -> DayState.FAILED;
                    case RUNNING -> DayState.RUNNING;
                    case UNREADABLE -> DayState.UNREADABLE;
                },
                good.size(),
                exports.size(),
                good.stream().mapToLong(TableExport::itemCount).sum(),
                good.stream().mapToLong(TableExport::billingSizeBytes).sum(),
                took(good).orElse(null),
                problem != null
                        ? List.of(new Trouble("", problem, false))
                        : exports.stream()
                                .filter(export -> export.status() != ExportStatus.COMPLETED)
                                .map(BuildReport::trouble)
                                .toList());
    }

    private static Trouble trouble(TableExport export) {
        if (export.status() == ExportStatus.IN_PROGRESS) {
            return new Trouble(export.tableName(), "still running when anybody last looked", true);
        }
        String message = export.failureMessage();
        return new Trouble(export.tableName(), message == null || message.isBlank() ? NO_REASON : message, false);
    }

    private static Optional<Duration> took(List<TableExport> exports) {
        Instant start = null;
        Instant end = null;
        for (TableExport export : exports) {
            Instant started = export.started().orElse(null);
            Instant ended = export.ended().orElse(null);
            if (started == null || ended == null || ended.isBefore(started)) {
                return Optional.empty();
            }
            start = start == null || started.isBefore(start) ? started : start;
            end = end == null || ended.isAfter(end) ? ended : end;
        }
        return start == null || end == null ? Optional.empty() : Optional.of(Duration.between(start, end));
    }

    private List<TableHistory> tables() {
        Map<String, List<TableNight>> nights = new TreeMap<>();
        Map<String, List<LocalDate>> bad = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        for (CatalogedBackup backup : backups) {
            for (TableExport export : backup.exports()) {
                names.add(export.tableName());
                if (export.status() == ExportStatus.COMPLETED) {
                    nights.computeIfAbsent(export.tableName(), name -> new ArrayList<>())
                            .add(night(backup.date(), export));
                } else {
                    bad.computeIfAbsent(export.tableName(), name -> new ArrayList<>())
                            .add(backup.date());
                }
            }
        }
        Set<String> current = current();
        return names.stream()
                .map(name -> new TableHistory(
                        name,
                        current.contains(name),
                        nights.getOrDefault(name, List.of()),
                        bad.getOrDefault(name, List.of()),
                        sources.verifications().getOrDefault(name, TableVerifications.none(name)),
                        sources.drills().get(name)))
                .toList();
    }

    private static TableNight night(LocalDate date, TableExport export) {
        return new TableNight(
                date,
                export.dataTime(),
                // Only ddbvault names the export's own manifest, and it takes its counts from there.
                export.exportManifest() != null || export.itemCount() > 0 || export.billingSizeBytes() > 0,
                export.itemCount(),
                export.billingSizeBytes(),
                took(List.of(export)).orElse(null));
    }

    /** The tables that the newest readable backup names. */
    private Set<String> current() {
        for (int i = backups.size() - 1; i >= 0; i--) {
            if (backups.get(i).manifest() != null) {
                return backups.get(i).exports().stream()
                        .map(TableExport::tableName)
                        .collect(Collectors.toSet());
            }
        }
        return Set.of();
    }

    private Headline headline(List<Day> days, List<TableHistory> tables) {
        List<TableHistory> current =
                tables.stream().filter(TableHistory::current).toList();
        Day newest = newestReadable(days);
        Instant dataTime = tables.stream()
                .flatMap(table -> table.newest().stream())
                .map(TableNight::dataTime)
                .max(Comparator.naturalOrder())
                .filter(time -> time.isAfter(Instant.EPOCH))
                .orElse(null);
        return new Headline(
                newestGood(tables),
                dataTime == null ? null : age(dataTime),
                newest == null ? 0 : newest.tables(),
                newest == null ? 0 : newest.tablesGood(),
                current.stream()
                        .flatMap(table -> table.newest().stream())
                        .mapToLong(TableNight::items)
                        .sum(),
                current.stream()
                        .flatMap(table -> table.newest().stream())
                        .mapToLong(TableNight::bytes)
                        .sum(),
                (int) days.stream().filter(day -> day.state() == DayState.GOOD).count(),
                (int) days.stream()
                        .filter(day -> day.state() != DayState.AHEAD && day.state() != DayState.PRUNED)
                        .count(),
                (int) current.stream().filter(this::verified).count(),
                (int) current.stream().filter(this::drilled).count());
    }

    private Duration age(Instant then) {
        Duration age = Duration.between(then, sources.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static @Nullable LocalDate newestGood(List<TableHistory> tables) {
        return tables.stream()
                .flatMap(table -> table.newest().stream())
                .map(TableNight::date)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Day newestReadable(List<Day> days) {
        for (int i = days.size() - 1; i >= 0; i--) {
            if (days.get(i).tables() > 0) {
                return days.get(i);
            }
        }
        return null;
    }

    private boolean verified(TableHistory table) {
        return table.verifications()
                .of(Depth.DEEP)
                .filter(verification -> isRecentlyVerified(verification, sources.now()))
                .isPresent();
    }

    private boolean drilled(TableHistory table) {
        DrillResult drill = table.drill();
        return drill != null && isRecentlyDrilled(drill, sources.now());
    }

    static boolean isRecentlyVerified(Verification verification, Instant now) {
        return verification.verdict() == Verdict.GOOD
                && !verification.verifiedAt().isBefore(now.minus(Duration.ofDays(ReportPage.VERIFY_DAYS)));
    }

    static boolean isRecentlyDrilled(DrillResult drill, Instant now) {
        return drill.verdict() == Verdict.GOOD
                && !drill.endedAt().isBefore(now.minus(Duration.ofDays(ReportPage.DRILL_DAYS)));
    }
}
