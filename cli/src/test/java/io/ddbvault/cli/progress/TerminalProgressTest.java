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
