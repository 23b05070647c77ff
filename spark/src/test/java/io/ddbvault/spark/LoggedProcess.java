package io.ddbvault.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java process with a file for each of its two outputs. Closing it kills it, and what it started. */
final class LoggedProcess implements AutoCloseable {
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private LoggedProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * @param folder for its outputs, and where it stands
     * @param variables all that it sees
     * @param arguments of {@code java}
     */
    static LoggedProcess start(String name, Path folder, Map<String, String> variables, List<String> arguments) {
        try {
            Path out = Files.createTempFile(folder, name + "-", ".out");
            Path err = Path.of(out.toString().replaceAll("out$", "err"));
            List<String> command = new java.util.ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            return new LoggedProcess(name, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this stands in its log. @return the match */
    Matcher awaitLogged(String pattern, Duration patience) {
        Pattern wanted = Pattern.compile(pattern);
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            // In this order: what it wrote at its end is seen.
            boolean alive = process.isAlive();
            Matcher found = wanted.matcher(err());
            if (found.find()) {
                return found;
            }
            if (!alive) {
                break;
            }
            pause();
        }
        throw new AssertionError("%s did not log '%s':%n%s".formatted(name, pattern, err()));
    }

    /** What the operating system tells about processes has no event to wait for. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits for its end. */
    int exitCode(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("%s did not end in %s:%n%s".formatted(name, patience, err()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
