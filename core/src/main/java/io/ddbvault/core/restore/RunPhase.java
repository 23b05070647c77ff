package io.ddbvault.core.restore;

import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Runs one phase of a table's restore, and tells of it. */
final class RunPhase {
    /** Batches are done thousands of times a second, and whoever hears of each spends more on it than on the items. */
    private static final Duration BETWEEN_TOLD = Duration.ofMillis(100);

    private final String table;
    private final TransferBatches transferBatches;
    private final RestorePlan plan;
    private final Heartbeat heartbeat;
    private final Stop stop;
    private final InstantSource clock;
    private final ProgressListener listener;

    RunPhase(
            String table,
            TransferBatches transferBatches,
            RestorePlan plan,
            Heartbeat heartbeat,
            Stop stop,
            InstantSource clock,
            ProgressListener listener) {
        this.table = table;
        this.transferBatches = transferBatches;
        this.plan = plan;
        this.heartbeat = heartbeat;
        this.stop = stop;
        this.clock = clock;
        this.listener = listener;
    }

    Stop stop() {
        return stop;
    }

    RestorePlan plan() {
        return plan;
    }

    /**
     * @param before what earlier runs did of it
     * @param expected items in all
     */
    void run(Phase phase, List<? extends BatchSource> sources, Ledger ledger, long before, long expected) {
        tell(phase, before, expected, report -> transferBatches.transfer(sources, ledger, heartbeat, stop, report));
    }

    /** @param work does the phase, and says of each part what came of it */
    void tell(Phase phase, long before, long expected, Consumer<Consumer<WriteTally>> work) {
        Instant began = clock.instant();
        listener.on(new PhaseStarted(table, phase, expected));
        LongAdder items = new LongAdder();
        LongAdder stored = new LongAdder();
        LongAdder bytes = new LongAdder();
        AtomicReference<Instant> told = new AtomicReference<>(Instant.MIN);
        Consumer<Instant> tell = now -> listener.on(new Advanced(
                table,
                phase,
                before + items.sum(),
                expected,
                bytes.sum(),
                Duration.between(began, now),
                before,
                stored.sum()));
        Consumer<WriteTally> report = part -> {
            items.add(phase == Phase.SELECT ? part.lines() : part.stored() + part.kept());
            stored.add(part.stored());
            bytes.add(part.bytes());
            Instant last = told.get();
            Instant now = clock.instant();
            // Also where the clock was set back.
            boolean due = now.isBefore(last) || !now.isBefore(last.plus(BETWEEN_TOLD));
            if (due && told.compareAndSet(last, now)) {
                tell.accept(now);
            }
        };
        work.accept(report);
        tell.accept(clock.instant());
        listener.on(new PhaseEnded(table, phase, before + items.sum(), Duration.between(began, clock.instant())));
    }
}
