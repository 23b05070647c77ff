package io.ddbvault.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of one language in a page of the documentation, each without its fences. */
final class MarkdownBlocks {
    private MarkdownBlocks() {}

    static List<String> of(Path page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        boolean fenced = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("```")) {
                if (block != null) {
                    blocks.add(block.toString());
                }
                block = !fenced && line.equals("```" + language) ? new StringBuilder() : null;
                fenced = !fenced;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }
}
