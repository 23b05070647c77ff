package io.ddbvault.core.pacing;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pace at which a table is read: over a long time no more read units a second than a ceiling, by what DynamoDB says
 * that each call cost. One for all threads that read the table; thread-safe. Who comes first is let through first.
 *
 * <p>What a page of a scan costs is known only when it is there, and it can be 1 MB, 256 units. So a call is let through
 * as soon as all units of the calls before it are paid for by time that has passed; of calls that are on their way, what
 * the last ones cost counts for now. At a low ceiling that means a page, and a pause for as long as it takes to pay.
 */
public final class ReadPace {
    /** How soon a waiting thread looks again: the run may be stopped, or an answer may show that less is owed. */
    private static final Duration SLICE = Duration.ofMillis(100);
    /** Units that the first calls are taken to cost: half of what a page can. */
    private static final double FIRST_COST = 128;
    /** What a call usually costs is the average of about so many. */
    private static final double REMEMBERED = 8;

    private final double ceiling;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ReentrantLock line = new ReentrantLock(true);
    private final Object lock = new Object();
    private double owed;
    private double usual = FIRST_COST;
    private double consumed;
    private Instant lastLook;

    /** @param maxReadUnits the ceiling in read units a second, 1 and more; null for none */
    public ReadPace(@Nullable Integer maxReadUnits, InstantSource clock, Sleeper sleeper) {
        this.ceiling = maxReadUnits == null ? Double.POSITIVE_INFINITY : maxReadUnits;
        this.clock = clock;
        this.sleeper = sleeper;
        this.lastLook = clock.instant();
    }

    /**
     * Waits for its turn, and makes the call. Throws what the call does; such a call is taken to have cost nothing.
     *
     * @param units what DynamoDB charged for an answer
     * @return null when the run must stop and the call was not made; an interrupt asks it to
     */
    public <R> @Nullable R read(Supplier<R> call, ToDoubleFunction<R> units, Stop stop) {
        double charged;
        try {
            line.lockInterruptibly();
            try {
                if (!awaitPaid(stop)) {
                    return null;
                }
                charged = charge();
            } finally {
                line.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.request("an interrupt");
            return null;
        }
        double cost = 0;
        boolean answered = false;
        try {
            R answer = call.get();
            cost = units.applyAsDouble(answer);
            answered = true;
            return answer;
        } finally {
            settle(charged, cost, answered);
        }
    }

    /** All units that the calls have cost so far. */
    public double consumed() {
        synchronized (lock) {
            return consumed;
        }
    }

    private boolean awaitPaid(Stop stop) throws InterruptedException {
        while (!stop.reached()) {
            Duration wait = untilPaid();
            if (wait.isZero()) {
                return true;
            }
            Duration slice = wait.compareTo(SLICE) < 0 ? wait : SLICE;
            Duration left = stop.remaining();
            sleeper.sleep(slice.compareTo(left) < 0 ? slice : left);
        }
        return false;
    }

    private Duration untilPaid() {
        synchronized (lock) {
            Instant now = clock.instant();
            // A clock that is set back pays nothing.
            double seconds = Math.max(0, Duration.between(lastLook, now).toNanos() / 1e9);
            lastLook = now;
            owed = Double.isInfinite(ceiling) ? 0 : Math.max(0, owed - seconds * ceiling);
            return owed == 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(owed / ceiling * 1000));
        }
    }

    private double charge() {
        synchronized (lock) {
            owed += usual;
            return usual;
        }
    }

    private void settle(double charged, double cost, boolean answered) {
        synchronized (lock) {
            // Not below nothing: what was paid in the meantime is not given back.
            owed = Math.max(0, owed + cost - charged);
            consumed += cost;
            if (answered) {
                usual += (cost - usual) / REMEMBERED;
            }
        }
    }
}
