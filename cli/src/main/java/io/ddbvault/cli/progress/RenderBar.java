package io.ddbvault.cli.progress;

import io.ddbvault.cli.report.Human;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws a bar so that the numbers always fit: a long table's name is cut first, then the bar itself. */
record RenderBar(BarStyle style) implements ProgressBarRenderer {
    private static final int SHORTEST_NAME = 12;
    private static final int SHORTEST_BAR = 6;
    private static final int LONGEST_BAR = 40;

    @Override
    public String render(ProgressState state, int width) {
        return render(state.getTaskName(), state.getCurrent(), state.getMax(), state.getExtraMessage(), width);
    }

    String render(String task, long current, long max, String message, int width) {
        double part = max <= 0 ? 1 : Math.min(1, (double) current / max);
        String numbers = "%3d%% %s/%s  %s"
                .formatted((int) (100 * part), Human.count(current), Human.count(max), message)
                .stripTrailing();
        int free = width - numbers.length() - "  ".length();
        String name = abbreviate(task, Math.max(SHORTEST_NAME, free - SHORTEST_BAR));
        int bar = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, free - name.length()));
        // A line that got shorter must cover what stood there before.
        String rest = " ".repeat(Math.max(0, free - name.length() - bar));
        return name + " " + style.bar((int) (bar * part), bar) + " " + numbers + rest;
    }

    /** Keeps the end, which tells tables apart better than the start that they share. */
    private static String abbreviate(String name, int length) {
        return name.length() <= length ? name : "..." + name.substring(name.length() - length + 3);
    }
}
