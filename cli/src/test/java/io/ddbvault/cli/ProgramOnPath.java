package io.ddbvault.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** A program of someone else's that a test needs, and that not every machine has. */
final class ProgramOnPath {
    private ProgramOnPath() {}

    /** Skips the test, and says so aloud, where the program is not installed. */
    static Path orSkip(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    String text =
                            "SKIPPED: " + program + " is not on the PATH, so interoperation with it is not tested";
                    System.out.println(text);
                    return Assumptions.abort(text);
                });
    }
}
