package io.ddbvault.core.restore;

/** Where batches come from: data files, or the keys of a table. Used by one thread. */
@FunctionalInterface
interface BatchSource {
    /**
     * Puts batch after batch, until there are no more or the queue is closed.
     *
     * @return what was read and what was wrong with it
     * @throws io.ddbvault.core.error.DdbvaultException if nothing more can be read; the run ends
     */
    WriteTally readInto(BatchQueue queue) throws InterruptedException;
}
