package io.ddbvault.core.diff;

import io.ddbvault.core.item.AttributeDifferences;
import io.ddbvault.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Differences as JSON, one object a line. Pure. */
public final class EncodeDifference {
    private final String onlyThere;
    private final String there;

    private EncodeDifference(String onlyThere, String there) {
        this.onlyThere = onlyThere;
        this.there = there;
    }

    /** For a comparison with this. */
    public static EncodeDifference with(Side there) {
        return there instanceof Side.Live
                ? new EncodeDifference("ONLY_IN_TABLE", "table")
                : new EncodeDifference("ONLY_IN_OTHER_BACKUP", "other_backup");
    }

    /** Keys and items are put in as they are: they are JSON of one line. */
    public String line(Difference difference) {
        StringBuilder line = new StringBuilder("{\"key\":").append(difference.key());
        line.append(",\"difference\":\"").append(word(difference.kind())).append('"');
        if (difference.kind() == Difference.Kind.CHANGED) {
            line.append(",\"attributes\":").append(Json.compact(attributes(difference.attributes())));
        }
        append(line, "backup", difference.here());
        append(line, there, difference.there());
        return line.append('}').toString();
    }

    private static void append(StringBuilder line, String name, byte @Nullable [] item) {
        if (item != null) {
            line.append(",\"%s\":".formatted(name)).append(new String(item, StandardCharsets.UTF_8));
        }
    }

    private String word(Difference.Kind kind) {
        return switch (kind) {
            case ONLY_HERE -> "ONLY_IN_BACKUP";
            case ONLY_THERE -> onlyThere;
            case CHANGED -> "CHANGED";
        };
    }

    private Map<String, Object> attributes(AttributeDifferences differences) {
        Map<String, Object> attributes = new TreeMap<>();
        differences.onlyHere().forEach(name -> attributes.put(name, "ONLY_IN_BACKUP"));
        differences.onlyThere().forEach(name -> attributes.put(name, onlyThere));
        differences.changed().forEach(name -> attributes.put(name, "CHANGED"));
        return attributes;
    }

    /** The last line. */
    public String summary(DiffSummary summary) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("only_in_backup", summary.onlyHere());
        counts.put("only_in_" + there, summary.onlyThere());
        counts.put("changed", summary.changed());
        counts.put("same", summary.same());
        counts.put("differences_shown", summary.told());
        counts.put("read_units", Math.round(summary.readUnits()));
        counts.put("duration_seconds", Math.round(summary.duration().toMillis() / 100.0) / 10.0);
        return Json.compact(Map.of("summary", counts));
    }
}
