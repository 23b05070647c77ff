package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.state.Lease;
import io.ddbvault.core.state.OwnedObject;
import io.ddbvault.core.state.SharedLease;
import io.ddbvault.core.state.TableLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restore at work: its tables' progress, the locks that it holds on them, and the checkpoint that says how far it is.
 * The checkpoint is stored every ten seconds, and before each step that may not be done twice. Tables side by side store it
 * for each other; what keeps one of them from telling how far it is, is that table's failure alone. Thread-safe.
 */
final class RunningRestore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.ddbvault.restore");
    static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(10);
    /** Without the bucket for so long, a person should know. */
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);

    private static final int RELEASING = 16;

    /** The checkpoint that the run began with; what changes comes from the fields below. */
    private final RestoreCheckpoint first;

    private final OwnedObject object;
    private final Map<String, Lease> leases;
    private final InstantSource clock;
    private final JitteredPause pause;

    private final ReentrantLock storing = new ReentrantLock();
    private final Map<String, TableProgress> open;
    private final Map<String, TableResult> ended;
    private final List<String> warnings;
    private final Map<String, Long> marksAtFirst = new HashMap<>();
    /** What each open table told last of how far it is. */
    private final Map<String, TableCheckpoint> told = new HashMap<>();

    private volatile Instant storedAt;
    private volatile boolean lost;

    /**
     * @param open the tables to restore, by name; each has a lease
     * @param leases by the same names
     */
    RunningRestore(
            RestoreCheckpoint first,
            Map<String, TableProgress> open,
            Map<String, Lease> leases,
            OwnedObject object,
            InstantSource clock,
            JitteredPause pause) {
        this.first = first;
        this.object = object;
        this.leases = leases;
        this.clock = clock;
        this.pause = pause;
        this.open = new LinkedHashMap<>(open);
        this.ended = new LinkedHashMap<>(first.ended());
        this.warnings = new ArrayList<>(first.warnings());
        open.forEach((table, progress) -> marksAtFirst.put(table, progress.mark()));
        this.storedAt = Instant.MIN;
    }

    String restoreId() {
        return first.restoreId();
    }

    LocalDate date() {
        return first.date();
    }

    /** As it was made at first. */
    RestoreRequest request() {
        return first.request();
    }

    /** How many processes worked on this restore, this one too. */
    int attempt() {
        return first.attempt();
    }

    TableProgress progress(String table) {
        storing.lock();
        try {
            return Objects.requireNonNull(open.get(table));
        } finally {
            storing.unlock();
        }
    }

    Lease lease(String table) {
        return Objects.requireNonNull(leases.get(table));
    }

    /** Whether this run did anything that a later one need not do again. */
    boolean gotOn() {
        storing.lock();
        try {
            return ended.size() > first.ended().size()
                    || open.entrySet().stream()
                            .anyMatch(table -> table.getValue().mark() > marksAtFirst.getOrDefault(table.getKey(), 0L));
        } finally {
            storing.unlock();
        }
    }

    /** Whether tables are left that a later run can go on with. */
    boolean isOpen() {
        storing.lock();
        try {
            return !lost && !open.isEmpty();
        } finally {
            storing.unlock();
        }
    }

    /**
     * Renews the locks of all tables and stores the checkpoint, if it is time.
     *
     * @param table which calls
     * @throws DdbvaultException {@code LOCK_LOST} once the run may not go on; what keeps the table's state from being stored
     */
    void beat(String table) {
        leases.values().forEach(Lease::renewIfDue);
        if (lost) {
            throw takenOver();
        }
        if (!isDue() || !storing.tryLock()) {
            return;
        }
        try {
            storeOnce(table);
        } catch (DdbvaultException e) {
            if (!e.code().passes()) {
                throw e;
            }
            LOG.warn("The checkpoint could not be stored, which is tried again: {}", e.text());
            storedAt = clock.instant();
        } finally {
            storing.unlock();
        }
    }

    private boolean isDue() {
        Instant last = storedAt;
        Instant now = clock.instant();
        // Also where the clock was set back.
        return now.isBefore(last) || !now.isBefore(last.plus(BETWEEN_CHECKPOINTS));
    }

    /**
     * The checkpoint is in the bucket when this returns; an outage of some minutes is waited out.
     *
     * @param table whose state has to be in it as it is now; null for all
     * @throws DdbvaultException if it is not, and the run has to end or may not go on
     */
    void store(@Nullable String table, Stop stop) {
        Instant giveUpAt = clock.instant().plus(GIVE_UP_AFTER);
        for (int round = 0; ; round++) {
            storing.lock();
            try {
                storeOnce(table);
                return;
            } catch (DdbvaultException e) {
                if (!e.code().passes() || stop.reached() || clock.instant().isAfter(giveUpAt)) {
                    throw e;
                }
            } finally {
                storing.unlock();
            }
            leases.values().forEach(Lease::renewIfDue);
            pause.pause(round, stop);
        }
    }

    /** The table is at its end, and no later run need look at it. */
    void end(String table, TableResult result) {
        storing.lock();
        try {
            open.remove(table);
            ended.put(table, result);
        } finally {
            storing.unlock();
        }
    }

    /** Lets other restores have the table, though this one goes on with others. */
    void release(String table) {
        lease(table).release();
    }

    private void storeOnce(@Nullable String table) {
        if (lost) {
            throw takenOver();
        }
        Instant now = clock.instant();
        if (!object.put(CheckpointJson.write(checkpoint(table, now)))) {
            lost = true;
            throw takenOver();
        }
        storedAt = now;
    }

    private RestoreCheckpoint checkpoint(@Nullable String of, Instant now) {
        // Of tables that this run may not go on with, what is known stays.
        Map<String, TableCheckpoint> tables = new LinkedHashMap<>(first.open());
        tables.keySet().removeAll(ended.keySet());
        open.forEach(
                (name, progress) -> tables.put(name, checkpoint(name, progress, of == null || of.equals(name), now)));
        return new RestoreCheckpoint(
                first.restoreId(),
                first.attempt(),
                first.owner(),
                first.startedAt(),
                now,
                first.date(),
                first.environment(),
                first.request(),
                first.order(),
                tables,
                ended,
                first.warnings());
    }

    private TableCheckpoint checkpoint(String name, TableProgress progress, boolean now, Instant at) {
        try {
            TableCheckpoint latest = progress.checkpoint(at);
            told.put(name, latest);
            return latest;
        } catch (RuntimeException e) {
            TableCheckpoint before = told.get(name);
            if (now || before == null) {
                throw e;
            }
            LOG.warn("How far {} is could not be noted, which it will try again itself: {}", name, e.toString());
            return before;
        }
    }

    private DdbvaultException takenOver() {
        return new DdbvaultException(
                ErrorCode.LOCK_LOST,
                "The checkpoint %s was written by another run, so this one stopped before its next batch. See with 'ddbvault status %s' how that one stands."
                        .formatted(object.key(), first.restoreId()));
    }

    /**
     * Lets other restores have the tables. Side by side: it takes two calls for each, and there may be hundreds of them
     * when the time is up and the answer still has to be given.
     */
    @Override
    public void close() {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(RELEASING, leases.size())));
        leases.forEach((table, lease) -> {
            if (!mayStillDelete(table, lease)) {
                pool.execute(lease::release);
            }
        });
        pool.shutdown();
        try {
            // What is not released by then expires.
            boolean unused = pool.awaitTermination(TableLease.LIFE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Others clear the table, of whom one may not have heard yet that this run ended: its lock has to expire. */
    private boolean mayStillDelete(String table, Lease lease) {
        TableProgress progress = open.get(table);
        return lease instanceof SharedLease && progress != null && progress.phase() == TablePhase.CLEARING;
    }

    /** Something that a user should know and that no result is wrong for. */
    void warn(String sentence) {
        storing.lock();
        try {
            warnings.add(sentence);
        } finally {
            storing.unlock();
        }
    }

    /** The first run's, and this one's. */
    List<String> warnings() {
        storing.lock();
        try {
            return List.copyOf(warnings);
        } finally {
            storing.unlock();
        }
    }
}
