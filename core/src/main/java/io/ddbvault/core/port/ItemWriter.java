package io.ddbvault.core.port;

import io.ddbvault.core.model.WriteBatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends batches to DynamoDB. Thread-safe. */
public interface ItemWriter {
    /**
     * One BatchWriteItem call, tried once. Safe to repeat: puts replace whole items, deletes of nothing do nothing.
     *
     * @throws io.ddbvault.core.error.DdbvaultException for what no retry mends: {@code ACCESS_DENIED}, {@code
     *     TABLE_NOT_FOUND}, credentials that expired
     */
    Outcome write(WriteBatch batch);

    /** What a user should know of how the writes went so far, in a sentence; of each way of writing its own. */
    default Optional<String> remark() {
        return Optional.empty();
    }

    /** What became of a batch. */
    sealed interface Outcome {}

    /**
     * DynamoDB answered.
     *
     * @param unprocessed indexes into the batch of what it did not take; empty when all is stored
     * @param consumed the write units that DynamoDB says the call consumed, on the table and on its indexes together;
     *     null if it does not say
     * @param kept indexes of what was not written because the table has something under its key; only where writing it
     *     depended on that
     */
    record Answered(List<Integer> unprocessed, @Nullable Double consumed, List<Integer> kept) implements Outcome {
        public Answered {
            unprocessed = List.copyOf(unprocessed);
            kept = List.copyOf(kept);
        }

        /** An answer to what depended on nothing. */
        public Answered(List<Integer> unprocessed, @Nullable Double consumed) {
            this(unprocessed, consumed, List.of());
        }

        /** An answer that does not say what the call consumed. */
        public Answered(List<Integer> unprocessed) {
            this(unprocessed, null);
        }
    }

    /** DynamoDB took nothing, and so consumed nothing, because it is asked too much; try again later. */
    record Throttled(String reason) implements Outcome {}

    /**
     * DynamoDB refused the whole batch because of something in it; nothing is stored.
     *
     * @param duplicateKeys whether that is two items with the same key
     */
    record Refused(String reason, boolean duplicateKeys) implements Outcome {
        public Refused(String reason) {
            this(reason, false);
        }
    }

    /** No usable answer (a 500, a closed connection); all, some or nothing is stored. */
    record Unavailable(String reason) implements Outcome {}
}
