package io.ddbvault.cli;

import io.ddbvault.cli.progress.BarStyle;
import io.ddbvault.cli.progress.PlainProgress;
import io.ddbvault.cli.progress.TerminalProgress;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressListener;
import java.time.InstantSource;

/** Shows a run's progress on standard error, in the form that suits it. */
public final class ShowProgress implements ProgressListener, AutoCloseable {
    private final ProgressListener listener;

    private ShowProgress(ProgressListener listener) {
        this.listener = listener;
    }

    /** Bars on a terminal, lines elsewhere. */
    public static ShowProgress on(Terminal terminal, String indent) {
        return new ShowProgress(
                terminal.interactive()
                        ? new TerminalProgress(
                                terminal.err(), terminal.columns(), new BarStyle(terminal.unicode(), terminal.colour()))
                        : new PlainProgress(terminal.err(), indent, InstantSource.system()));
    }

    static ShowProgress none() {
        return new ShowProgress(ProgressListener.NONE);
    }

    /** Where nobody watches: only what to go on with, which has to be known even if the process dies. */
    static ShowProgress idOnly(Terminal terminal) {
        ProgressListener lines = new PlainProgress(terminal.err(), "", InstantSource.system());
        return new ShowProgress(event -> {
            if (event instanceof RestoreStarted || event instanceof DrillStarted) {
                lines.on(event);
            }
        });
    }

    @Override
    public void on(ProgressEvent event) {
        listener.on(event);
    }

    @Override
    public void close() {
        if (listener instanceof TerminalProgress bars) {
            bars.close();
        }
    }
}
