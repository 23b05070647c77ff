package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.WritePace;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Restores one validated table: clears it if asked to, then writes every item of its data files. */
final class RestoreTable {
    private final BackupReader backups;
    private final Tables tables;
    private final CheckDataFiles checkDataFiles;
    private final TransferBatches transferBatches;
    private final JitteredPause pause;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ProgressListener listener;

    RestoreTable(
            BackupReader backups,
            Tables tables,
            CheckDataFiles checkDataFiles,
            TransferBatches transferBatches,
            JitteredPause pause,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener) {
        this.backups = backups;
        this.tables = tables;
        this.checkDataFiles = checkDataFiles;
        this.transferBatches = transferBatches;
        this.pause = pause;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener;
    }

    TableResult restore(ValidatedTable table, RestorePlan plan, Stop stop) {
        if (stop.reached()) {
            return BuildTableResult.skipped(table, stop.reason());
        }
        if (plan.clear()) {
            try {
                // Other tables may have taken hours: what was validated then must still be there before this one is
                // emptied.
                checkDataFiles.requireUnchanged(table.files(), stop);
            } catch (DdbvaultException e) {
                return BuildTableResult.notTouched(table, e);
            }
        }
        // One for both phases: the ceiling is the table's, and the clear's last seconds count in the write's first.
        WritePace pace = new WritePace(plan.maxWriteUnits(), clock, sleeper);
        WriteTally cleared = plan.clear() ? clear(table, plan, pace, stop) : WriteTally.EMPTY;
        boolean clean = !stop.reached() && cleared.faults().isEmpty() && cleared.stored() == cleared.lines();
        if (plan.clear() && !clean) {
            // Writing over the rest would leave items that the backup does not have, and call the table restored.
            return BuildTableResult.notCleared(table, cleared, stop);
        }
        WriteTally written = write(table, plan, pace, stop);
        return BuildTableResult.written(table, cleared, written, stop);
    }

    private WriteTally clear(ValidatedTable table, RestorePlan plan, WritePace pace, Stop stop) {
        return run(
                Phase.CLEAR,
                table,
                table.table().itemCount(),
                plan,
                pace,
                stop,
                List.of(new ReadExistingKeys(tables, table.table(), pause, stop)));
    }

    private WriteTally write(ValidatedTable table, RestorePlan plan, WritePace pace, Stop stop) {
        Queue<CheckedFile> files = new ConcurrentLinkedQueue<>(table.files());
        List<ReadDataFiles> readers = Stream.generate(() -> new ReadDataFiles(backups, table.name(), files))
                .limit(Math.max(1, Math.min(plan.readers(), files.size())))
                .toList();
        return run(Phase.WRITE, table, table.contents().itemCount(), plan, pace, stop, readers);
    }

    private WriteTally run(
            Phase phase,
            ValidatedTable table,
            long expected,
            RestorePlan plan,
            WritePace pace,
            Stop stop,
            List<? extends BatchSource> sources) {
        Instant began = clock.instant();
        listener.on(new PhaseStarted(table.name(), phase, expected));
        LongAdder items = new LongAdder();
        LongAdder bytes = new LongAdder();
        Consumer<WriteTally> progress = part -> {
            items.add(part.stored());
            bytes.add(part.bytes());
            listener.on(new Advanced(
                    table.name(), phase, items.sum(), expected, bytes.sum(), Duration.between(began, clock.instant())));
        };
        WriteTally tally = transferBatches.transfer(sources, plan.workers(), plan.queueBytes(), pace, stop, progress);
        listener.on(new PhaseEnded(table.name(), phase, tally.stored(), Duration.between(began, clock.instant())));
        return tally;
    }
}
