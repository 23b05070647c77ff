package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.Backoff;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import io.ddbvault.core.port.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch until all of it is stored. What DynamoDB leaves unprocessed or throttles is sent again until the run
 * is stopped, never dropped after some number of tries. What it refuses is halved until the bad item stands alone, so
 * that its neighbours are written. Thread-safe.
 */
final class StoreBatch {
    /** Without a single answer for so long, DynamoDB is down or out of reach, and a person should know. */
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);

    private final ItemWriter writer;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Sleeper sleeper;

    StoreBatch(ItemWriter writer, Backoff backoff, InstantSource clock, Sleeper sleeper) {
        this.writer = writer;
        this.backoff = backoff;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** What became of a batch: its counts, and what ended the work on it early. */
    record Result(WriteTally tally, @Nullable DdbvaultException failure) {}

    /** Ends early when {@code stop} is reached or on a failure that no retry mends; the tally is exact all the same. */
    Result store(WriteBatch batch, Stop stop) throws InterruptedException {
        WriteTally tally = WriteTally.EMPTY;
        Deque<WriteBatch> pending = new ArrayDeque<>();
        pending.push(batch);
        int tries = 0;
        Instant lastAnswer = clock.instant();
        while (!pending.isEmpty() && !stop.reached()) {
            WriteBatch next = pending.pop();
            Outcome outcome;
            try {
                outcome = writer.write(next);
            } catch (DdbvaultException e) {
                return new Result(tally, e);
            }
            if (!(outcome instanceof Unavailable)) {
                lastAnswer = clock.instant();
            }
            if (outcome instanceof Answered answered && answered.unprocessed().isEmpty()) {
                tally = tally.add(WriteTally.stored(next.size(), next.byteCount()));
                tries = 0;
            } else if (outcome instanceof Answered answered) {
                WriteBatch rest = next.only(answered.unprocessed());
                tally = tally.add(
                        WriteTally.stored(next.size() - rest.size(), next.byteCount() - (long) rest.byteCount()));
                pending.push(rest);
                pause(++tries, stop);
            } else if (outcome instanceof Throttled) {
                pending.push(next);
                pause(++tries, stop);
            } else if (outcome instanceof Unavailable unavailable) {
                pending.push(next);
                if (clock.instant().isAfter(lastAnswer.plus(GIVE_UP_AFTER))) {
                    return new Result(tally, outOfReach(next, unavailable));
                }
                pause(++tries, stop);
            } else if (outcome instanceof Refused refused && next.size() == 1) {
                tally = tally.add(WriteTally.failed(next.place(0), "was refused by DynamoDB: " + refused.reason()));
            } else {
                pending.push(next.secondHalf());
                pending.push(next.firstHalf());
            }
        }
        return new Result(tally, null);
    }

    private void pause(int tries, Stop stop) throws InterruptedException {
        Duration delay = backoff.delay(tries);
        Duration remaining = stop.remaining();
        sleeper.sleep(delay.compareTo(remaining) < 0 ? delay : remaining);
    }

    private static DdbvaultException outOfReach(WriteBatch batch, Unavailable unavailable) {
        return new DdbvaultException(
                ErrorCode.AWS_UNAVAILABLE,
                "DynamoDB gave no usable answer to writes of %s for %d minutes: %s. Check the network and AWS's status page, then restore again."
                        .formatted(batch.table(), GIVE_UP_AFTER.toMinutes(), unavailable.reason()));
    }
}
