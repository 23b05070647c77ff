package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.Sleeper;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InterruptsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anInterruptWithNothingToWaitForReturnsAtOnce() {
        new Interrupts(RunCli.print(err)).interrupt();
        assertThat(err.size()).isZero();
    }

    @Test
    void anOrdinaryEndIsNoInterrupt() {
        Interrupts interrupts = new Interrupts(RunCli.print(err));
        interrupts.onInterrupt(() -> {
            throw new AssertionError("nothing to stop");
        });
        interrupts.ended();
        interrupts.interrupt();
        assertThat(err.size()).isZero();
    }

    @Test
    void anInterruptAsksTheRunToStopAndWaitsForItsAnswer() throws Exception {
        RunCli cli = RunCli.configured();
        CountDownLatch restoring = new CountDownLatch(1);
        cli.restoring(request -> {
            restoring.countDown();
            sleepUntilStopped(cli);
            return Reports.restore();
        });
        Thread command = new Thread(() -> {
            cli.run("restore", "--json");
            cli.interrupts.ended();
        });
        command.start();
        assertThat(restoring.await(10, TimeUnit.SECONDS)).isTrue();

        cli.interrupts.interrupt();

        assertThat(cli.out()).startsWith("{\"statusCode\":200,");
        assertThat(cli.err()).isEqualTo("restore 20250722T030000Z-00000001%nstopping%n".formatted());
        assertThat(cli.stop).isNotNull().extracting(Stop::reason).isEqualTo("an interrupt");
        command.join();
    }

    private static void sleepUntilStopped(RunCli cli) {
        Stop stop = cli.stop;
        assertThat(stop).isNotNull();
        Duration untilStopped = Duration.ofMinutes(10);
        new JitteredPause(Sleeper.SYSTEM, new Random(1), untilStopped, untilStopped).pause(0, stop);
    }
}
