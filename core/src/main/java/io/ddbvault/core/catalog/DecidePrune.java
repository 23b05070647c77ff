package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportStatus;
import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Decides for each date whether it stays or goes. All that is never deleted, whatever the rules, is in here. Pure. */
final class DecidePrune {
    /** So long what failed is kept, for whoever looks into it. */
    static final int FAILED_DAYS = 7;

    private final RetentionRules rules;
    private final LocalDate today;
    /** Of each table the backup that it is restored from if all else is lost. */
    private final Map<String, LocalDate> lastGood;

    private final Readers readers;
    /** The dates that an earlier prune began with and did not finish. */
    private final Set<LocalDate> begun;

    DecidePrune(
            RetentionRules rules,
            LocalDate today,
            Map<String, LocalDate> lastGood,
            Readers readers,
            Set<LocalDate> begun) {
        this.rules = rules;
        this.today = today;
        this.lastGood = lastGood;
        this.readers = readers;
        this.begun = begun;
    }

    /** @param backups all of them, newest first */
    List<PruneDecision> decide(List<CatalogedBackup> backups) {
        Map<LocalDate, List<String>> kept = ApplyRules.apply(rules, backups);
        return backups.stream()
                .map(backup -> decide(backup, kept.getOrDefault(backup.date(), List.of())))
                .toList();
    }

    private PruneDecision decide(CatalogedBackup backup, List<String> keptBy) {
        if (!keptBy.isEmpty()) {
            return PruneDecision.of(backup, Fate.KEPT, keptBy);
        }
        Set<String> lastGoodOf = new TreeSet<>();
        lastGood.forEach((table, date) -> {
            if (date.equals(backup.date())) {
                lastGoodOf.add(table);
            }
        });
        if (!lastGoodOf.isEmpty()) {
            return PruneDecision.of(
                    backup, Fate.KEPT, List.of("the last good backup of " + ApplyRules.names(lastGoodOf)));
        }
        if (!backup.date().isBefore(today)) {
            return PruneDecision.of(backup, Fate.KEPT, List.of("today's"));
        }
        List<String> obstacles = obstacles(backup);
        if (!obstacles.isEmpty()) {
            return PruneDecision.of(backup, Fate.REFUSED, obstacles);
        }
        if (begun.contains(backup.date())) {
            return PruneDecision.of(backup, Fate.GOES, List.of("an earlier prune began to delete it"));
        }
        if (backup.good() == 0) {
            return backup.date().isBefore(today.minusDays(FAILED_DAYS))
                    ? PruneDecision.of(backup, Fate.GOES, List.of("nothing in it can be restored"))
                    : PruneDecision.of(
                            backup, Fate.KEPT, List.of("failed, and not older than %d days".formatted(FAILED_DAYS)));
        }
        return PruneDecision.of(backup, Fate.GOES, List.of("no rule keeps it"));
    }

    private List<String> obstacles(CatalogedBackup backup) {
        List<String> obstacles = new ArrayList<>(readers.of(backup.date()));
        BackupManifest manifest = backup.manifest();
        if (manifest == null) {
            if (!begun.contains(backup.date())) {
                obstacles.add("what it holds is not known: " + backup.problem());
            }
            return obstacles;
        }
        Set<String> running = new TreeSet<>();
        Stream.concat(manifest.exports().stream(), manifest.attempts().stream())
                .filter(export -> export.status() == ExportStatus.IN_PROGRESS)
                .map(TableExport::tableName)
                .forEach(running::add);
        if (!running.isEmpty()) {
            obstacles.add("an export of %s is IN_PROGRESS; 'ddbvault backup --date %s' notes its end"
                    .formatted(ApplyRules.names(running), backup.date()));
        }
        return obstacles;
    }
}
