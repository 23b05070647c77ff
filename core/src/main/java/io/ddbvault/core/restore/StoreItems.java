package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.pacing.WritePace;

/** Brings batches into a table. Thread-safe. */
interface StoreItems {
    /**
     * Ends early when {@code stop} is reached or on a failure that no retry mends; the tally is exact all the same.
     *
     * @param pace of all the writes to the table
     */
    StoreBatch.Result store(WriteBatch batch, WritePace pace, Stop stop);
}
