package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.ExamplesPage.Block;
import io.ddbvault.cli.ExamplesPage.Section;
import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of docs/cli.md, each section in a world of its own. A block {@code text} or {@code json} is what the last
 * command before it printed on standard output, a block {@code text ends} its end, a block {@code stderr} what it printed on standard error; but for what is new
 * each time, see {@link #comparable}.
 */
@Timeout(120)
class CliPageExamplesTest {
    static List<Section> sections() throws IOException {
        return ExamplesPage.sections(Path.of("../docs/cli.md"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void everyCommandPrintsWhatThePageShows(Section section) throws IOException {
        try (OperatorsWorld world = new OperatorsWorld()) {
            Ran last = new Ran(0, "", "");
            for (Block block : section.blocks()) {
                switch (block.kind()) {
                    case "sh" -> {
                        List<Ran> ran = block.run(world);
                        last = ran.get(ran.size() - 1);
                    }
                    case "stderr" -> assertThat(comparable(last.err())).isEqualTo(comparable(block.content()));
                    case "text ends" -> assertThat(comparable(last.out())).endsWith(comparable(block.content()));
                    default -> assertThat(comparable(last.out())).as(last.err()).isEqualTo(comparable(block.content()));
                }
            }
        }
    }

    /** Without what is new each time: times of the machine's own clock, how long something took, and ids. */
    private static String comparable(String text) {
        return String.join(
                        "\n",
                        Arrays.stream(text.replace("\r", "").strip().split("\n", -1))
                                .map(String::stripTrailing)
                                .toList())
                .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{8}", "ID")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z", "TIME")
                .replaceAll("in \\d+\\.\\d s\\b", "in SECONDS")
                .replaceAll("\\d+\\.\\d s in all", "SECONDS in all");
    }
}
