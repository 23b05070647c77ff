package io.ddbvault.core.restore;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter;

/**
 * Writes only items under whose key the table has none. Batches hold one item each, see {@link
 * WriteMode#itemsPerBatch()}, so that a refusal or a throttle of one never touches what is known of another. Thread-safe.
 */
final class PutMissingItems implements ItemWriter {
    private final ExistingItems existing;
    private final KeySchema keySchema;

    PutMissingItems(ExistingItems existing, KeySchema keySchema) {
        this.existing = existing;
        this.keySchema = keySchema;
    }

    @Override
    public Outcome write(WriteBatch batch) {
        return existing.putIfAbsent(batch, keySchema);
    }
}
