package io.ddbvault.core.catalog;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the days on which a nightly backup should be and is not: from the first backup there ever was up to yesterday.
 * Today is never missing, at whatever hour: a day has until its end (UTC) to be backed up. A failed backup is no gap: it
 * is there and says that it failed. A day whose backup was pruned is none either. Pure.
 */
public final class FindGaps {
    private FindGaps() {}

    /**
     * @param backups the dates that have a backup, in any order
     * @param pruned the dates that had one, see {@link ReadPrune#dates}
     * @param today the date now, UTC
     * @return newest first; none without any backup
     */
    public static List<Gap> find(Collection<LocalDate> backups, Collection<LocalDate> pruned, LocalDate today) {
        TreeSet<LocalDate> known = new TreeSet<>(backups);
        known.addAll(pruned);
        List<Gap> gaps = new ArrayList<>();
        LocalDate later = known.isEmpty() || known.last().isBefore(today) ? today : known.last();
        for (LocalDate date : known.descendingSet()) {
            if (date.plusDays(1).isBefore(later)) {
                gaps.add(new Gap(date.plusDays(1), later.minusDays(1)));
            }
            later = date;
        }
        return gaps;
    }
}
