package io.ddbvault.core.restore;

/**
 * What a working restore does again and again, so that its lock lives and its checkpoint is fresh. Called by working
 * threads and by the one that waits for them; cheap where nothing is due. Thread-safe.
 */
@FunctionalInterface
interface Heartbeat {
    Heartbeat NONE = () -> {};

    /** @throws io.ddbvault.core.error.DdbvaultException {@code LOCK_LOST} once the run may not go on */
    void beat();
}
