package io.ddbvault.core.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears a run's events. Must be thread-safe, since it is called from several threads at once, and must return quickly, since
 * these are the threads that work. Several tables are restored side by side, so events of different tables come in any
 * order; a table's own phases begin and end one after the other, and each {@link ProgressEvent.Advanced} of a phase comes
 * between its begin and its end.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = event -> {};

    void on(ProgressEvent event);

    /** The same, but what it throws is logged: a run must not fail because nobody could be told of it. */
    default ProgressListener withoutFailures() {
        Logger log = LoggerFactory.getLogger(ProgressListener.class);
        return event -> {
            try {
                on(event);
            } catch (RuntimeException e) {
                log.warn("A progress listener failed", e);
            }
        };
    }
}
