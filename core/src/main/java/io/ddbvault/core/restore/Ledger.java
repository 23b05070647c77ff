package io.ddbvault.core.restore;

/** Where a transfer's threads enter what became of each portion. Thread-safe. */
interface Ledger {
    /**
     * A writer is through with this portion; with the whole of it, unless it was stopped or failed.
     *
     * @throws io.ddbvault.core.error.DdbvaultException if what was refused cannot be stored; the transfer ends
     */
    void enter(Portion portion, StoreBatch.Result result);

    /** Something keeps this run from reading or writing all: one sentence. Going on later may mend it. */
    void fault(String sentence);
}
