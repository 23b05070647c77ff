package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.cli.ExamplesPage.Block;
import io.ddbvault.cli.ExamplesPage.Section;
import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what commands print with {@code --json} against the schemas of docs/json.md, which must describe every field of it. */
@Timeout(120)
class JsonPageTest {
    private static final Path PAGE = Path.of("../docs/json.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHARED = "What several share";

    static List<Section> commands() throws IOException {
        return ExamplesPage.sections(PAGE).stream()
                .filter(section -> !section.title().equals(SHARED))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void whatACommandPrintsIsWhatItsSchemaSays(Section section) throws IOException {
        assertThat(section.contents("json")).hasSize(1);
        assertThat(section.contents("sh")).isNotEmpty();
        JsonSchema schema = schema(section.contents("json").get(0));
        try (OperatorsWorld world = new OperatorsWorld()) {
            world.stopRestore("20250722T030000Z-1a2b3c4d");
            for (Block block : section.blocks()) {
                if (block.kind().equals("sh")) {
                    for (Ran ran : block.run(world)) {
                        requireValid(schema, ran.out());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore --date 2001-01-01 --json",
                "restore --no-such-option --json",
                "status 20250722T030000Z-00000000 --json"
            })
    void aFailureIsWhatItsSchemaSays(String command) throws IOException {
        JsonSchema schema = schema("{\"$ref\": \"urn:ddbvault:shared#/$defs/failure\"}");
        try (OperatorsWorld world = new OperatorsWorld()) {
            Ran ran = world.run(List.of(command.split(" ", -1)));

            assertThat(ran.exitCode()).isNotZero();
            requireValid(schema, ran.out());
        }
    }

    @Test
    void everyCommandWithJsonHasItsSchema() throws IOException {
        Terminal nobody = new Terminal(Map.of(), System.out, System.err, false);
        List<String> withJson = new Cli(nobody, AwsVault::open, new Interrupts(System.err))
                .commandLine().getSubcommands().entrySet().stream()
                        .filter(command -> command.getValue().getCommandSpec().findOption(RunOptions.JSON) != null)
                        .map(Map.Entry::getKey)
                        .toList();

        assertThat(commands()).extracting(Section::title).containsAll(withJson);
    }

    private static void requireValid(JsonSchema schema, String printed) throws IOException {
        assertThat(printed).isNotBlank();
        for (String line : printed.lines().toList()) {
            assertThat(schema.validate(JSON.readTree(line))).as(line).isEmpty();
        }
    }

    private static JsonSchema schema(String text) throws IOException {
        String shared = ExamplesPage.sections(PAGE).stream()
                .filter(section -> section.title().equals(SHARED))
                .findFirst()
                .orElseThrow()
                .contents("json")
                .get(0);
        String closed = closed(JSON.readTree(shared)).toString();
        return JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        factory -> factory.schemaLoaders(
                                loaders -> loaders.schemas(Map.of("urn:ddbvault:shared", closed))))
                .getSchema(closed(JSON.readTree(text)));
    }

    /** The same, which allows no field that it does not describe: readers must, but a new field belongs on the page. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(JsonPageTest::closed);
        return schema;
    }
}
