package io.ddbvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a running process has used so far, as Linux tells it. */
final class ReadProcessUse {
    /** The unit of /proc's times, the same on every Linux. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private final Path folder;

    ReadProcessUse(long pid) {
        this.folder = Path.of("/proc", Long.toString(pid));
    }

    /** User and system time in nanoseconds, in steps of 10 ms; empty once it has ended. */
    Optional<Long> cpu() {
        try {
            String stat = Files.readString(folder.resolve("stat"));
            // Behind the program's name, which may have blanks and parentheses in it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 15);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            // A process that has ended but is not yet waited for tells its times too.
            return Optional.of(ticks * NANOS_PER_TICK);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The most memory that it held at any time, in KiB; empty once it has ended. */
    Optional<Long> peakMemory() {
        try {
            return Files.readAllLines(folder.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
