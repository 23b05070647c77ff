package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The script {@code ./ddbvault} and the finished jar in a tree of their own: no source there is newer than the jar, so
 * nothing is built again. It runs on the JDK that runs the tests.
 *
 * @param script the launcher
 * @param jar last changed at {@link #BUILT}
 */
public record BuiltLauncher(Path script, Path jar) {
    /** Before any archive was made. */
    static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /** What a command came to. */
    public record Run(int exitCode, String out, String err) {}

    /** @param folder an empty one */
    public static BuiltLauncher copyTo(Path folder) throws IOException {
        Path jar = folder.resolve("cli/target/ddbvault.jar");
        Files.createDirectories(jar.getParent());
        Files.copy(Path.of("target", "ddbvault.jar"), jar);
        Files.setLastModifiedTime(jar, BUILT);
        Path script = Files.copy(Path.of("..", "ddbvault"), folder.resolve("ddbvault"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new BuiltLauncher(script, jar);
    }

    /** Runs a command. Ends when what the script has left behind ends too: that holds a pipe of ours open. */
    public Run run(String javaOptions, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("ddbvault", "out");
        Path err = Files.createTempFile("ddbvault", "err");
        try {
            List<String> command = new ArrayList<>(List.of(
                    "/bin/sh",
                    "-c",
                    "out=$1 err=$2; shift 2; exec 9>&1; exec \"$@\" >\"$out\" 2>\"$err\"",
                    "sh",
                    out.toString(),
                    err.toString(),
                    script.toString()));
            command.addAll(List.of(arguments));
            Process process = builder(javaOptions, command).start();
            process.getInputStream().readAllBytes();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** A command to be started, with credentials of nobody. */
    public ProcessBuilder builder(String javaOptions, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS",
                        javaOptions,
                        "AWS_ACCESS_KEY_ID",
                        "nobody",
                        "AWS_SECRET_ACCESS_KEY",
                        "nothing"));
        return builder;
    }
}
