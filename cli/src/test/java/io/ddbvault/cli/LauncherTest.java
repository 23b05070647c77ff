package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./ddbvault} in a source tree of its own, with a java and a mvn that only say what they are asked. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class LauncherTest {
    @TempDir
    Path folder = Path.of("");

    private Path repository = folder;
    private Path tools = folder;
    private Path jar = folder;

    @BeforeEach
    void makeASourceTree() throws IOException {
        // A name with a space: the script must quote.
        repository = Files.createDirectories(folder.resolve("source tree"));
        tools = Files.createDirectories(folder.resolve("tools"));
        jar = repository.resolve("cli/target/ddbvault.jar");
        Files.copy(Path.of("..", "ddbvault"), repository.resolve("ddbvault"));
        executable(repository.resolve("ddbvault"));
        for (String module : new String[] {"core", "aws", "local", "cli"}) {
            Files.createDirectories(repository.resolve(module + "/src/main/java"));
            Files.writeString(repository.resolve(module + "/pom.xml"), "");
            Files.writeString(repository.resolve(module + "/src/main/java/A.java"), "");
        }
        Files.writeString(repository.resolve("pom.xml"), "");
        Files.createDirectories(jar.getParent());
        tool("java", """
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.15" 2025-04-15' >&2; exit; fi
                for argument in "$@"; do
                  case $argument in
                    -XX:DumpLoadedClassList=*) echo io/ddbvault/cli/Main >"${argument#*=}"; rehearsal=yes ;;
                    -Xshare:dump) rehearsal=yes ;;
                    -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
                  esac
                done
                if [ "${rehearsal:-}" ]; then
                  echo "java $*" >>"${0%/*}/rehearsals"
                  if [ "${archive:-}" ]; then echo classes >"$archive"; fi
                  exit
                fi
                for argument in "$@"; do echo "$argument"; done
                """);
        tool("mvn", "echo \"mvn $*\" >&2; touch cli/target/ddbvault.jar");
    }

    @Test
    void buildsWhatIsMissingSaysSoAndRuns() throws Exception {
        Run run = run(folder, repository.resolve("ddbvault").toString(), "backup", "a b");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .startsWith("building ddbvault, once; this takes a minute or two")
                .contains("mvn -q -B ", " -pl cli -am package");
        assertThat(run.out()).endsWith("-jar%n%s%nbackup%na b%n".formatted(jar));
    }

    @Test
    void startsAtOnceWhenTheJarIsNewerThanTheSources() throws Exception {
        build(Instant.now().plusSeconds(60));
        Run run = run(folder, repository.resolve("ddbvault").toString(), "--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("--version%n".formatted());
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        build(Instant.now().plusSeconds(60));
        Path source = repository.resolve("core/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(120)));
        assertThat(run(folder, repository.resolve("ddbvault").toString(), "--version")
                        .err())
                .contains("building ddbvault");
    }

    @Test
    void worksThroughSymbolicLinksFromAnyFolder() throws Exception {
        build(Instant.now().plusSeconds(60));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../source tree/ddbvault"));
        Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));
        Run run = run(bin, "./second", "--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(jar.toString());
    }

    @Test
    void passesJavaOptions() throws Exception {
        build(Instant.now().plusSeconds(60));
        Run run = run(
                folder,
                "env",
                "JAVA_OPTS=-Xmx1g -Dx=y",
                repository.resolve("ddbvault").toString(),
                "--version");
        assertThat(run.out()).contains("-Xmx1g%n-Dx=y%n".formatted());
    }

    @Test
    void neitherAFileNorAPipeIsATerminalAtWhichSomebodyCouldBeAsked() throws Exception {
        build(Instant.now().plusSeconds(60));
        Run run = run(folder, repository.resolve("ddbvault").toString(), "restore");
        assertThat(run.out()).contains("-Dddbvault.terminal=false%n-Dddbvault.keyboard=false%n".formatted());
    }

    @Test
    void onlyShortRunsGoWithoutTheOptimizingCompiler() throws Exception {
        build(Instant.now().plusSeconds(60));
        String launcher = repository.resolve("ddbvault").toString();
        assertThat(run(folder, launcher, "demo").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(run(folder, launcher, "restore").out()).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void aRestoreTakesTheMemoryThatItNeedsWhateverTheHeapMayGrowTo() throws Exception {
        build(Instant.now().plusSeconds(60));
        String launcher = repository.resolve("ddbvault").toString();
        // Before JAVA_OPTS, which win.
        assertThat(run(folder, "env", "JAVA_OPTS=-Xms1g", launcher, "restore").out())
                .containsSubsequence("-Xms16m%n".formatted(), "-Xms1g%n".formatted());
    }

    @Test
    void anOldJavaIsRefused() throws Exception {
        tool("java", "echo 'openjdk version \"11.0.2\"' >&2");
        Run run = run(folder, repository.resolve("ddbvault").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("is Java 11. Install Java 17 or later");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Files.delete(tools.resolve("mvn"));
        Run run = run(folder, repository.resolve("ddbvault").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("ddbvault: no mvn found. Install Maven 3.8 or later: ddbvault is built with it, once%n"
                        .formatted());
    }

    @Test
    void aBuildThatFailsLeavesNoJarBehind() throws Exception {
        tool("mvn", "touch cli/target/ddbvault.jar; exit 1");
        Run run = run(folder, repository.resolve("ddbvault").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).endsWith("ddbvault: the build failed, see above%n".formatted());
        assertThat(jar).doesNotExist();
    }

    @Test
    void anArchiveOfClassesIsMadeAfterABuildAndUsedFromThenOn() throws Exception {
        String launcher = repository.resolve("ddbvault").toString();
        Run first = run(folder, launcher, "restore");
        assertThat(rehearsals()).hasSize(2);
        assertThat(rehearsals().get(0)).contains("-cp " + jar + " io.ddbvault.cli.Rehearse");
        assertThat(rehearsals().get(1)).contains("-Xshare:dump").endsWith("-cp " + jar);
        assertThat(archives()).hasSize(1);
        String flags = "-XX:SharedArchiveFile=%s%n-Xshare:auto%n-Xlog:cds*=off%n"
                .formatted(archives().get(0));
        assertThat(first.out()).contains(flags);
        assertThat(run(folder, launcher, "restore").out()).contains(flags);
        assertThat(rehearsals()).hasSize(2);
    }

    @Test
    void anArchiveIsMadeBesideTheFirstCommandOfAJarThatTheLauncherDidNotBuild() throws Exception {
        build(Instant.now());
        String launcher = repository.resolve("ddbvault").toString();
        Run first = run(folder, launcher, "restore");
        assertThat(first.out()).endsWith("-jar%n%s%nrestore%n".formatted(jar)).doesNotContain("-Xshare:dump");
        assertThat(first.err()).isEmpty();
        assertThat(rehearsals()).hasSize(2);
        assertThat(run(folder, launcher, "restore").out())
                .contains("-XX:SharedArchiveFile=" + archives().get(0));
        assertThat(rehearsals()).hasSize(2);
        assertThat(jar.resolveSibling(archives().get(0).getFileName() + ".making"))
                .doesNotExist();
    }

    @Test
    void anArchiveThatIsOlderThanTheJarIsReplaced() throws Exception {
        build(Instant.now());
        String launcher = repository.resolve("ddbvault").toString();
        run(folder, launcher, "restore");
        Path archive = archives().get(0);
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(run(folder, launcher, "restore").out()).doesNotContain("SharedArchiveFile");
        assertThat(rehearsals()).hasSize(4);
        assertThat(archives()).containsExactly(archive);
        assertThat(run(folder, launcher, "restore").out()).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void anotherJdkAndANewBuildOfTheSameOneGetArchivesOfTheirOwn() throws Exception {
        build(Instant.now());
        String launcher = repository.resolve("ddbvault").toString();
        run(folder, launcher, "restore");
        Path other = Files.createDirectories(folder.resolve("other/bin"));
        Files.copy(tools.resolve("java"), other.resolve("java"));
        executable(other.resolve("java"));
        run(folder, "env", "JAVA_HOME=" + other.getParent(), launcher, "restore");
        assertThat(archives()).hasSize(2);
        Files.writeString(other.resolveSibling("release"), "JAVA_VERSION=\"25.0.3\"");
        run(folder, "env", "JAVA_HOME=" + other.getParent(), launcher, "restore");
        assertThat(archives()).hasSize(3);
    }

    @Test
    void whatCannotBeMadeIsTriedOnceAndHarmsNoCommand() throws Exception {
        build(Instant.now());
        tool("java", """
                for argument in "$@"; do
                  case $argument in
                    -XX:DumpLoadedClassList=*) echo "java $*" >>"${0%/*}/rehearsals"; echo trouble >&2; kill -ABRT $$ ;;
                  esac
                done
                for argument in "$@"; do echo "$argument"; done
                """);
        String launcher = repository.resolve("ddbvault").toString();
        for (int start = 0; start < 2; start++) {
            Run run = run(folder, launcher, "restore");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).doesNotContain("SharedArchiveFile");
        }
        assertThat(rehearsals()).hasSize(1);
        assertThat(archives())
                .singleElement()
                .satisfies(archive -> assertThat(archive).isEmptyFile());
    }

    @Test
    void whileAnotherLauncherMakesTheArchiveThisOneDoesWithout() throws Exception {
        build(Instant.now());
        String launcher = repository.resolve("ddbvault").toString();
        run(folder, launcher, "restore");
        Path archive = archives().get(0);
        Files.delete(archive);
        Path making = Files.createDirectory(jar.resolveSibling(archive.getFileName() + ".making"));
        assertThat(run(folder, launcher, "restore").exitCode()).isZero();
        assertThat(rehearsals()).hasSize(2);
        // Of a machine that was switched off.
        Files.setLastModifiedTime(making, FileTime.from(Instant.now().minusSeconds(3600)));
        run(folder, launcher, "restore");
        assertThat(rehearsals()).hasSize(4);
        assertThat(archives()).containsExactly(archive);
    }

    @Test
    void aFolderThatCannotBeWrittenGetsNoArchive() throws Exception {
        build(Instant.now());
        Path target = jar.getParent();
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            boolean mayWriteAllTheSame = Files.isWritable(target);
            Run run = run(folder, repository.resolve("ddbvault").toString(), "restore");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).endsWith("-jar%n%s%nrestore%n".formatted(jar));
            assertThat(archives()).hasSize(mayWriteAllTheSame ? 1 : 0);
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** What the archives were made with. */
    private List<String> rehearsals() throws IOException {
        Path rehearsals = tools.resolve("rehearsals");
        return Files.exists(rehearsals) ? Files.readAllLines(rehearsals) : List.of();
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private void build(Instant when) throws IOException {
        Files.writeString(jar, "");
        Files.setLastModifiedTime(jar, FileTime.from(when));
    }

    private void tool(String name, String script) throws IOException {
        Path tool = tools.resolve(name);
        Files.writeString(tool, "#!/bin/sh\n" + script);
        executable(tool);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int exitCode, String out, String err) {}

    /**
     * With a PATH on which only our java and mvn are found beside the system's own tools. Ends when what the script has
     * left behind ends too: that holds a pipe of ours open.
     */
    private Run run(Path from, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        List<String> piped = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "out=$1 err=$2; shift 2; exec 9>&1; exec \"$@\" >\"$out\" 2>\"$err\"",
                "sh",
                out.toString(),
                err.toString()));
        piped.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(piped).directory(from.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":" + systemTools());
        Process process = builder.start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Only what the script uses: a machine's own folders may hold a mvn. */
    private Path systemTools() throws IOException {
        Path tools = folder.resolve("system");
        if (Files.notExists(tools)) {
            Files.createDirectory(tools);
            for (String tool : new String[] {
                "bash",
                "sh",
                "env",
                "dirname",
                "readlink",
                "find",
                "head",
                "sed",
                "stty",
                "rm",
                "touch",
                "cat",
                "cksum",
                "grep",
                "mkdir",
                "mv",
                "nice"
            }) {
                for (String bin : new String[] {"/bin/", "/usr/bin/"}) {
                    if (Files.isExecutable(Path.of(bin + tool)) && Files.notExists(tools.resolve(tool))) {
                        // No link: JUnit warns of each that leads out of a temporary folder.
                        Path script = Files.writeString(
                                tools.resolve(tool), "#!/bin/sh\nexec %s%s \"$@\"\n".formatted(bin, tool));
                        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
        return tools;
    }
}
