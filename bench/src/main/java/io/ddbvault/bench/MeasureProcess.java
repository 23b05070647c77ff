package io.ddbvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a command from its start to its end, and looks again and again what it uses and how far it is. */
final class MeasureProcess {
    private static final long EVERY_MILLIS = 20;
    /** After the last item nothing else tells how long the process will still be there. */
    private static final long EVERY_MILLIS_AT_THE_END = 5;

    private final SinkCounts sink;
    private final Path log;

    /** @param log takes what the command prints, to be shown if it fails */
    MeasureProcess(SinkCounts sink, Path log) {
        this.sink = sink;
        this.log = log;
    }

    /**
     * @param items that must have reached the sink at the end, no more and no fewer
     * @param limit after which it is ended, and failed
     */
    Measurement measure(List<String> command, Map<String, String> variables, long items, Duration limit)
            throws IOException, InterruptedException {
        sink.reset();
        UseOverItems use = new UseOverItems(items);
        long peak = 0;
        long start = System.nanoTime();
        Process process = ChildProcess.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()), variables);
        ReadProcessUse read = new ReadProcessUse(process.pid());
        long written = 0;
        try {
            boolean ended = false;
            while (!ended) {
                peak = Math.max(peak, read.peakMemory().orElse(0L));
                Optional<Long> cpu = read.cpu();
                written = written < items ? sink.items() : written;
                if (cpu.isPresent()) {
                    use.add(cpu.get(), written);
                }
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw new IOException("it was not done after " + limit);
                }
                ended = process.waitFor(
                        written < items ? EVERY_MILLIS : EVERY_MILLIS_AT_THE_END, TimeUnit.MILLISECONDS);
            }
        } finally {
            ChildProcess.stop(process);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IOException("it ended with %d: %s".formatted(process.exitValue(), tail()));
        }
        if (sink.items() != items) {
            throw new IOException("the sink got %d items, not %d: %s".formatted(sink.items(), items, tail()));
        }
        return new Measurement(use.total(), use.steady(), items / seconds, peak / 1024.0);
    }

    private String tail() throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - 2000));
    }
}
