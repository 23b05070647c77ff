package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.JoinUnits.Cleared;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Has the two heavy phases of a table's restore done by a workforce, and joins what its units came to. */
final class WorkElsewhere {
    /** How often the waiting thread looks whether a lock is to be renewed or the checkpoint to be stored. */
    private static final long BEAT_MILLIS = 500;

    private final Workforce workforce;
    private final JoinUnits joinUnits;

    WorkElsewhere(Workforce workforce, JoinUnits joinUnits) {
        this.workforce = workforce;
        this.joinUnits = joinUnits;
    }

    /** As {@link ClearTable#clear}. What was deleted counts in the table's checkpoint once all of it is. */
    WriteTally clear(TableProgress progress, RunningRestore run, RunPhase phase) {
        String table = progress.table().source();
        List<Unit> segments = PlanUnits.clears(
                run.restoreId(),
                run.attempt(),
                table,
                workforce.atATime(),
                phase.plan().maxWriteUnits());
        Faults faults = new Faults();
        phase.tell(Phase.CLEAR, progress.cleared(), progress.table().table().itemCount(), report -> {
            Consumer<UnitResult> ended = result -> {
                faults.add(result);
                report.accept(WriteTally.stored(result.itemsCleared(), 0));
            };
            work(segments, run, table, phase.stop(), ended);
        });
        Cleared cleared = joinUnits.cleared(progress, run.restoreId(), run.attempt());
        progress.clearedElsewhere(cleared.items());
        List<Unit> open =
                segments.stream().filter(unit -> !isAmong(unit, cleared.done())).toList();
        if (open.isEmpty()) {
            return WriteTally.EMPTY;
        }
        WriteTally tally = faults.tally();
        if (phase.stop().reached() || !tally.faults().isEmpty()) {
            return tally;
        }
        // Into how many it was cut is known only to whoever cut it.
        return WriteTally.fault(
                workforce instanceof NobodyWorks
                        ? "The table is not cleared to its end."
                        : "%d of %d segments of the table are not cleared.".formatted(open.size(), segments.size()));
    }

    private static boolean isAmong(Unit unit, List<Unit> done) {
        return done.stream().anyMatch(other -> other.name().equals(unit.name()));
    }

    /** As {@link WriteItems#write}. */
    void write(TableProgress progress, RunningRestore run, RunPhase phase) {
        WriteLedger ledger = progress.ledger();
        String table = progress.table().source();
        // Of those who worked on this attempt before: there are none but where units are begun without this process.
        joinUnits.joinWrites(progress, run.restoreId(), run.attempt());
        List<Unit> units = PlanUnits.writes(
                run.restoreId(),
                run.attempt(),
                table,
                ledger.openUnits(),
                workforce.atATime(),
                phase.plan().maxWriteUnits());
        Faults faults = new Faults();
        Phase name = WriteItems.phase(progress, phase.plan().writeMode());
        phase.tell(name, ledger.decided(), progress.table().contents().itemCount(), report -> {
            Consumer<UnitResult> ended = result -> {
                joinUnits.join(progress, result.unit());
                faults.add(result);
                report.accept(WriteTally.stored(result.itemsWritten(), 0)
                        .add(WriteTally.lines(result.unit().lines())));
            };
            work(units, run, table, phase.stop(), ended);
        });
        // Those too that were begun and of which nobody heard an end.
        joinUnits.joinWrites(progress, run.restoreId(), run.attempt());
        faults.tally().faults().forEach(ledger::fault);
        int open = ledger.openUnits().size();
        boolean told = ledger.hasDataFaults()
                || !faults.tally().faults().isEmpty()
                || phase.stop().reached();
        if (open > 0 && !told) {
            ledger.fault("%d of the backup's %d files are not written to their end."
                    .formatted(open, progress.table().files().size()));
        }
    }

    private void work(List<Unit> units, RunningRestore run, String table, Stop stop, Consumer<UnitResult> ended) {
        if (units.isEmpty()) {
            return;
        }
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> work = thread.submit(() -> {
                workforce.work(units, stop, ended);
                return null;
            });
            await(work, run, table);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the units", e);
        } finally {
            thread.shutdownNow();
        }
    }

    private static void await(Future<?> work, RunningRestore run, String table) throws InterruptedException {
        while (true) {
            try {
                work.get(BEAT_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                run.beat(table);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof DdbvaultException failure) {
                    throw failure;
                }
                throw new IllegalStateException("the units' work failed", e.getCause());
            }
        }
    }

    /** What kept units from their ends and may be mended; each sentence once. */
    private static final class Faults {
        private static final int NAMED = 5;
        private WriteTally tally = WriteTally.EMPTY;

        synchronized void add(UnitResult result) {
            String error = result.error();
            if (result.status() == UnitResult.Status.BROKEN_OFF
                    && error != null
                    && tally.faults().size() < NAMED
                    && !tally.faults().contains(error)) {
                tally = tally.add(WriteTally.fault(error));
            }
        }

        synchronized WriteTally tally() {
            return tally;
        }
    }
}
