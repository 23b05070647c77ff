package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.Stop;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
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
        assertThat(cli.err()).isEqualTo("stopping%n".formatted());
        assertThat(cli.stop).isNotNull().extracting(Stop::reason).isEqualTo("an interrupt");
        command.join();
    }

    private static void sleepUntilStopped(RunCli cli) {
        Stop stop = cli.stop;
        assertThat(stop).isNotNull();
        try {
            new WakeOnStop(stop).sleep(Duration.ofMinutes(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sleepWithoutAStopTakesItsTime() throws InterruptedException {
        long began = System.nanoTime();
        new WakeOnStop(Stop.onRequest(InstantSource.system())).sleep(Duration.ofMillis(250));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }
}
