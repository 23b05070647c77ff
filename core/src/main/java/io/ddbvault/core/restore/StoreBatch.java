package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.pacing.WritePace;
import io.ddbvault.core.pacing.WritePace.Sent;
import io.ddbvault.core.pacing.WritePace.Turn;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Refused;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one batch until all of it is stored, in parts as the pace allows. What DynamoDB leaves unprocessed or throttles
 * is sent again until the run is stopped, never dropped after some number of tries. What it refuses is halved until the
 * bad item stands alone, so that its neighbours are written. Thread-safe.
 */
final class StoreBatch implements StoreItems {
    private static final Logger LOG = LoggerFactory.getLogger(StoreBatch.class);
    /** Without a single answer for so long, DynamoDB is down or out of reach, and a person should know. */
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);

    private final ItemWriter writer;
    private final JitteredPause pause;
    private final InstantSource clock;

    StoreBatch(ItemWriter writer, JitteredPause pause, InstantSource clock) {
        this.writer = writer;
        this.pause = pause;
        this.clock = clock;
    }

    /** What became of a batch: its counts, and what ended the work on it early. */
    record Result(WriteTally tally, @Nullable DdbvaultException failure) {
        static final Result NOTHING = new Result(WriteTally.EMPTY, null);
    }

    @Override
    public Result store(WriteBatch batch, WritePace pace, Stop stop) {
        return new Storing(batch, pace, stop).run();
    }

    /** One batch on its way: the parts of it that are not stored yet, and the counts of those that are. */
    private final class Storing {
        private final WritePace pace;
        private final Stop stop;
        private final Deque<WriteBatch> pending = new ArrayDeque<>();
        private WriteTally tally = WriteTally.EMPTY;
        private int pauses;
        private boolean duplicatesTold;
        /** Since the last answer, but without the waits for a turn. */
        private Duration unanswered = Duration.ZERO;

        Storing(WriteBatch batch, WritePace pace, Stop stop) {
            this.pace = pace;
            this.stop = stop;
            pending.push(batch);
        }

        Result run() {
            try {
                while (!pending.isEmpty() && !stop.reached()) {
                    send(pending.pop());
                }
                return new Result(tally, null);
            } catch (DdbvaultException e) {
                return new Result(tally, e);
            } catch (RuntimeException | Error e) {
                // Also when memory runs out: what was stored is stored, and must be counted.
                LOG.error("Unexpected failure while writing", e);
                return new Result(tally, defect(e));
            }
        }

        private void send(WriteBatch batch) {
            Turn turn = pace.await(batch, stop);
            if (turn == null) {
                pending.push(batch);
                return;
            }
            Sent sent = pace.write(turn, writer);
            WriteBatch rest = sent.rest();
            if (rest != null) {
                pending.push(rest);
            }
            settle(sent.batch(), sent.outcome(), turn.given());
        }

        private void settle(WriteBatch batch, Outcome outcome, Instant began) {
            if (outcome instanceof Unavailable unavailable) {
                if (unanswered.compareTo(GIVE_UP_AFTER) > 0) {
                    throw outOfReach(batch, unavailable);
                }
                sendAgain(batch);
                unanswered = unanswered.plus(Duration.between(began, clock.instant()));
                return;
            }
            unanswered = Duration.ZERO;
            if (outcome instanceof Answered answered) {
                stored(batch, answered);
            } else if (outcome instanceof Throttled) {
                sendAgain(batch);
            } else if (outcome instanceof Refused refused) {
                separate(batch, refused);
            }
        }

        private void stored(WriteBatch batch, Answered answered) {
            long operations = (long) batch.size() - answered.kept().size();
            long bytes = batch.byteCount();
            for (int index : answered.kept()) {
                bytes -= (long) batch.end(index) - batch.start(index);
            }
            tally = tally.add(WriteTally.kept(answered.kept().size()));
            if (answered.unprocessed().isEmpty()) {
                tally = tally.add(WriteTally.stored(operations, bytes));
                pauses = 0;
                return;
            }
            WriteBatch rest = batch.only(answered.unprocessed());
            tally = tally.add(WriteTally.stored(operations - rest.size(), bytes - rest.byteCount()));
            sendAgain(rest);
        }

        private void sendAgain(WriteBatch batch) {
            pending.push(batch);
            pause.pause(pauses, stop);
            pauses++;
        }

        private void separate(WriteBatch batch, Refused refused) {
            if (batch.size() == 1) {
                tally = tally.add(WriteTally.failed(batch.place(0), "was refused by DynamoDB: " + refused.reason()));
                return;
            }
            if (refused.duplicateKeys() && !duplicatesTold) {
                // Each alone will be taken, and one of them lost under the other.
                duplicatesTold = true;
                tally = tally.add(WriteTally.fault(
                        "of the %d items from %s on, two have the same key under the key of %s, so that one replaced the other"
                                .formatted(batch.size(), batch.place(0), batch.table())));
            }
            pending.push(batch.secondHalf());
            pending.push(batch.firstHalf());
        }
    }

    private static DdbvaultException defect(Throwable e) {
        return new DdbvaultException(
                ErrorCode.INTERNAL_ERROR,
                "An unexpected failure while writing: %s. This is a defect of ddbvault; please report it.".formatted(e),
                e);
    }

    private static DdbvaultException outOfReach(WriteBatch batch, Unavailable unavailable) {
        return new DdbvaultException(
                ErrorCode.AWS_UNAVAILABLE,
                "DynamoDB gave no usable answer to writes of %s for %d minutes: %s. Check the network and AWS's status page, then restore again."
                        .formatted(batch.table(), GIVE_UP_AFTER.toMinutes(), unavailable.reason()));
    }
}
