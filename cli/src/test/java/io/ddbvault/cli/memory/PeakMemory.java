package io.ddbvault.cli.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The most memory that a process held at any time, as Linux tells it. */
final class PeakMemory {
    private final Process process;
    private final Path status;
    private long peak;

    PeakMemory(Process process) {
        this.process = process;
        this.status = Path.of("/proc", Long.toString(process.pid()), "status");
    }

    /** Looks, after a moment. @return whether the process has ended */
    boolean ended() throws InterruptedException {
        boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        try {
            peak = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(peak);
        } catch (IOException e) {
            // No Linux, or it has just ended.
        }
        return ended;
    }

    /** 0 where that cannot be known. */
    long kib() {
        return peak;
    }
}
