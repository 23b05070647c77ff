package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.BackupList.NewestGood;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the backups, of all tables or of one, and the days without one. Reads only. Thread-safe. */
public final class ListBackups {
    private final BackupReader backups;
    private final BackupLayout layout;
    private final ReadCatalog readCatalog;
    private final ReadPrune readPrune;
    private final InstantSource clock;

    public ListBackups(BackupReader backups, BackupLayout layout, InstantSource clock) {
        this.backups = backups;
        this.layout = layout;
        this.readCatalog = new ReadCatalog(backups, layout);
        this.readPrune = new ReadPrune(backups, layout);
        this.clock = clock;
    }

    /**
     * @param table null for all
     * @param since the oldest date that is wanted; null for all
     * @return at least one backup
     * @throws DdbvaultException {@code NO_BACKUP} if there is none since then; {@code NOT_IN_BACKUP} if none of them names
     *     the table; what the bucket throws
     */
    public BackupList list(@Nullable String table, @Nullable LocalDate since) {
        List<CatalogedBackup> all = readCatalog.read(since);
        if (all.isEmpty()) {
            throw nothing(since);
        }
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (table == null) {
            return new BackupList(now, null, all, since(since, gaps(readCatalog.dates(), today)), newestGood(all));
        }
        List<CatalogedBackup> ofTable = of(table, all);
        return new BackupList(
                now, table, ofTable, since(since, gaps(table, ofTable, all, since, today)), newestGood(ofTable));
    }

    private List<Gap> gaps(List<LocalDate> dates, LocalDate today) {
        return FindGaps.find(dates, readPrune.dates(), today);
    }

    /** A day whose backup does not name the table, though an earlier one does, is a day without one; today's, too. */
    private List<Gap> gaps(
            String table,
            List<CatalogedBackup> ofTable,
            List<CatalogedBackup> all,
            @Nullable LocalDate since,
            LocalDate today) {
        Set<LocalDate> dates =
                ofTable.stream().map(CatalogedBackup::date).collect(Collectors.toCollection(TreeSet::new));
        if (since != null) {
            earlier(table, since).ifPresent(dates::add);
        }
        LocalDate first = dates.iterator().next();
        Set<LocalDate> pruned =
                readPrune.dates().stream().filter(date -> !date.isBefore(first)).collect(Collectors.toSet());
        LocalDate newest = all.get(0).date();
        return FindGaps.find(dates, pruned, newest.isBefore(today) ? today : newest.plusDays(1));
    }

    /** The last date before the first that is wanted, if its backup names the table: then the days from there on count. */
    private Optional<LocalDate> earlier(String table, LocalDate since) {
        return readCatalog.dates().stream()
                .filter(date -> date.isBefore(since))
                .findFirst()
                .flatMap(readCatalog::find)
                .filter(backup -> backup.export(table).isPresent())
                .map(CatalogedBackup::date);
    }

    /** Those that name the table; one that cannot be read may. */
    private List<CatalogedBackup> of(String table, List<CatalogedBackup> all) {
        Set<String> named = new TreeSet<>();
        all.forEach(
                backup -> backup.exports().stream().map(TableExport::tableName).forEach(named::add));
        if (!named.contains(table)) {
            throw new DdbvaultException(
                    ErrorCode.NOT_IN_BACKUP,
                    "None of the %d backups from %s to %s under %s names a table %s. They name %s."
                            .formatted(
                                    all.size(),
                                    all.get(all.size() - 1).date(),
                                    all.get(0).date(),
                                    backups.uri(layout.root()),
                                    table,
                                    named.isEmpty() ? "none at all" : String.join(", ", named)));
        }
        return all.stream()
                .filter(backup ->
                        backup.manifest() == null || backup.export(table).isPresent())
                .map(backup -> backup.only(table))
                .toList();
    }

    private static List<Gap> since(@Nullable LocalDate since, List<Gap> gaps) {
        if (since == null) {
            return gaps;
        }
        return gaps.stream()
                .filter(gap -> !gap.to().isBefore(since))
                .map(gap -> gap.from().isBefore(since) ? new Gap(since, gap.to()) : gap)
                .toList();
    }

    private static List<NewestGood> newestGood(List<CatalogedBackup> backups) {
        Set<String> tables = new TreeSet<>();
        backups.forEach(
                backup -> backup.exports().stream().map(TableExport::tableName).forEach(tables::add));
        List<NewestGood> newest = new ArrayList<>();
        for (String table : tables) {
            newest.add(new NewestGood(
                    table,
                    backups.stream()
                            .filter(backup -> backup.holds(table))
                            .map(CatalogedBackup::date)
                            .findFirst()
                            .orElse(null)));
        }
        return newest;
    }

    private DdbvaultException nothing(@Nullable LocalDate since) {
        List<LocalDate> dates = readCatalog.dates();
        String root = backups.uri(layout.root());
        return new DdbvaultException(
                ErrorCode.NO_BACKUP,
                since == null || dates.isEmpty()
                        ? "There is no backup under %s. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX.".formatted(root)
                        : "There is no backup since %s under %s; the newest is of %s."
                                .formatted(since, root, dates.get(0)));
    }
}
