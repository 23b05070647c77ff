package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/local.md, as they stand there, by the AWS CLI where it is installed, in a shell into which the
 * lines that {@code ddbvault local} prints were pasted.
 */
@Tag("slow")
@Timeout(180)
class AwsCliTest {
    private static final Path PAGE = Path.of("../docs/local.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void theCommandsOfTheDocumentationExportATableAndReadItsItems() throws Exception {
        ProgramOnPath.orSkip("aws");
        List<String> commands = MarkdownBlocks.of(PAGE, "sh");
        assertThat(commands).hasSize(4);

        String printed = runBeside(String.join("", commands));

        assertThat(json(Files.readString(folder.resolve("items.jsonl"))))
                .containsExactlyInAnyOrderElementsOf(
                        json(MarkdownBlocks.of(PAGE, "json").get(0)));
        assertThat(printed)
                .contains("\"PointInTimeRecoveryStatus\": \"ENABLED\"", "\"EarliestRestorableDateTime\":")
                .contains("\"ExportStatus\": \"COMPLETED\"", "\"ItemCount\": 3", "\"ExportSummaries\": [")
                .doesNotContain("FAILED");
        JsonNode summary =
                JSON.readTree(folder.resolve("exported/manifest-summary.json").toFile());
        assertThat(printed)
                .contains("\"ExportArn\": \"" + summary.path("exportArn").asText() + "\"");
        assertThat(summary.path("itemCount").asInt()).isEqualTo(3);
        assertThat(listed(printed))
                .contains(summary.path("manifestFilesS3Key").asText())
                .filteredOn(key -> key.endsWith(".json.gz"))
                .hasSize(4);
    }

    private static List<JsonNode> json(String lines) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            values.add(JSON.readTree(line));
        }
        return values;
    }

    private static Set<String> listed(String printed) {
        return printed.lines()
                .filter(line -> line.matches("\\d+\tdaily/AWSDynamoDB/.*"))
                .map(line -> line.split("\t", 2)[1])
                .collect(Collectors.toSet());
    }

    /** What the script prints while {@code ddbvault local} runs. */
    private String runBeside(String script) throws Exception {
        RunCli local = new RunCli();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            int code = local.run("local", "--dynamodb-port=0", "--s3-port=0");
            local.interrupts.ended();
            return code;
        });
        try {
            while (!local.out().contains("Ctrl-C stops.")) {
                assertThat(exit).as(local.err()).isNotDone();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            String pasted = local.out()
                    .lines()
                    .filter(line -> line.startsWith("export "))
                    .collect(Collectors.joining("\n", "", "\n"));
            return shell("set -eu\n" + pasted + script);
        } finally {
            local.interrupts.interrupt();
            assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        }
    }

    private String shell(String script) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("AWS_PAGER", "");
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("no-config").toString());
        builder.environment()
                .put(
                        "AWS_SHARED_CREDENTIALS_FILE",
                        folder.resolve("no-credentials").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("ended in time:%n%s", Files.readString(output))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
