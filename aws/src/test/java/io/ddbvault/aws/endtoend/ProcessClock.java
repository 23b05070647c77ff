package io.ddbvault.aws.endtoend;

import io.ddbvault.core.port.Sleeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock of a process that a test started: the time in a file, which the test moves for all of its processes, also for
 * a frozen one. On top of it each look takes a moment and each pause its time, so that what is done every ten seconds is
 * done every so many batches, whatever the machine's speed. Thread-safe.
 */
final class ProcessClock implements InstantSource, Sleeper {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Path file;
    private final AtomicLong passedMillis = new AtomicLong();

    ProcessClock(Path file) {
        this.file = file;
    }

    /** As the file says it; in one step, so that no process reads half of it. */
    static void set(Path file, Instant time) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, time.toString());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Instant instant() {
        try {
            return Instant.parse(Files.readString(file)).plusMillis(passedMillis.addAndGet(LOOK.toMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void sleep(Duration duration) {
        passedMillis.addAndGet(duration.toMillis());
    }
}
