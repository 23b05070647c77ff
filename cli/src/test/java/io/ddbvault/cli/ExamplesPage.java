package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.OperatorsWorld.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation with commands in it. A block {@code sh} holds commands, which end with 0; of a block {@code
 * sh exits 2} the last one ends with 2.
 */
final class ExamplesPage {
    private static final Pattern BLOCK = Pattern.compile(
            "^```(sh|text ends|text|json|stderr)(?: exits (\\d+))?\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    /** A word, in single quotes if it holds spaces or JSON. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|[^\\s']+");

    private ExamplesPage() {}

    /** A part of the page under a heading of the second level. */
    record Section(String title, List<Block> blocks) {
        /** The contents of the blocks of one kind. */
        List<String> contents(String kind) {
            return blocks.stream()
                    .filter(block -> block.kind().equals(kind))
                    .map(Block::content)
                    .toList();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * A fenced block.
     *
     * @param kind the language of its fence
     * @param exitCode what its last command ends with
     */
    record Block(String kind, int exitCode, String content) {
        /** Runs its commands one after the other. */
        List<Ran> run(OperatorsWorld world) {
            List<String> lines = content.replace("\\\n", "").lines().toList();
            List<Ran> all = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                List<String> words = words(lines.get(i));
                assertThat(words.get(0)).isEqualTo("./ddbvault");
                Ran ran = world.run(words.subList(1, words.size()));
                assertThat(ran.exitCode())
                        .as("%s%n%s%n%s", lines.get(i), ran.out(), ran.err())
                        .isEqualTo(i == lines.size() - 1 ? exitCode : 0);
                all.add(ran);
            }
            return all;
        }
    }

    static List<Section> sections(Path page) throws IOException {
        return Stream.of(Files.readString(page).split("(?m)^## ", -1))
                .skip(1)
                .map(text -> new Section(text.lines().findFirst().orElseThrow(), blocks(text)))
                .toList();
    }

    private static List<Block> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Block(
                        block.group(1), block.group(2) == null ? 0 : Integer.parseInt(block.group(2)), block.group(3)))
                .toList();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group() : word.group(1));
        }
        return words;
    }
}
