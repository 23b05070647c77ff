package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Finds in a batch what DynamoDB gave back as unprocessed. It gives back items, in no order and not byte for byte, so
 * they are told apart by their keys; numbers by value, as {@code 1.0} comes back as {@code 1}. Thread-safe.
 */
final class UnprocessedItems {
    private final Tables tables;
    private final Map<String, KeySchema> keySchemas = new ConcurrentHashMap<>();

    UnprocessedItems(Tables tables) {
        this.tables = tables;
    }

    /** Reads the keys of what was given back. */
    @FunctionalInterface
    interface Returned {
        /** One for each request, as {@link ReadKey#read} gives it. */
        List<Optional<Map<String, String>>> keys(KeySchema schema);
    }

    /**
     * @param names of the tables of which requests were given back
     * @return indexes in the batch, ascending; all of them if what came back cannot be told one to one
     */
    List<Integer> indexes(WriteBatch batch, Iterable<String> names, Returned returned) {
        boolean any = false;
        for (String name : names) {
            if (!name.equals(batch.table())) {
                return all(batch);
            }
            any = true;
        }
        if (!any) {
            return List.of();
        }
        return keySchema(batch.table())
                .flatMap(schema -> find(batch, returned.keys(schema), schema))
                .orElseGet(() -> all(batch));
    }

    /** Sending again what is stored already does no harm, so all is a safe answer wherever the part is not known. */
    private static List<Integer> all(WriteBatch batch) {
        return IntStream.range(0, batch.size()).boxed().toList();
    }

    private Optional<KeySchema> keySchema(String table) {
        KeySchema known = keySchemas.get(table);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<KeySchema> schema = tables.describe(table).map(TableDescription::keySchema);
            schema.ifPresent(found -> keySchemas.put(table, found));
            return schema;
        } catch (DdbvaultException e) {
            // Not worth failing for: without it, the whole batch is sent again.
            return Optional.empty();
        }
    }

    private static Optional<List<Integer>> find(
            WriteBatch batch, List<Optional<Map<String, String>>> returned, KeySchema schema) {
        Map<KeyFingerprint, Integer> indexes = new HashMap<>();
        for (int index = 0; index < batch.size(); index++) {
            Optional<Map<String, String>> key =
                    ReadKey.read(batch.body(), batch.start(index), batch.end(index), schema);
            if (key.isEmpty() || indexes.put(KeyFingerprint.of(key.get(), schema), index) != null) {
                return Optional.empty();
            }
        }
        TreeSet<Integer> found = new TreeSet<>();
        for (Optional<Map<String, String>> key : returned) {
            Integer index = key.isEmpty() ? null : indexes.get(KeyFingerprint.of(key.get(), schema));
            if (index == null || !found.add(index)) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(found));
    }
}
