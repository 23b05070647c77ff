package io.ddbvault.aws;

import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DynamoDB said to a BatchWriteItem.
 *
 * @param json the answer
 * @param consumed write units, of the table and its indexes; null if it does not say
 * @param tables of which something was left unprocessed; null if it does not say
 * @param unprocessed what was left, of all those tables
 */
record BatchAnswer(
        byte[] json, @Nullable Double consumed, @Nullable List<String> tables, List<Slice> unprocessed) {

    /**
     * A request that came back.
     *
     * @param operation null for a request of another kind
     * @param from where its item or key begins in the answer
     * @param to where that ends, exclusive
     */
    record Slice(@Nullable Operation operation, int from, int to) {}

    /** Of what was left, each as {@link ReadKey#read} gives it. */
    List<Optional<Map<String, String>>> keys(Operation operation, KeySchema schema) {
        List<Optional<Map<String, String>>> keys = new ArrayList<>();
        for (Slice slice : unprocessed) {
            keys.add(
                    slice.operation() == operation
                            ? ReadKey.read(json, slice.from(), slice.to(), schema)
                            : Optional.empty());
        }
        return keys;
    }
}
