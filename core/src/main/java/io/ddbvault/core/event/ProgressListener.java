package io.ddbvault.core.event;

/** Hears a run's events. Called from several threads at once; must return quickly and never throw. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = event -> {};

    void on(ProgressEvent event);
}
