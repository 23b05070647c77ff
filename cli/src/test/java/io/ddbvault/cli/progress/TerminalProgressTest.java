package io.ddbvault.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void drawsABarPerTableAndPhase() {
        try (TerminalProgress progress = progress()) {
            progress.on(new PhaseStarted("users", Phase.VALIDATE, 0));
            progress.on(new LockAwaited("users", "process 7 of ops on host-1", Instant.parse("2025-07-22T03:16:01Z")));
            progress.on(new PhaseStarted("users", Phase.CLEAR, 100));
            progress.on(new PhaseEnded("users", Phase.CLEAR, 90, Duration.ofSeconds(1)));
            progress.on(new PhaseStarted("users", Phase.WRITE, 100));
            progress.on(new Advanced("users", Phase.WRITE, 60, 100, 2048, Duration.ofSeconds(1)));
            progress.on(new PhaseEnded("users", Phase.WRITE, 100, Duration.ofSeconds(2)));
        }
        assertThat(drawn())
                .startsWith(
                        "users: validating%nusers: locked by this restore's run before, process 7 of ops on host-1; waiting until that lock expires at 2025-07-22T03:16:01Z%n"
                                .formatted())
                .contains("users: deleting", "100% 90/90  in 1.0 s", "users: writing", "##", "100% 100/100  in 2.0 s")
                .doesNotContain("\u001b[32m");
    }

    @Test
    void tablesSideBySideHaveABarEachWhichStaysOnItsLine() {
        try (TerminalProgress progress = progress()) {
            progress.on(new PhaseStarted("users", Phase.WRITE, 100));
            progress.on(new PhaseStarted("codes", Phase.WRITE, 10));
            progress.on(new Advanced("codes", Phase.WRITE, 5, 10, 0, Duration.ofSeconds(1)));
            progress.on(new Advanced("users", Phase.WRITE, 60, 100, 0, Duration.ofSeconds(1)));
            progress.on(new PhaseEnded("users", Phase.WRITE, 100, Duration.ofSeconds(2)));
            progress.on(new PhaseStarted("orders", Phase.COMPARE, 7));
            progress.on(new PhaseStarted("orders", Phase.CLEAR, 7));
            progress.on(new PhaseEnded("codes", Phase.WRITE, 10, Duration.ofSeconds(3)));
            progress.on(new PhaseEnded("orders", Phase.CLEAR, 7, Duration.ofSeconds(4)));
        }

        assertThat(screen())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("users: writing").endsWith("100% 100/100  in 2.0 s"),
                        line -> assertThat(line).startsWith("codes: writing").endsWith("100% 10/10  in 3.0 s"),
                        line -> assertThat(line).startsWith("orders: deleting").endsWith("100% 7/7  in 4.0 s"));
    }

    /** What a terminal shows in the end of what was drawn: only lines and moves up and down are used. */
    private List<String> screen() {
        List<String> lines = new ArrayList<>();
        int row = 0;
        Matcher pieces =
                Pattern.compile("\u001b\\[(\\d+)([AB])|\n|\r|[^\u001b\n\r]+").matcher(drawn());
        while (pieces.find()) {
            String piece = pieces.group();
            if (piece.equals("\n")) {
                row++;
            } else if (piece.startsWith("\u001b")) {
                int rows = Integer.parseInt(pieces.group(1));
                row += pieces.group(2).equals("A") ? -rows : rows;
            } else if (!piece.equals("\r")) {
                while (lines.size() <= row) {
                    lines.add("");
                }
                lines.set(row, piece.stripTrailing());
            }
        }
        return lines;
    }

    @Test
    void aWriteThatStoppedIsNotDrawnAsWhole() {
        try (TerminalProgress progress = progress()) {
            progress.on(new PhaseStarted("users", Phase.WRITE, 100));
            progress.on(new Advanced("users", Phase.WRITE, 40, 100, 2048, Duration.ofSeconds(1)));
            progress.on(new PhaseEnded("users", Phase.WRITE, 60, Duration.ofSeconds(2)));
        }
        assertThat(drawn()).contains("60% 60/100  in 2.0 s").doesNotContain("100%");
    }

    @Test
    void drawsOneBarForAllExports() {
        try (TerminalProgress progress = progress()) {
            progress.on(new ExportsRunning(3, 0, Duration.ofSeconds(1)));
            progress.on(new ExportsRunning(1, 2, Duration.ofSeconds(60)));
            progress.on(new ExportsRunning(0, 3, Duration.ofSeconds(90)));
        }
        assertThat(drawn()).contains("exports", "100% 3/3  1:30");
    }

    /** Did the library measure it, Ctrl-C would end a restore in the middle of a batch; see TerminalSessionTest. */
    @Test
    void itIsAsWideAsItIsTold() {
        try (TerminalProgress progress = progress()) {
            progress.on(new PhaseStarted("a-table-of-an-unusually-long-name-for-a-table", Phase.WRITE, 100));
            progress.on(new PhaseEnded(
                    "a-table-of-an-unusually-long-name-for-a-table", Phase.WRITE, 100, Duration.ofSeconds(2)));
        }
        assertThat(drawn().split("\\R|\u001b\\[\\d+[AB]|\r", -1))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60))
                .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(50));
    }

    private TerminalProgress progress() {
        return new TerminalProgress(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), 60, new BarStyle(false, false));
    }

    private String drawn() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
