package io.ddbvault.core.restore;

/** Where batches come from: data files, or the keys of a table. Used by one thread. */
@FunctionalInterface
interface BatchSource {
    /**
     * Puts portion after portion, until there are no more or the queue is closed.
     *
     * @throws io.ddbvault.core.error.DdbvaultException if nothing more can be read; the transfer ends
     */
    void readInto(BatchQueue queue) throws InterruptedException;
}
