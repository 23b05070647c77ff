package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.state.Lease;
import java.util.Optional;

/** Writes only while this run holds the table's lock. Thread-safe. */
final class FencedItemWriter implements ItemWriter {
    private final ItemWriter writer;
    private final Lease lease;

    FencedItemWriter(ItemWriter writer, Lease lease) {
        this.writer = writer;
        this.lease = lease;
    }

    /** @throws DdbvaultException as the writer does, and {@code LOCK_LOST} */
    @Override
    public Outcome write(WriteBatch batch) {
        try {
            lease.require();
        } catch (DdbvaultException e) {
            if (e.code().passes()) {
                return new Unavailable("the lock on the table could not be renewed: " + e.text());
            }
            throw e;
        }
        return writer.write(batch);
    }

    @Override
    public Optional<String> remark() {
        return writer.remark();
    }
}
