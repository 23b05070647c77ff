package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.ReadCheckpoint.StoredCheckpoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes over into a table's account what its units came to, as their own checkpoints say. However often, and whoever did
 * them: a unit's lines count once. Thread-safe.
 */
final class JoinUnits {
    /** One small object each: the time goes into waiting. */
    private static final int THREADS = 16;

    private final BackupReader backups;
    private final BackupLayout layout;
    private final ReadCheckpoint readCheckpoint;

    JoinUnits(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
        this.readCheckpoint = new ReadCheckpoint(backups, layout);
    }

    /** What a unit noted of itself; nothing if it was never begun. */
    private Optional<TableCheckpoint> read(Unit unit, String target) {
        return readCheckpoint
                .at(checkpointKey(layout, unit, target))
                .map(StoredCheckpoint::checkpoint)
                .map(checkpoint -> Objects.requireNonNull(checkpoint.open().get(unit.table())));
    }

    static String checkpointKey(BackupLayout layout, Unit unit, String target) {
        return layout.units(unit.restoreId(), target, unit.attempt()) + unit.name() + "/checkpoint.json";
    }

    /** @throws io.ddbvault.core.error.DdbvaultException what the bucket throws; {@code CHECKPOINT_UNREADABLE} */
    void join(TableProgress progress, Unit unit) {
        read(unit, progress.table().name()).ifPresent(noted -> enter(progress, unit, noted));
    }

    private static void enter(TableProgress progress, Unit unit, TableCheckpoint noted) {
        progress.ledger().join(unit, noted.written());
    }

    /** The writes of all units of an attempt. */
    void joinWrites(TableProgress progress, String restoreId, int attempt) {
        List<Unit> units = units(Unit.Kind.WRITE, progress, restoreId, attempt);
        List<Optional<TableCheckpoint>> noted = InParallel.map(
                units, THREADS, unit -> read(unit, progress.table().name()));
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            noted.get(i).ifPresent(found -> enter(progress, unit, found));
        }
    }

    /** All that the units of an attempt came to that has ended. */
    void joinAttempt(TableProgress progress, String restoreId, int attempt) {
        if (progress.phase() == TablePhase.WRITING) {
            joinWrites(progress, restoreId, attempt);
        } else if (progress.phase() == TablePhase.CLEARING) {
            progress.clearedElsewhere(cleared(progress, restoreId, attempt).items());
            progress.joinCleared();
        }
    }

    /** What an attempt's units cleared; and those that came to their end. */
    record Cleared(long items, List<Unit> done) {}

    Cleared cleared(TableProgress progress, String restoreId, int attempt) {
        List<Unit> units = units(Unit.Kind.CLEAR, progress, restoreId, attempt);
        List<Optional<TableCheckpoint>> noted = InParallel.map(
                units, THREADS, unit -> read(unit, progress.table().name()));
        long items = noted.stream()
                .flatMap(Optional::stream)
                .mapToLong(TableCheckpoint::cleared)
                .sum();
        List<Unit> done = units.stream()
                .filter(unit -> noted.get(units.indexOf(unit))
                        .filter(found -> found.phase() == TablePhase.WRITING)
                        .isPresent())
                .toList();
        return new Cleared(items, done);
    }

    /** A table as its units say that it is by now, for those who watch; reads only. */
    TableCheckpoint look(RestoreCheckpoint restore, TableCheckpoint table) {
        List<Unit> units = units(table.target(), table.source(), restore.restoreId(), restore.attempt());
        List<Optional<TableCheckpoint>> noted = InParallel.map(units, THREADS, unit -> read(unit, table.target()));
        TableCheckpoint sum = table;
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            TableCheckpoint found = noted.get(i).orElse(null);
            if (found != null && (unit.kind() == Unit.Kind.WRITE || table.phase() == TablePhase.CLEARING)) {
                sum = sum.with(unit, found);
            }
        }
        return sum;
    }

    private List<Unit> units(Unit.Kind kind, TableProgress progress, String restoreId, int attempt) {
        return units(progress.table().name(), progress.table().source(), restoreId, attempt).stream()
                .filter(unit -> unit.kind() == kind)
                .toList();
    }

    private List<Unit> units(String target, String source, String restoreId, int attempt) {
        return backups.folders(layout.units(restoreId, target, attempt)).stream()
                .flatMap(name -> Unit.named(name, restoreId, attempt, source).stream())
                .toList();
    }
}
