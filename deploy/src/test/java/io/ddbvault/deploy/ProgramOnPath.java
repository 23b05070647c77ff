package io.ddbvault.deploy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** A program of someone else's that a test needs, and that not every machine has. */
final class ProgramOnPath {
    private ProgramOnPath() {}

    /** Skips the test, and says so aloud, where the program is not installed. */
    static Path orSkip(String program) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Terraform.skip(program + " is not on the PATH, so what needs it is not tested"));
    }
}
