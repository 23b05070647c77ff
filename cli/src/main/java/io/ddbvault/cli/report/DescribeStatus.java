package io.ddbvault.cli.report;

import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.restore.RestoreStatus;
import io.ddbvault.core.restore.RestoreStatus.OpenTable;
import io.ddbvault.core.restore.RestoreStatus.State;
import io.ddbvault.core.restore.TablePhase;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.UnfinishedRestores;
import io.ddbvault.core.state.TableLock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How restores stand, for people. Pure. */
public final class DescribeStatus {
    private DescribeStatus() {}

    /** One restore with all of its tables; several lines, the last without its end. */
    public static String text(RestoreStatus status, String bucket) {
        Lines lines = new Lines(
                Stream.concat(
                                status.ended().stream()
                                        .map(result -> result.status().name()),
                                status.open().stream()
                                        .map(table -> table.phase().name()))
                        .toList(),
                Stream.concat(
                                status.ended().stream().map(DescribeRestore::tables),
                                status.open().stream().map(DescribeStatus::tables))
                        .toList());
        lines.add("Restore %s of the backup of %s, %s"
                .formatted(status.restoreId(), status.date(), status.environment()));
        lines.add("began %s, last noted %s".formatted(time(status.startedAt()), time(status.updatedAt())));
        lines.add(who(status));
        for (TableResult result : status.ended()) {
            DescribeRestore.ended(result, bucket, lines);
        }
        status.open().forEach(table -> open(table, status, lines));
        lines.warnings(status.warnings());
        if (status.state() == State.STOPPED) {
            lines.add("Next: go on with '%s'.".formatted(status.command()));
        }
        return lines.toString();
    }

    /** All that are unfinished, each with its open tables. */
    public static String text(UnfinishedRestores unfinished) {
        List<RestoreStatus> restores = unfinished.restores();
        Lines lines = new Lines(
                tablesOf(restores).map(table -> table.phase().name()).toList(),
                tablesOf(restores).map(DescribeStatus::tables).toList());
        for (RestoreStatus status : restores) {
            lines.add("%s of the backup of %s, %s".formatted(status.restoreId(), status.date(), status.environment()));
            lines.detail("began %s, last noted %s".formatted(time(status.startedAt()), time(status.updatedAt())));
            lines.detail(who(status));
            if (status.state() == State.STOPPED) {
                lines.detail("go on with '%s'".formatted(status.command()));
            }
            status.open().forEach(table -> open(table, status, lines));
        }
        for (UnfinishedRestores.Unreadable restore : unfinished.unreadable()) {
            lines.add(restore.restoreId());
            lines.detail(restore.reason());
        }
        lines.add(sum(unfinished));
        if (unfinished.notLookedAt() > 0) {
            lines.add("%s not looked at; 'ddbvault status ID' shows one."
                    .formatted(Human.count(unfinished.notLookedAt(), "older restore")
                            + (unfinished.notLookedAt() == 1 ? " was" : " were")));
        }
        return lines.toString();
    }

    private static String sum(UnfinishedRestores unfinished) {
        int restores = unfinished.restores().size();
        int unreadable = unfinished.unreadable().size();
        String sum = restores == 0 ? "No restore is unfinished" : Human.count(restores, "unfinished restore");
        return unreadable == 0 ? sum + "." : "%s, and %s that cannot be read.".formatted(sum, Human.count(unreadable));
    }

    private static Stream<OpenTable> tablesOf(List<RestoreStatus> restores) {
        return restores.stream().flatMap(status -> status.open().stream());
    }

    private static String who(RestoreStatus status) {
        return switch (status.state()) {
            case RUNNING ->
                status.alive()
                        .map(lock -> "running: %s, seen alive %s".formatted(lock.owner(), time(lock.renewedAt())))
                        .orElseThrow();
            case STOPPED -> "stopped: nobody works on it; the last was " + status.owner();
            case ENDED -> "ended: every table has its result";
        };
    }

    private static void open(OpenTable table, RestoreStatus status, Lines lines) {
        lines.table(table.phase().name(), tables(table), counts(table, status.state()));
        table.lockedByOther(status.restoreId()).ifPresent(lock -> lines.detail(other(lock)));
    }

    private static String counts(OpenTable table, State state) {
        boolean selects = table.itemsPassedOver() != null;
        Long kept = table.itemsKept();
        long done = selects ? table.decided() : table.itemsWritten();
        StringBuilder text = new StringBuilder();
        text.append("%s of %s %s"
                .formatted(
                        Human.count(done),
                        Human.count(table.expectedItems(), "item"),
                        selects ? "looked through" : "written"));
        if (table.expectedItems() > 0) {
            double share = 100.0 * (selects ? done : table.inTable()) / table.expectedItems();
            text.append(String.format(Locale.ROOT, " (%d%%)", (int) share));
        }
        if (selects) {
            text.append(", ").append(Human.count(table.itemsWritten())).append(" of them written");
        }
        if (kept != null) {
            text.append(", ").append(Human.count(kept)).append(" kept");
        }
        if (table.itemsFailed() > 0) {
            text.append(", ").append(Human.count(table.itemsFailed())).append(" failed");
        }
        if (table.itemsCleared() > 0) {
            text.append(", ").append(Human.count(table.itemsCleared())).append(" deleted");
        }
        if (state == State.RUNNING && table.phase() != TablePhase.WAITING) {
            text.append(", ")
                    .append(Human.count(Math.round(table.itemsPerSecond())))
                    .append(" items/s");
            table.remaining()
                    .ifPresent(
                            left -> text.append(", ").append(Human.clock(left)).append(" left"));
        }
        return text.toString();
    }

    private static String other(TableLock lock) {
        return "locked by another restore, %s (%s), until %s"
                .formatted(lock.restoreId(), lock.owner(), time(lock.expiresAt()));
    }

    private static String tables(OpenTable table) {
        return table.elsewhere() ? table.table() + " -> " + table.target() : table.table();
    }

    private static String time(Instant instant) {
        return Timestamps.format(instant);
    }
}
