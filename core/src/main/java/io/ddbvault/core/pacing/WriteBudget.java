package io.ddbvault.core.pacing;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.EstimateUnits.Estimate;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Throttled;
import org.jspecify.annotations.Nullable;

/**
 * Decides when how much of a batch may be sent, so that a ceiling of write units a second holds. Not thread-safe, and
 * never waits. Times are in seconds from any beginning, and never go back.
 *
 * <p>It is a leaky bucket of the units that were let through. It drains at the ceiling's rate; only when it is empty,
 * something more is let through, at its usual cost, and when the answer says what it really cost, the difference is put
 * in or taken out. So the sum over a long time is exact, however wrong the estimates are.
 *
 * <p>Over any 10 seconds the bucket lets pass what it drains in that time and its credit, {@value #CREDIT} s. Beyond that
 * can be consumed only what was on its way when the 10 seconds began, and what is on its way, at too low an estimate,
 * when they end: at most {@value #IN_FLIGHT} s each, because more than that, at its highest cost, is never on its way
 * together. The sum is 10.45 s of the ceiling. An item that costs more than that is sent alone, and comes on top.
 */
final class WriteBudget {
    /** What is on its way at a time, in seconds of the rate; a single item may be more. */
    static final double IN_FLIGHT = 0.2;
    /** A batch is cut to this, so that several can be on their way, and one that is much dearer does less harm. */
    static final double BATCH = 0.05;
    /** What may be made up for when a thread wakes up late. Without it, each late wake-up would be lost. */
    static final double CREDIT = 0.05;
    /** Answers may take so long at the ceiling's cost; later ones count from when they come. */
    static final double ANSWER = 0.25;

    private final double ceiling;
    private final BackOff backOff = new BackOff();
    private final EstimateUnits units = new EstimateUnits();
    private double filled;
    private double drainedTo;
    private int sent;
    private Estimate inFlight = Estimate.NOTHING;

    /** @param ceiling write units a second; null for none */
    WriteBudget(@Nullable Integer ceiling) {
        this.ceiling = ceiling == null ? Double.POSITIVE_INFINITY : ceiling;
    }

    /** What may be done with a batch now. */
    sealed interface Decision {}

    /** Send the first {@code count} operations of the batch, and then {@link #settle}. */
    record Send(WriteBatch batch, int count, Estimate estimate) implements Decision {}

    /** Ask again after so many seconds. */
    record Wait(double seconds) implements Decision {}

    /** Ask again when something on its way has been settled. */
    record AwaitAnswer() implements Decision {}

    boolean unlimited(double now) {
        return Double.isInfinite(rate(now));
    }

    Decision ask(WriteBatch batch, double now) {
        double rate = drain(now);
        if (Double.isInfinite(rate)) {
            return send(batch, batch.size());
        }
        if (filled > 0) {
            return new Wait(filled / rate);
        }
        int count = units.fitting(batch, rate * BATCH, rate * IN_FLIGHT / 2);
        if (sent > 0 && inFlight.plus(units.estimate(batch, count)).most() > rate * IN_FLIGHT) {
            return new AwaitAnswer();
        }
        return send(batch, count);
    }

    private Send send(WriteBatch batch, int count) {
        Estimate estimate = units.estimate(batch, count);
        filled += estimate.usual();
        sent++;
        inFlight = inFlight.plus(estimate);
        return new Send(batch, count, estimate);
    }

    /**
     * Notes how what was let through ended.
     *
     * @param outcome null if the writer failed
     */
    void settle(Send send, @Nullable Outcome outcome, double now) {
        sent--;
        inFlight = sent == 0 ? Estimate.NOTHING : inFlight.minus(send.estimate());
        double charge = charge(send, outcome, now);
        double rate = drain(now);
        if (Double.isFinite(rate)) {
            filled = Math.max(filled + charge - send.estimate().usual(), charge - ANSWER * rate);
        }
    }

    /** What a call is charged with, now that it is over. */
    private double charge(Send send, @Nullable Outcome outcome, double now) {
        Estimate estimate = send.estimate();
        if (outcome instanceof Throttled) {
            // Nothing was consumed. Yet were the try free, a limit just above what DynamoDB gives would limit no tries.
            backOff.answered(0, 0, send.count(), now);
            return estimate.usual();
        }
        if (!(outcome instanceof Answered answered)) {
            // All, some or nothing was consumed, and nobody will say; the ceiling holds only if it was all.
            return estimate.most() < Estimate.UNKNOWN ? estimate.most() : estimate.usual();
        }
        Double reported = answered.consumed();
        int left = answered.unprocessed().size();
        double triedInVain = estimate.usual() * left / send.count();
        double consumed = reported == null ? estimate.usual() - triedInVain : reported;
        units.learn(send.batch(), send.count(), answered.unprocessed(), reported == null ? Double.NaN : reported);
        backOff.answered(consumed, send.count() - left, left, now);
        return consumed + triedInVain;
    }

    /** @return the rate from now on */
    private double drain(double now) {
        double rate = rate(now);
        filled = Double.isInfinite(rate) ? 0 : Math.max(filled - rate * (now - drainedTo), -CREDIT * rate);
        drainedTo = now;
        return rate;
    }

    private double rate(double now) {
        return Math.min(ceiling, backOff.limit(now));
    }
}
