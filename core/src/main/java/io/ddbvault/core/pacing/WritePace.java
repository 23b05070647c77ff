package io.ddbvault.core.pacing;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.WriteBudget.Decision;
import io.ddbvault.core.pacing.WriteBudget.Send;
import io.ddbvault.core.pacing.WriteBudget.Wait;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pace at which a table is written: never faster than a ceiling, and never for long faster than DynamoDB takes it.
 * Over any 10 seconds, the write units that DynamoDB reports, of the table and its indexes, puts and deletes, are at most
 * 1.05 times the ceiling and one largest item. One for all threads that write the table; thread-safe. Who comes first is
 * let through first.
 */
public final class WritePace {
    /** How soon a waiting thread looks again: the run may be stopped, or an answer may show that less is owed. */
    private static final Duration SLICE = Duration.ofMillis(100);
    /** As {@link #SLICE}, for a thread that an answer will wake. */
    private static final long NOTICE_STOP_MILLIS = 500;

    private final WriteBudget budget;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ReentrantLock line = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private Instant lastLook;
    private double seconds;

    /** @param maxWriteUnits the ceiling in write units a second, 1 and more; null for none */
    public WritePace(@Nullable Integer maxWriteUnits, InstantSource clock, Sleeper sleeper) {
        this.budget = new WriteBudget(maxWriteUnits);
        this.clock = clock;
        this.sleeper = sleeper;
        this.lastLook = clock.instant();
    }

    /** Leave to send a part of a batch, to be used at once, with {@link WritePace#write}. */
    public static final class Turn {
        private final Send send;

        private Turn(Send send) {
            this.send = send;
        }
    }

    /**
     * What was sent.
     *
     * @param batch that part of the batch
     * @param rest what is left of the batch, and needs a turn of its own; null if nothing is
     */
    public record Sent(WriteBatch batch, @Nullable WriteBatch rest, Outcome outcome) {}

    /**
     * Waits until some of the batch may be sent: at least one operation, and no more than costs about a twentieth of a
     * second of the ceiling.
     *
     * @return null when the run must stop; an interrupt asks it to
     */
    public @Nullable Turn await(WriteBatch batch, Stop stop) {
        try {
            Turn turn = turnWithoutLimit(batch);
            if (turn != null) {
                return turn;
            }
            line.lockInterruptibly();
            try {
                return awaitInFront(batch, stop);
            } finally {
                line.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.request("an interrupt");
            return null;
        }
    }

    private @Nullable Turn turnWithoutLimit(WriteBatch batch) {
        lock.lock();
        try {
            return budget.unlimited(now()) && budget.ask(batch, now()) instanceof Send send ? new Turn(send) : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Turn awaitInFront(WriteBatch batch, Stop stop) throws InterruptedException {
        while (!stop.reached()) {
            Duration wait = Duration.ZERO;
            lock.lockInterruptibly();
            try {
                Decision decision = budget.ask(batch, now());
                if (decision instanceof Send send) {
                    return new Turn(send);
                } else if (decision instanceof Wait until) {
                    wait = Duration.ofMillis((long) Math.ceil(until.seconds() * 1000));
                } else {
                    boolean unused = settled.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
                }
            } finally {
                lock.unlock();
            }
            if (!wait.isZero()) {
                sleeper.sleep(shortest(wait, SLICE, stop.remaining()));
            }
        }
        return null;
    }

    /** Sends what the turn allows, and learns from the answer what it cost. Throws what the writer does. */
    public Sent write(Turn turn, ItemWriter writer) {
        WriteBatch whole = turn.send.batch();
        int count = turn.send.count();
        Outcome outcome = null;
        try {
            WriteBatch batch = whole.first(count);
            WriteBatch rest = count == whole.size() ? null : whole.after(count);
            outcome = writer.write(batch);
            return new Sent(batch, rest, outcome);
        } finally {
            settle(turn, outcome);
        }
    }

    private void settle(Turn turn, @Nullable Outcome outcome) {
        lock.lock();
        try {
            budget.settle(turn.send, outcome, now());
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Seconds that never go back, whatever the clock does. */
    private double now() {
        Instant now = clock.instant();
        seconds += Math.max(0, Duration.between(lastLook, now).toNanos() / 1e9);
        lastLook = now;
        return seconds;
    }

    private static Duration shortest(Duration... durations) {
        Duration shortest = durations[0];
        for (Duration duration : durations) {
            shortest = duration.compareTo(shortest) < 0 ? duration : shortest;
        }
        return shortest;
    }
}
