package io.ddbvault.cli.progress;

import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressEvent.ExportEnded;
import io.ddbvault.core.event.ProgressEvent.ExportEstimated;
import io.ddbvault.core.event.ProgressEvent.ExportStarted;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressEvent.ScratchTableCreated;
import io.ddbvault.core.event.ProgressEvent.ScratchTableDeleted;
import io.ddbvault.core.event.ProgressEvent.Warning;
import io.ddbvault.core.event.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Lines for logs and pipes: every start and end, and between them one line per table every few seconds. */
public final class PlainProgress implements ProgressListener {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** The exports together are one thing to wait for; no table has this name. */
    private static final String EXPORTS = "";

    private final PrintStream out;
    private final String indent;
    private final InstantSource clock;
    private final Map<String, Instant> lastLine = new HashMap<>();

    /** @param indent written before each line */
    public PlainProgress(PrintStream out, String indent, InstantSource clock) {
        this.out = out;
        this.indent = indent;
        this.clock = clock;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        if (event instanceof Warning warning) {
            print(ProgressText.of(warning));
        } else if (event instanceof RestoreStarted started) {
            print(ProgressText.of(started));
        } else if (event instanceof RestoreEstimated estimated) {
            print(ProgressText.of(estimated));
        } else if (event instanceof ExportEstimated estimated) {
            print(ProgressText.of(estimated));
        } else if (event instanceof DrillStarted started) {
            print(ProgressText.of(started));
        } else if (event instanceof ScratchTableCreated created) {
            print(ProgressText.of(created));
        } else if (event instanceof ScratchTableDeleted deleted) {
            print(ProgressText.of(deleted));
        } else if (event instanceof LockAwaited awaited) {
            print(ProgressText.of(awaited));
        } else if (event instanceof ExportStarted started) {
            restartPause(EXPORTS);
            print(ProgressText.of(started));
        } else if (event instanceof ExportsRunning running) {
            printIfDue(EXPORTS, ProgressText.of(running));
        } else if (event instanceof ExportEnded ended) {
            print(ProgressText.of(ended));
        } else if (event instanceof PhaseStarted started) {
            restartPause(started.table());
            print(ProgressText.of(started));
        } else if (event instanceof Advanced advanced) {
            printIfDue(advanced.table(), ProgressText.of(advanced));
        } else if (event instanceof PhaseEnded ended) {
            print(ProgressText.of(ended));
        }
    }

    private void printIfDue(String subject, String line) {
        Instant last = lastLine.getOrDefault(subject, Instant.MIN);
        if (last.equals(Instant.MIN) || !clock.instant().isBefore(last.plus(PAUSE))) {
            restartPause(subject);
            print(line);
        }
    }

    private void restartPause(String subject) {
        lastLine.put(subject, clock.instant());
    }

    private void print(String line) {
        out.println(indent + line);
    }
}
