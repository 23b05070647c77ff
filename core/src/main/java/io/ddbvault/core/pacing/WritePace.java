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
 *
 * <p>A turn comes with one of the slots that all tables share, and is given only once there is one: were the slot waited
 * for behind the turn, the units that were let through would wait too, and several seconds' worth of them could be
 * consumed at once. And who waits for the pace has no slot, so a slow table keeps none from the others.
 */
public final class WritePace {
    /** How soon a waiting thread looks again: the run may be stopped, or an answer may show that less is owed. */
    private static final Duration SLICE = Duration.ofMillis(100);
    /** As {@link #SLICE}, for a thread that an answer will wake. */
    private static final long NOTICE_STOP_MILLIS = 500;

    private final WriteBudget budget;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final CallSlots slots;
    private final ReentrantLock line = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private Instant lastLook;
    private double seconds;

    /**
     * @param maxWriteUnits the ceiling in write units a second, 1 and more; null for none
     * @param slots of all tables
     */
    public WritePace(@Nullable Integer maxWriteUnits, InstantSource clock, Sleeper sleeper, CallSlots slots) {
        this.budget = new WriteBudget(maxWriteUnits);
        this.clock = clock;
        this.sleeper = sleeper;
        this.slots = slots;
        this.lastLook = clock.instant();
    }

    /** Leave to send a part of a batch, with a slot, to be used at once and once, with {@link WritePace#write}. */
    public static final class Turn {
        private final Send send;
        private final Instant given;

        private Turn(Send send, Instant given) {
            this.send = send;
            this.given = given;
        }

        /** When the waiting for it ended. */
        public Instant given() {
            return given;
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
            Turn turn = isUnlimited() ? askOnce(batch, stop) : null;
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

    /** Whether threads wait for their turn: then more threads would not write more. */
    public boolean isAwaited() {
        return line.isLocked();
    }

    private boolean isUnlimited() {
        lock.lock();
        try {
            return budget.unlimited(now());
        } finally {
            lock.unlock();
        }
    }

    /** @return null also if there is a limit since, and this is not the moment */
    private @Nullable Turn askOnce(WriteBatch batch, Stop stop) throws InterruptedException {
        if (!slots.take(stop)) {
            return null;
        }
        Turn turn = null;
        lock.lock();
        try {
            turn = budget.unlimited(now()) ? turn(budget.ask(batch, now())) : null;
            return turn;
        } finally {
            lock.unlock();
            if (turn == null) {
                slots.giveBack();
            }
        }
    }

    private @Nullable Turn awaitInFront(WriteBatch batch, Stop stop) throws InterruptedException {
        while (!stop.reached() && slots.take(stop)) {
            Duration wait = Duration.ZERO;
            boolean slotInHand = true;
            lock.lock();
            try {
                Decision decision = budget.ask(batch, now());
                Turn turn = turn(decision);
                slotInHand = false;
                if (turn != null) {
                    return turn;
                }
                slots.giveBack();
                if (decision instanceof Wait until) {
                    wait = Duration.ofMillis((long) Math.ceil(until.seconds() * 1000));
                } else {
                    boolean unused = settled.await(NOTICE_STOP_MILLIS, TimeUnit.MILLISECONDS);
                }
            } finally {
                lock.unlock();
                if (slotInHand) {
                    slots.giveBack();
                }
            }
            if (!wait.isZero()) {
                sleeper.sleep(shortest(wait, SLICE, stop.remaining()));
            }
        }
        return null;
    }

    private @Nullable Turn turn(Decision decision) {
        return decision instanceof Send send ? new Turn(send, lastLook) : null;
    }

    /** Sends what the turn allows, and learns from the answer what it cost. Throws what the writer does. */
    public Sent write(Turn turn, ItemWriter writer) {
        Outcome outcome = null;
        try {
            WriteBatch whole = turn.send.batch();
            int count = turn.send.count();
            WriteBatch batch = whole.first(count);
            WriteBatch rest = count == whole.size() ? null : whole.after(count);
            outcome = writer.write(batch);
            return new Sent(batch, rest, outcome);
        } finally {
            slots.giveBack();
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
