package io.ddbvault.core.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears a run's events. Called from several threads at once; must return quickly. */
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
