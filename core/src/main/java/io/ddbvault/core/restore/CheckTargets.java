package io.ddbvault.core.restore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a request's targets are clear: each of a table that is restored, and no table written twice. Pure. */
public final class CheckTargets {
    private CheckTargets() {}

    /**
     * @param targets the table to write to, by the name of the backed up table
     * @param tables the backed up tables that are asked for; null where the backup decides
     * @return a sentence each, without its full stop; empty if all is well
     */
    public static List<String> problems(Map<String, String> targets, @Nullable List<String> tables) {
        List<String> problems = new ArrayList<>();
        Set<String> sources = new LinkedHashSet<>();
        if (tables != null) {
            sources.addAll(tables);
            // Passed over, a misspelt source would have its table written in place of the target.
            targets.keySet().stream()
                    .filter(source -> !sources.contains(source))
                    .forEach(source ->
                            problems.add("%s has a target, but is none of the tables to restore".formatted(source)));
        }
        sources.addAll(targets.keySet());
        // A table that is restored in its place is a target too.
        Map<String, String> sourceByTarget = new LinkedHashMap<>();
        for (String source : sources) {
            String target = targets.getOrDefault(source, source);
            String other = sourceByTarget.putIfAbsent(target, source);
            if (other != null) {
                problems.add("both %s and %s would be written to %s; a table takes one backed up table"
                        .formatted(other, source, target));
            }
        }
        return problems;
    }
}
