package io.ddbvault.core.port;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at what a table holds under the keys of a batch's items. Thread-safe. */
public interface ExistingItems {
    /**
     * Stores the item only if the table has none under its key: one PutItem call with that condition, tried once. What it
     * finds there is left as it is, to the byte.
     *
     * <p>Safe to repeat, but for the counts: a call whose answer was lost may have stored the item, and finds it when it is
     * made again.
     *
     * @param one a batch of one item
     * @return {@link ItemWriter.Answered#kept()} names the item if the table has one under its key. That costs write units
     *     too, which DynamoDB does not tell; {@code consumed} are then those of the item given, the least that it can be
     * @throws io.ddbvault.core.error.DdbvaultException as {@link ItemWriter#write}
     */
    Outcome putIfAbsent(WriteBatch one, KeySchema keySchema);

    /**
     * Reads what the table holds under the keys of a batch's items: one BatchGetItem call, strongly consistent, tried once.
     *
     * @throws io.ddbvault.core.error.DdbvaultException as {@link ItemWriter#write}
     */
    Look look(WriteBatch batch, KeySchema keySchema);

    /** What became of a look. */
    sealed interface Look {}

    /**
     * DynamoDB answered. What is in none of the two is not in the table.
     *
     * @param items by index into the batch, each in DynamoDB JSON
     * @param unprocessed indexes of what it did not look for
     * @param consumed read units; null if it does not say
     */
    record Found(
            Map<Integer, byte[]> items,
            List<Integer> unprocessed,
            @Nullable Double consumed) implements Look {
        public Found {
            items = Map.copyOf(items);
            unprocessed = List.copyOf(unprocessed);
        }
    }

    /** DynamoDB told nothing of any of them, for one of the reasons why a write can fail as a whole. */
    record NotLooked(Outcome why) implements Look {}
}
