package io.ddbvault.core.restore;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ExistingItems;
import io.ddbvault.core.port.ItemWriter.Outcome;

/** For restores that write all items: to ask what a table has would be a defect. */
final class NoLooks implements ExistingItems {
    @Override
    public Outcome putIfAbsent(WriteBatch one, KeySchema keySchema) {
        throw new IllegalStateException("this restore writes all items");
    }

    @Override
    public Look look(WriteBatch batch, KeySchema keySchema) {
        throw new IllegalStateException("this restore writes all items");
    }
}
