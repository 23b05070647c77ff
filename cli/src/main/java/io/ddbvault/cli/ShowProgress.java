package io.ddbvault.cli;

import io.ddbvault.cli.progress.BarStyle;
import io.ddbvault.cli.progress.PlainProgress;
import io.ddbvault.cli.progress.TerminalProgress;
import io.ddbvault.core.event.ProgressEvent;
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
                        ? new TerminalProgress(terminal.err(), new BarStyle(terminal.unicode(), terminal.colour()))
                        : new PlainProgress(terminal.err(), indent, InstantSource.system()));
    }

    static ShowProgress none() {
        return new ShowProgress(ProgressListener.NONE);
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
