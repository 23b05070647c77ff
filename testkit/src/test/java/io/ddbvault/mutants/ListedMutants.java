package io.ddbvault.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads docs/mutants.md: each mutant is an item of a list, with its reason on the indented lines below it. */
final class ListedMutants {
    private static final Pattern ITEM = Pattern.compile("- `([\\w$]+)\\.([\\w$<>]+)` (\\w+): `(.*)`");

    private ListedMutants() {}

    static Set<Mutant> read(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        Set<Mutant> listed = new LinkedHashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher item = ITEM.matcher(lines.get(i));
            if (item.matches()) {
                boolean hasReason = i + 1 < lines.size() && lines.get(i + 1).matches("  \\S.*");
                if (!hasReason) {
                    throw new AssertionError("no reason is given for " + lines.get(i));
                }
                listed.add(new Mutant(item.group(1), item.group(2), item.group(3), item.group(4)));
            } else if (lines.get(i).startsWith("- `")) {
                throw new AssertionError("not the form of a mutant: " + lines.get(i));
            }
        }
        return listed;
    }
}
