package io.ddbvault.core.drill;

import io.ddbvault.core.drill.DrillRecord.State;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.state.OwnedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the bucket that a drill lives, for as long as this process does, whatever it waits for. A clean-up leaves the
 * table of such a drill alone. Thread-safe.
 */
final class RunningDrill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.ddbvault.drill");
    /** As long as a restore's lock. */
    static final Duration LIFE = Duration.ofMinutes(2);

    private static final Duration RENEW_EVERY = Duration.ofSeconds(20);

    private final OwnedObject object;
    private final InstantSource clock;
    private final ScheduledExecutorService renewing;
    private DrillRecord record;

    private RunningDrill(OwnedObject object, DrillRecord record, InstantSource clock) {
        this.object = object;
        this.record = record;
        this.clock = clock;
        this.renewing = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "drill-record");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Stores the record, and renews it from then on.
     *
     * @throws DdbvaultException what the bucket throws
     */
    static RunningDrill begin(BackupStore store, BackupLayout layout, DrillRecord first, InstantSource clock) {
        String key = layout.drillRecord(first.drillId());
        OwnedObject object = new OwnedObject(store, key, null, DrillRecord.MAX_BYTES);
        if (!object.put(first.toJson())) {
            throw new DdbvaultException(
                    ErrorCode.INTERNAL_ERROR,
                    "There is a drill %s already: %s. Nothing was created.".formatted(first.drillId(), store.uri(key)));
        }
        RunningDrill running = new RunningDrill(object, first, clock);
        var unused = running.renewing.scheduleWithFixedDelay(
                running::renew, RENEW_EVERY.toSeconds(), RENEW_EVERY.toSeconds(), TimeUnit.SECONDS);
        return running;
    }

    /** A failure is not told: the next try is soon. */
    void renew() {
        store(State.RUNNING);
    }

    /** Its last word. If it cannot be stored, the record expires by itself. */
    void end(State state) {
        renewing.shutdown();
        store(state);
    }

    private synchronized void store(State state) {
        if (record.state() != State.RUNNING) {
            return;
        }
        Instant now = clock.instant();
        record = record.with(state, now, state == State.RUNNING ? now.plus(LIFE) : now);
        try {
            if (!object.put(record.toJson())) {
                LOG.warn("{} was written by somebody else", object.key());
            }
        } catch (RuntimeException e) {
            LOG.warn("{} could not be written: {}", object.key(), e.getMessage());
        }
    }

    @Override
    public void close() {
        renewing.shutdown();
    }
}
