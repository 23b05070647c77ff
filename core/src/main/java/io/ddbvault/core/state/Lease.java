package io.ddbvault.core.state;

/** The right to write a table, as long as it is renewed. Thread-safe. */
public interface Lease {
    /**
     * Nothing if the table may be written to; else tries to make it so.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code LOCK_LOST} for good; what the store throws if it cannot be
     *     told
     */
    void require();

    /** Renews it if it is time. A failure is not told: {@link #require} tells, if it still matters then. */
    void renewIfDue();

    /** Lets others have the table at once. A failure is not told: the lock expires by itself. */
    void release();
}
