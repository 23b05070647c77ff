package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs all of the bench on few items, with the finished jars. The bench fails itself if the sink's count is not exact. */
@Tag("slow")
class BenchIT {
    private static final String CELLS = "( [0-9.,]+ \\[([0-9.]+|–)] \\| [0-9,]+ \\| [0-9]+ \\|){2}";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path output;

    @Test
    void everyWayIsMeasuredAndTheTableIsWrittenIntoThePageAndNothingElseOfIt() throws Exception {
        Path page = output.resolve("performance.md");
        Files.writeString(page, "before\n%s\nold\n%s\nafter\n".formatted(ReplaceSection.BEGIN, ReplaceSection.END));

        String printed = run("--items", "2010", "--output", output.toString());

        List<String> lines = Files.readAllLines(page);
        assertThat(lines).startsWith("before", ReplaceSection.BEGIN).endsWith(ReplaceSection.END, "after");
        assertThat(lines).doesNotContain("old");
        assertThat(lines).anyMatch(line -> line.matches("Machine: .+ Command: `bench/run --items 2010`\\."));
        assertThat(String.join("\n", lines)).doesNotContain(output.toString()).doesNotContain(ROOT.toString());
        for (String way : List.of("ddbvault, `--transport wire`", "ddbvault, `--transport sdk`", "plain SDK code")) {
            for (String flags : List.of("HotSpot's", "Lambda's")) {
                assertThat(lines).anyMatch(line -> line.matches("\\| " + way + " \\| " + flags + " \\|" + CELLS));
            }
        }
        assertThat(lines)
                .anyMatch(line -> line.matches("\\| ddbvault, `--transport wire` \\| `./ddbvault`'s \\|" + CELLS));
        assertThat(lines).anyMatch(line -> line.matches("\\| the floor \\| HotSpot's \\|" + CELLS));
        assertThat(lines)
                .anyMatch(line -> line.matches("\\| plain ÷ ddbvault, whole process \\| [0-9.]+ \\| [0-9.]+ \\|"));
        assertThat(printed).contains("| the floor |");

        String plot = Files.readString(output.resolve("images").resolve("performance.svg"));
        assertThat(plot).startsWith("<svg ").endsWith("</svg>\n").contains("prefers-color-scheme: dark");
        assertThat(plot.split("<rect class=\"floor\"", -1)).hasSize(3);
    }

    @Test
    void aWayThatDoesNotExistIsAnErrorThatNamesThoseThatDo() throws Exception {
        assertThat(runAndFail("--items", "10", "--only", "nothing")).contains("plain-lambda", "floor");
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        return run(0, arguments);
    }

    private static String runAndFail(String... arguments) throws IOException, InterruptedException {
        return run(1, arguments);
    }

    private static String run(int exitCode, String... arguments) throws IOException, InterruptedException {
        String classPath = String.join(File.pathSeparator, "bench/target/classes", "bench/target/lib/*");
        List<String> command = ChildProcess.java(List.of("-Xmx512m"), "-cp", classPath, "io.ddbvault.bench.Bench");
        command.addAll(List.of(arguments));
        Process bench = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(bench.getInputStream().readAllBytes(), UTF_8);
            assertThat(bench.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(bench.exitValue()).describedAs(printed).isEqualTo(exitCode);
            return printed;
        } finally {
            ChildProcess.stop(bench);
        }
    }
}
