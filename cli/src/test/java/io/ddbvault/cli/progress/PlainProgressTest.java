package io.ddbvault.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.ExportEnded;
import io.ddbvault.core.event.ProgressEvent.ExportEstimated;
import io.ddbvault.core.event.ProgressEvent.ExportStarted;
import io.ddbvault.core.event.ProgressEvent.ExportsRunning;
import io.ddbvault.core.event.ProgressEvent.LockAwaited;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.event.ProgressEvent.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2025-07-22T02:00:00Z");
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), "> ", () -> now);

    @Test
    void aRestorePrintsStartsAndEndsAndOneLineEveryFiveSeconds() {
        progress.on(new PhaseStarted("users", Phase.VALIDATE, 0));
        progress.on(new LockAwaited("users", "process 7 of ops on host-1", Instant.parse("2025-07-22T03:16:01.5Z")));
        progress.on(new RestoreEstimated("users", 50_000, RestoreCost.onDemand(1_000_000, 300)));
        progress.on(new PhaseStarted("users", Phase.CLEAR, 1_200));
        progress.on(new PhaseEnded("users", Phase.CLEAR, 1_198, Duration.ofMillis(400)));
        progress.on(new PhaseStarted("users", Phase.WRITE, 50_000));
        for (int second = 1; second <= 12; second++) {
            now = now.plusSeconds(1);
            progress.on(new Advanced(
                    "users", Phase.WRITE, second * 4_000L, 50_000, second * 1_000_000L, Duration.ofSeconds(second)));
        }
        progress.on(new PhaseEnded("users", Phase.WRITE, 50_000, Duration.ofMillis(12_500)));

        assertThat(lines())
                .containsExactly(
                        "> users: validating",
                        "> users: locked by this restore's run before, process 7 of ops on host-1; waiting until that lock expires at 2025-07-22T03:16:01Z",
                        "> users: 50,000 items of the backup, about 1,000,000 write units and 300 read units ($0.63 on demand in us-east-1), takes about 4:10",
                        "> users: deleting about 1,200 items",
                        "> users: deleted 1,198 items in 0.4 s",
                        "> users: writing 50,000 items",
                        "> users: wrote 20,000 of 50,000 items (40%), 4.8 MiB, 4,000 items/s, 0:07 left",
                        "> users: wrote 40,000 of 50,000 items (80%), 9.5 MiB, 4,000 items/s, 0:02 left",
                        "> users: wrote 50,000 items in 12.5 s");
    }

    @Test
    void twoTablesAtOnceEachHaveTheirLines() {
        progress.on(new PhaseStarted("users", Phase.WRITE, 10));
        progress.on(new PhaseStarted("codes", Phase.WRITE, 10));
        now = now.plusSeconds(5);
        progress.on(new Advanced("users", Phase.WRITE, 5, 10, 0, Duration.ofSeconds(5)));
        progress.on(new Advanced("codes", Phase.WRITE, 0, 10, 0, Duration.ofSeconds(5)));

        assertThat(lines())
                .endsWith(
                        "> users: wrote 5 of 10 items (50%), 1 items/s, 0:05 left",
                        "> codes: wrote 0 of 10 items (0%), 0 items/s");
    }

    @Test
    void aBackupPrintsEveryExportsStartAndEndAndNowAndThenHowManyRun() {
        progress.on(new Warning("users is named otherwise"));
        progress.on(new ExportEstimated("users", 25_000_000_000L, EstimateCost.export(25_000_000_000L)));
        progress.on(new ExportStarted("users", "arn"));
        progress.on(new ExportEstimated("codes", 0, BigDecimal.ZERO));
        progress.on(new ExportStarted("codes", "arn"));
        progress.on(new ExportsRunning(2, 0, Duration.ofSeconds(1)));
        now = now.plusSeconds(60);
        progress.on(new ExportsRunning(1, 1, Duration.ofSeconds(61)));
        progress.on(new ExportsRunning(1, 1, Duration.ofSeconds(61)));
        progress.on(new ExportEnded("users", true, 50_000, ""));
        progress.on(new ExportEnded("codes", false, 0, "no such bucket"));

        assertThat(lines())
                .containsExactly(
                        "> warning: users is named otherwise",
                        "> users: exporting about 23.3 GiB, costs $2.33 at $0.10 a GB, as in us-east-1",
                        "> users: export started",
                        "> codes: exporting; empty, or too new for DynamoDB to tell its size and so the cost",
                        "> codes: export started",
                        "> 1 export running, 1 ended, after 1:01",
                        "> users: exported 50,000 items",
                        "> codes: export failed: no such bucket");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
