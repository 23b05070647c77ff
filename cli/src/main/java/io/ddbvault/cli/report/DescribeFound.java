package io.ddbvault.cli.report;

import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.restore.FoundItems;
import java.util.ArrayList;
import java.util.List;

/** What a look for items came to, for people. Pure. */
public final class DescribeFound {
    private DescribeFound() {}

    /** Several lines, the last without its end. */
    public static String text(FoundItems found, String table) {
        List<String> lines = new ArrayList<>();
        for (RequestedKey key : found.missing()) {
            lines.add("not found: " + key.json());
        }
        found.faults().forEach(fault -> lines.add("error: " + fault));
        lines.add("%s for %s of %s, in %s of the backup of %s."
                .formatted(
                        Human.count(found.items(), "item"),
                        Human.count(found.keys() - found.missing().size()),
                        Human.count(found.keys(), "key"),
                        table,
                        found.date()));
        return String.join(System.lineSeparator(), lines);
    }
}
