package io.ddbvault.core.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which backups there are.
 *
 * @param now when this was read; ages are counted from here
 * @param table the one table that is looked at; null for all
 * @param backups newest first, of that table alone where there is one
 * @param gaps days without a backup, newest first
 * @param newestGood of each table that these backups name, by name
 */
public record BackupList(
        Instant now,
        @Nullable String table,
        List<CatalogedBackup> backups,
        List<Gap> gaps,
        List<NewestGood> newestGood) {
    public BackupList {
        backups = List.copyOf(backups);
        gaps = List.copyOf(gaps);
        newestGood = List.copyOf(newestGood);
    }

    /** @param date null if the table can be restored from none of the backups */
    public record NewestGood(String table, @Nullable LocalDate date) {}

    public long count(BackupState state) {
        return backups.stream().filter(backup -> backup.state() == state).count();
    }

    /** The tables that cannot be restored from the newest backup. */
    public List<NewestGood> behind() {
        LocalDate newest = backups.get(0).date();
        return newestGood.stream().filter(table -> !newest.equals(table.date())).toList();
    }

    /** Every backup good, and no day without one. */
    public boolean isGood() {
        return gaps.isEmpty() && count(BackupState.GOOD) == backups.size();
    }

    /** Nothing can be restored. */
    public boolean isUseless() {
        return newestGood.stream().allMatch(table -> table.date() == null);
    }
}
