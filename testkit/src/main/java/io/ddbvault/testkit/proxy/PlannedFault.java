package io.ddbvault.testkit.proxy;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A fault, the calls it is meant for, and how often: once, with the first of them, if nothing is said. Thread-safe. */
public final class PlannedFault {
    private final Calls calls;
    private final Fault fault;
    private int first = 1;
    private int times = 1;
    private @Nullable BooleanSupplier condition;
    private int seen;
    private int fired;

    PlannedFault(Calls calls, Fault fault) {
        this.calls = calls;
        this.fault = fault;
    }

    /** Begins with the n-th of its calls, from 1; those before are left to the faults planned after this one. */
    public synchronized PlannedFault from(int call) {
        first = call;
        return this;
    }

    /** As often in all. */
    public synchronized PlannedFault times(int calls) {
        times = calls;
        return this;
    }

    /** As long as this holds, as until a time on the test's clock, and however often; once at least. */
    public synchronized PlannedFault asLongAs(BooleanSupplier holds) {
        condition = holds;
        return this;
    }

    /** How often it happened so far. */
    public synchronized int fired() {
        return fired;
    }

    /** Whether this fault takes the call; if not, it is the next one's. */
    synchronized boolean takes(ProxiedCall call) {
        // First, because a fault that is over need not ask any more what its calls depend on.
        if (condition == null && fired == times) {
            return false;
        }
        if (!calls.include(call) || !fault.fits(call) || ++seen < first) {
            return false;
        }
        boolean due = condition == null ? fired < times : condition.getAsBoolean();
        fired += due ? 1 : 0;
        return due;
    }

    Fault fault() {
        return fault;
    }

    synchronized boolean isDone() {
        return condition == null ? fired == times : fired > 0;
    }

    @Override
    public synchronized String toString() {
        String often = condition == null ? "%d of %d times".formatted(fired, times) : "never";
        return "%s: %s fired %s (%d such calls)".formatted(calls, fault, often, seen);
    }
}
