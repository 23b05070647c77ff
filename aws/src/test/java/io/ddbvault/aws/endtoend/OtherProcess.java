package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that does one job and prints its answer as the last line; it can be killed, and frozen. */
final class OtherProcess implements AutoCloseable {
    /** 128 and the number of SIGKILL. */
    private static final int KILLED = 137;

    private static final int MOST_SECONDS = 120;

    private final Process process;
    private final Path printed;

    private OtherProcess(Process process, Path printed) {
        this.process = process;
        this.printed = printed;
    }

    /** @param printed where what the JVM prints goes */
    static OtherProcess start(Path printed, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for a second or two: what counts is how soon it begins.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx400m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new OtherProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start(),
                printed);
    }

    /** SIGKILL; the process is dead when this returns. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a killed process", e);
        }
    }

    /** SIGSTOP; not one of its threads runs any more when this returns. */
    void freeze() {
        signal("STOP");
        while (!state().startsWith("T")) {
            Thread.onSpinWait();
        }
    }

    /** SIGCONT. */
    void wake() {
        signal("CONT");
    }

    private void signal(String name) {
        run("kill", "-" + name, Long.toString(process.pid()));
    }

    private String state() {
        return run("ps", "-o", "stat=", "-p", Long.toString(process.pid())).strip();
    }

    private static String run(String... command) {
        try {
            Process started =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(started.getInputStream().readAllBytes(), UTF_8);
            if (started.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(String.join(" ", command), e);
        }
    }

    /** Done when the process has ended, however it ends. */
    CompletableFuture<?> ended() {
        return process.onExit();
    }

    /** Waits for its end, which must be by {@link #kill}. */
    void awaitKilled() throws IOException, InterruptedException {
        if (await() != KILLED) {
            throw new AssertionError("it was not killed, but ended with %d:\n%s"
                    .formatted(process.exitValue(), Files.readString(printed)));
        }
    }

    /** Waits for its end; the JSON object that it printed last. */
    Map<?, ?> answer() throws IOException, InterruptedException {
        List<String> lines = await() == 0 ? Files.readAllLines(printed) : List.of();
        if (lines.isEmpty()) {
            throw new AssertionError(
                    "no answer, but %d:\n%s".formatted(process.exitValue(), Files.readString(printed)));
        }
        return Json.parseObject(lines.get(lines.size() - 1).getBytes(UTF_8));
    }

    private int await() throws IOException, InterruptedException {
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no end after %d s:\n%s".formatted(MOST_SECONDS, Files.readString(printed)));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
