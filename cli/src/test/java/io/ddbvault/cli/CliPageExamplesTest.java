package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands of docs/cli.md, each section in a world of its own. A block {@code sh} holds commands, which end with 0;
 * of a block {@code sh exits 2} the last one ends with 2. A block {@code text} or {@code json} is what the last command
 * before it printed on standard output, a block {@code stderr} what it printed on standard error; but for what is new each
 * time, see {@link #comparable}.
 */
@Timeout(120)
class CliPageExamplesTest {
    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final Pattern BLOCK = Pattern.compile(
            "^```(sh|text|json|stderr)(?: exits (\\d+))?\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    /** A word, in single quotes if it holds spaces or JSON. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|[^\\s']+");

    /** A part of the page under a heading of the second level. */
    record Section(String title, String text) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Section> sections() throws IOException {
        return Stream.of(Files.readString(PAGE).split("(?m)^## ", -1))
                .skip(1)
                .map(text -> new Section(text.lines().findFirst().orElseThrow(), text))
                .toList();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("sections")
    void everyCommandPrintsWhatThePageShows(Section section) throws IOException {
        List<MatchResult> blocks = BLOCK.matcher(section.text()).results().toList();
        try (OperatorsWorld world = new OperatorsWorld()) {
            Ran last = new Ran(0, "", "");
            for (MatchResult block : blocks) {
                String content = block.group(3);
                switch (block.group(1)) {
                    case "sh" ->
                        last = run(world, content, block.group(2) == null ? 0 : Integer.parseInt(block.group(2)));
                    case "stderr" -> assertThat(comparable(last.err())).isEqualTo(comparable(content));
                    default -> assertThat(comparable(last.out())).as(last.err()).isEqualTo(comparable(content));
                }
            }
        }
    }

    private static Ran run(OperatorsWorld world, String commands, int exitCode) {
        List<String> lines = commands.replace("\\\n", "").lines().toList();
        Ran ran = new Ran(0, "", "");
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            assertThat(words.get(0)).isEqualTo("./ddbvault");
            ran = world.run(words.subList(1, words.size()));
            assertThat(ran.exitCode())
                    .as("%s%n%s%n%s", lines.get(i), ran.out(), ran.err())
                    .isEqualTo(i == lines.size() - 1 ? exitCode : 0);
        }
        return ran;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group() : word.group(1));
        }
        return words;
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
                .replaceAll("in \\d+\\.\\d s\\b", "in SECONDS");
    }
}
