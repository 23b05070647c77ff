package io.ddbvault.aws;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import java.nio.charset.StandardCharsets;

/** Batches from JSON text. */
final class Batches {
    private Batches() {}

    static WriteBatch puts(String table, String... items) {
        return batch(table, Operation.PUT, items);
    }

    static WriteBatch deletes(String table, String... keys) {
        return batch(table, Operation.DELETE, keys);
    }

    private static WriteBatch batch(String table, Operation operation, String... slices) {
        WriteBatch.Builder builder = new WriteBatch.Builder(table, operation);
        for (int i = 0; i < slices.length; i++) {
            byte[] bytes = slices[i].getBytes(StandardCharsets.UTF_8);
            builder.add(bytes, 0, bytes.length, new Place("data/a.json.gz", i + 1L));
        }
        return builder.build();
    }
}
