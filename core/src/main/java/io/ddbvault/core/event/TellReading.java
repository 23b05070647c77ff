package io.ddbvault.core.event;

import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Tells how far the reading of one table's items is, some ten times a second. Thread-safe. */
public final class TellReading {
    private static final Duration BETWEEN_TOLD = Duration.ofMillis(100);

    private final String table;
    private final long expected;
    private final InstantSource clock;
    private final ProgressListener listener;
    private final Instant began;
    private final LongAdder items = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final AtomicReference<Instant> told = new AtomicReference<>(Instant.MIN);

    /**
     * Tells that it begins.
     *
     * @param table how progress calls what is read
     * @param expected items
     */
    public TellReading(String table, long expected, InstantSource clock, ProgressListener listener) {
        this.table = table;
        this.expected = expected;
        this.clock = clock;
        this.listener = listener;
        this.began = clock.instant();
        listener.on(new PhaseStarted(table, Phase.READ, expected));
    }

    /** @param moreItems since the last call, and bytes */
    public void advance(long moreItems, long moreBytes) {
        items.add(moreItems);
        bytes.add(moreBytes);
        Instant last = told.get();
        Instant now = clock.instant();
        // Also where the clock was set back.
        boolean due = now.isBefore(last) || last.equals(Instant.MIN) || !now.isBefore(last.plus(BETWEEN_TOLD));
        if (due && told.compareAndSet(last, now)) {
            tell(now);
        }
    }

    /** Tells that it is over. */
    public void end() {
        Instant now = clock.instant();
        tell(now);
        listener.on(new PhaseEnded(table, Phase.READ, items.sum(), Duration.between(began, now)));
    }

    private void tell(Instant now) {
        listener.on(new Advanced(table, Phase.READ, items.sum(), expected, bytes.sum(), Duration.between(began, now)));
    }
}
