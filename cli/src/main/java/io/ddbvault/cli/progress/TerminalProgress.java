package io.ddbvault.cli.progress;

import io.ddbvault.cli.report.Human;
import io.ddbvault.core.event.ProgressEvent;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.DrillStarted;
import io.ddbvault.core.event.ProgressEvent.ExportEstimated;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressEvent.ScratchTableCreated;
import io.ddbvault.core.event.ProgressEvent.ScratchTableDeleted;
import io.ddbvault.core.event.ProgressListener;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarRenderer;

/**
 * A bar per table and phase, drawn in place, and a line for what cannot be counted while no bar is there. Warnings would
 * tear the bars apart; they stand in the report that follows.
 */
public final class TerminalProgress implements ProgressListener, AutoCloseable {
    private static final Set<Phase> COUNTED = Set.of(Phase.CLEAR, Phase.WRITE, Phase.READ, Phase.SELECT, Phase.SIFT);

    private static final int REDRAW_MILLIS = 200;
    private static final String EXPORTS = "exports";

    private final PrintStream terminal;
    private final int columns;
    private final ProgressBarRenderer renderer;
    private final Map<String, ProgressBar> bars = new HashMap<>();

    /** @param columns how wide the terminal is */
    public TerminalProgress(PrintStream terminal, int columns, BarStyle style) {
        this.terminal = terminal;
        this.columns = columns;
        this.renderer = new RenderBar(style);
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        if (event instanceof ExportsRunning exports) {
            draw(exports);
        } else if (event instanceof RestoreStarted started) {
            terminal.println(ProgressText.of(started));
        } else if (event instanceof RestoreEstimated estimated) {
            terminal.println(ProgressText.of(estimated));
        } else if (event instanceof ExportEstimated estimated && bars.isEmpty()) {
            terminal.println(ProgressText.of(estimated));
        } else if (event instanceof DrillStarted started) {
            terminal.println(ProgressText.of(started));
        } else if (event instanceof ScratchTableCreated created && bars.isEmpty()) {
            terminal.println(ProgressText.of(created));
        } else if (event instanceof ScratchTableDeleted deleted && bars.isEmpty()) {
            terminal.println(ProgressText.of(deleted));
        } else if (event instanceof LockAwaited awaited && bars.isEmpty()) {
            terminal.println(ProgressText.of(awaited));
        } else if (event instanceof PhaseStarted started && !isCounted(started.phase()) && bars.isEmpty()) {
            terminal.println(ProgressText.of(started));
        } else if (event instanceof PhaseStarted started && isCounted(started.phase())) {
            bar(name(started.table(), started.phase()), started.expectedItems());
        } else if (event instanceof Advanced advanced && isCounted(advanced.phase())) {
            bar(name(advanced.table(), advanced.phase()), advanced.expectedItems())
                    .maxHint(Math.max(advanced.items(), advanced.expectedItems()))
                    .setExtraMessage(ProgressText.brief(advanced))
                    .stepTo(advanced.items());
        } else if (event instanceof PhaseEnded ended) {
            end(ended);
        }
    }

    private void end(PhaseEnded ended) {
        String name = name(ended.table(), ended.phase());
        ProgressBar bar = bars.get(name);
        if (bar != null) {
            // What a table holds is known approximately, what a backup holds exactly: a write that stopped is not
            // whole.
            long max = ended.phase() != Phase.CLEAR ? Math.max(bar.getMax(), ended.items()) : ended.items();
            end(name, ended.items(), max, ProgressText.brief(ended));
        }
    }

    private void draw(ExportsRunning exports) {
        int all = exports.running() + exports.ended();
        bar(EXPORTS, all)
                .maxHint(all)
                .setExtraMessage(Human.duration(exports.elapsed()))
                .stepTo(exports.ended());
        if (exports.running() == 0) {
            end(EXPORTS, all, all, Human.duration(exports.elapsed()));
        }
    }

    private static boolean isCounted(Phase phase) {
        return COUNTED.contains(phase);
    }

    private static String name(String table, Phase phase) {
        return table
                + switch (phase) {
                    case CLEAR -> ": deleting";
                    case READ -> ": reading";
                    default -> ": writing";
                };
    }

    private ProgressBar bar(String name, long max) {
        return bars.computeIfAbsent(
                name,
                missing -> new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(max)
                        .setRenderer(renderer)
                        .setUpdateIntervalMillis(REDRAW_MILLIS)
                        .setUnit(name.equals(EXPORTS) ? "" : " items", 1)
                        .showSpeed()
                        // Without a width the library would open the terminal to measure it, and with that take
                        // SIGINT away from the JVM: Ctrl-C would then end the process in the middle of a batch.
                        .setConsumer(new InteractiveConsoleProgressBarConsumer(terminal, columns - 1))
                        .build());
    }

    private void end(String name, long items, long max, String message) {
        ProgressBar bar = bars.remove(name);
        if (bar != null) {
            bar.setExtraMessage(message).maxHint(max).stepTo(items);
            bar.close();
        }
    }

    /** Leaves the bars as they stand, so that what follows starts on a line of its own. */
    @Override
    public synchronized void close() {
        bars.values().forEach(ProgressBar::close);
        bars.clear();
    }
}
