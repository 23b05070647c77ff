package io.ddbvault.testkit;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers no call before so many are on their way at once, and then all of these: who keeps fewer on their way never gets
 * an answer. So it says whether workers are kept busy, by no clock. The number of all calls must be a multiple of that one.
 * Thread-safe.
 */
public final class TogetherItemWriter implements ItemWriter {
    /** Only so that a test that fails ends. */
    private static final long GIVE_UP_SECONDS = 20;

    private final ItemWriter writer;
    private final CyclicBarrier together;
    private final AtomicInteger onTheirWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    public TogetherItemWriter(ItemWriter writer, int calls) {
        this.writer = writer;
        this.together = new CyclicBarrier(calls);
    }

    @Override
    public Outcome write(WriteBatch batch) {
        most.accumulateAndGet(onTheirWay.incrementAndGet(), Math::max);
        try {
            int unused = together.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
            return writer.write(batch);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(
                    "%d calls are on their way, not %d".formatted(onTheirWay.get(), together.getParties()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            onTheirWay.decrementAndGet();
        }
    }

    /** The most calls that were on their way at once. */
    public int most() {
        return most.get();
    }
}
