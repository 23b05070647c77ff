package io.ddbvault.deploy.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of others that a test needs, and that not every machine has. */
final class Programs {
    private Programs() {}

    /** @param output standard output and standard error */
    record Ended(int exitCode, String output) {}

    /** Skips the test, and says so aloud, where a program is not installed. */
    static void needed(String purpose, String... programs) {
        for (String program : programs) {
            Path unused = ProgramOnPath.orSkip(program, purpose);
        }
    }

    static Ended run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + output);
        }
        return new Ended(process.exitValue(), output);
    }
}
