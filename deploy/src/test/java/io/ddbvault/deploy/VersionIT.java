package io.ddbvault.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The version that the build gave the finished jars. */
@Timeout(60)
class VersionIT {
    private static final String VERSION = System.getProperty("ddbvault.version");
    private static final Path CLI = Path.of("..", "cli", "target", "ddbvault.jar");

    static Stream<Path> jars() {
        return Stream.of(FunctionProcess.JAR, CLI);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void aJarNamesItInItsManifestAndToItsOwnCode(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Title"))
                    .isEqualTo("ddbvault");
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(VERSION);
            byte[] text = jar.getInputStream(jar.getEntry("io/ddbvault/core/model/version.txt"))
                    .readAllBytes();
            assertThat(new String(text, UTF_8)).isEqualTo(VERSION + "\n");
        }
    }

    @Test
    void theCommandLinePrintsIt() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        CLI.toString(),
                        "--version")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                .startsWith("ddbvault " + VERSION + " (Java ");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
