package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./ddbvault}, the finished jar, and the JDK that runs the tests: what its archive of classes does. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class LauncherIT {
    private static final String FROM_ARCHIVE = "io.ddbvault.core.restore.Restore source: shared objects file";

    /** One for all: an archive fits the jar at one path only, and takes seconds to make. */
    @TempDir
    static Path folder = Path.of("");

    private static BuiltLauncher launcher = new BuiltLauncher(folder, folder);
    private static Path jar = folder;
    private static Path archive = folder;
    private static Path copy = folder;

    @BeforeAll
    static void runTheFirstCommandAfterABuild() throws Exception {
        launcher = BuiltLauncher.copyTo(Files.createDirectory(folder.resolve("tree")));
        jar = launcher.jar();
        assertSaysItsVersion(launcher.run("", "--version"));
        assertThat(archives()).hasSize(1);
        archive = archives().get(0);
        copy = Files.copy(archive, folder.resolve("copy"));
    }

    @BeforeEach
    void undoWhatAnotherTestDid() throws IOException {
        Files.setLastModifiedTime(jar, BuiltLauncher.BUILT);
        Files.copy(copy, archive, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theFirstCommandLeavesAnArchiveFromWhichTheNextOnesTakeTheClassesOfARestore() throws Exception {
        assertThat(archives())
                .singleElement()
                .satisfies(archive -> assertThat(Files.size(archive)).isBetween(10_000_000L, 100_000_000L));
        assertThat(classesOfARestore("")).contains(FROM_ARCHIVE);
        assertThat(classesOfARestore("")).contains("picocli.CommandLine source: shared objects file");
        assertThat(classesOfARestore("")).contains("dynamodb.DefaultDynamoDbClient source: shared objects file");
        assertSaysItsVersion(launcher.run("", "--version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-Xmx128m -XX:+UseSerialGC", "-Xmx40g"})
    void withOtherFlagsTheOutputStaysClean(String javaOptions) throws Exception {
        assertSaysItsVersion(launcher.run(javaOptions, "--version"));
    }

    @Test
    void aSmallHeapAndAnotherCollectorUseTheArchiveToo() throws Exception {
        assertThat(classesOfARestore("-Xmx128m -XX:+UseSerialGC")).contains(FROM_ARCHIVE);
    }

    @Test
    void anArchiveOfAnotherJarIsIgnoredInSilence() throws Exception {
        Files.setLastModifiedTime(
                jar, FileTime.from(BuiltLauncher.BUILT.toInstant().plusSeconds(60)));
        assertSaysItsVersion(launcher.run("", "--version"));
        assertThat(classesOfARestore("")).doesNotContain(FROM_ARCHIVE);
    }

    @Test
    void anArchiveThatIsNoneIsIgnoredInSilence() throws Exception {
        Files.writeString(archive, "no archive");
        assertSaysItsVersion(launcher.run("", "--version"));
    }

    @Test
    void afterARebuildTheArchiveIsMadeAgain() throws Exception {
        Files.setLastModifiedTime(archive, BuiltLauncher.BUILT);
        Files.setLastModifiedTime(
                jar, FileTime.from(BuiltLauncher.BUILT.toInstant().plusSeconds(60)));
        assertThat(classesOfARestore("")).doesNotContain(FROM_ARCHIVE);
        assertThat(classesOfARestore("")).contains(FROM_ARCHIVE);
        assertThat(archives()).containsExactly(archive);
    }

    private static void assertSaysItsVersion(BuiltLauncher.Run run) {
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("ddbvault \\S+ \\(Java [^\\n]+\\)\\R");
    }

    /** Of one that is refused because there is nothing at the endpoint; a line for each class and where it came from. */
    private static String classesOfARestore(String javaOptions) throws Exception {
        Path log = Files.createTempFile(folder, "classes", "");
        // Whatever the port: a name that ends with .invalid has no address.
        BuiltLauncher.Run run = launcher.run(
                javaOptions + " -Xlog:class+load:file=" + log,
                "restore",
                "--dry-run",
                "--bucket=bucket",
                "--environment=test",
                "--region=eu-west-1",
                "--endpoint-url=http://nobody.invalid:1");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED);
        return Files.readString(log);
    }

    private static List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> !file.equals(jar)).toList();
        }
    }
}
