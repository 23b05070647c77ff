package io.ddbvault.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.program.ProgramOnPath;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real browser, driven by the scripts in the folder {@code browser}, where the machine has one. */
final class Browser {
    /** Outside of the source tree; kept until the next {@code clean}, so that it is fetched once. */
    private static final Path INSTALLED = Path.of("target", "browser");

    private final Path node;
    private final Path chromium;

    private Browser(Path node, Path chromium) {
        this.node = node;
        this.chromium = chromium;
    }

    /** Skips the test, and says so aloud, where a program is missing. */
    static Browser orSkip() throws IOException, InterruptedException {
        String consequence = "the report's page is not looked at in a browser";
        Path node = ProgramOnPath.orSkip("node", consequence);
        Path npm = ProgramOnPath.orSkip("npm", consequence);
        Path chromium = ProgramOnPath.orSkip("chromium", consequence);
        install(npm);
        return new Browser(node, chromium);
    }

    private static void install(Path npm) throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        String lock = Files.readString(Path.of("browser", "package-lock.json"));
        Path done = INSTALLED.resolve("installed-lock.json");
        if (Files.exists(done) && Files.readString(done).equals(lock)) {
            return;
        }
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(Path.of("browser", file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder(
                        npm.toString(), "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            SkipAloud.because(
                    "npm ci does not get the browser's driver, so the report's page is not looked at in a browser: "
                            + output);
        }
        Files.writeString(done, lock);
    }

    /** Runs a script of the folder {@code browser}. @return its standard output */
    String run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                node.toString(),
                "browser/" + script,
                INSTALLED.resolve("node_modules").toAbsolutePath().toString(),
                chromium.toString()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(INSTALLED, "errors", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        Files.delete(errors);
        return output;
    }
}
