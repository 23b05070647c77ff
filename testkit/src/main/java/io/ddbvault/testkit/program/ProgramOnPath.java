package io.ddbvault.testkit.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** A program of someone else's that a test needs. */
public final class ProgramOnPath {
    private ProgramOnPath() {}

    /** Skips the test, and says so aloud, where the program is not installed. */
    public static Path orSkip(String program) {
        return orSkip(program, "what needs it is not tested");
    }

    /** @param consequence what is not done without it */
    public static Path orSkip(String program, String consequence) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> SkipAloud.because("%s is not on the PATH, so %s".formatted(program, consequence)));
    }
}
