package io.ddbvault.testkit.function;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of a function's log in CloudWatch's Embedded Metric Format, read as strictly as CloudWatch does, which drops in
 * silence what breaks a rule. See "Specification: Embedded metric format" in the CloudWatch user guide.
 *
 * @param dimensions of its only dimension set, name to value
 * @param metrics by name
 */
public record EmbeddedMetrics(
        Instant timestamp, String namespace, Map<String, String> dimensions, Map<String, Measured> metrics) {
    /** @param unit one of CloudWatch's */
    public record Measured(Number value, String unit) {}

    private static final int MOST_METRICS = 100;
    private static final int MOST_DIMENSIONS = 30;
    private static final int LONGEST_LINE = 256 * 1024;
    /** What CloudWatch takes. */
    private static final Duration OLDEST = Duration.ofDays(14);

    private static final Duration NEWEST = Duration.ofHours(2);
    private static final Set<String> UNITS = Set.of(
            "Seconds",
            "Microseconds",
            "Milliseconds",
            "Bytes",
            "Kilobytes",
            "Megabytes",
            "Gigabytes",
            "Terabytes",
            "Bits",
            "Kilobits",
            "Megabits",
            "Gigabits",
            "Terabits",
            "Percent",
            "Count",
            "Bytes/Second",
            "Kilobytes/Second",
            "Megabytes/Second",
            "Gigabytes/Second",
            "Terabytes/Second",
            "Bits/Second",
            "Kilobits/Second",
            "Megabits/Second",
            "Gigabits/Second",
            "Terabits/Second",
            "Count/Second",
            "None");

    /** The lines of a log that carry metrics, oldest first. Fails on one that CloudWatch would not take. */
    public static List<EmbeddedMetrics> in(String log) {
        return log.lines()
                .filter(line -> line.contains("\"_aws\""))
                .map(EmbeddedMetrics::read)
                .toList();
    }

    private static EmbeddedMetrics read(String line) {
        require(line.length() < LONGEST_LINE, "too long", line);
        Map<String, Object> root = ParsedJson.object(line);
        Map<String, Object> metadata = ParsedJson.field(root, "_aws");
        Instant timestamp = Instant.ofEpochMilli(requireA(Long.class, metadata.get("Timestamp"), "Timestamp", line));
        Instant now = Instant.now();
        require(timestamp.isAfter(now.minus(OLDEST)) && timestamp.isBefore(now.plus(NEWEST)), "Timestamp", line);
        List<Map<String, Object>> directives = ParsedJson.list(metadata, "CloudWatchMetrics");
        require(directives.size() == 1, "more than one directive", line);
        Map<String, Object> directive = directives.get(0);
        String namespace = String.valueOf(directive.get("Namespace"));
        require(namespace.matches("[a-zA-Z0-9.\\-_/#:]{1,255}"), "Namespace", line);
        return new EmbeddedMetrics(
                timestamp, namespace, dimensions(directive, root, line), metrics(directive, root, line));
    }

    private static Map<String, String> dimensions(
            Map<String, Object> directive, Map<String, Object> root, String line) {
        List<?> sets = requireA(List.class, directive.get("Dimensions"), "Dimensions", line);
        require(sets.size() == 1, "more than one dimension set", line);
        List<?> names = requireA(List.class, sets.get(0), "Dimensions", line);
        require(names.size() <= MOST_DIMENSIONS, "Dimensions", line);
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (Object name : names) {
            String value = requireA(String.class, root.get(String.valueOf(name)), "dimension " + name, line);
            require(!value.isBlank() && value.length() <= 1024, "dimension " + name, line);
            dimensions.put(String.valueOf(name), value);
        }
        return dimensions;
    }

    private static Map<String, Measured> metrics(Map<String, Object> directive, Map<String, Object> root, String line) {
        List<Map<String, Object>> definitions = ParsedJson.list(directive, "Metrics");
        require(!definitions.isEmpty() && definitions.size() <= MOST_METRICS, "number of metrics", line);
        Map<String, Measured> metrics = new LinkedHashMap<>();
        for (Map<String, Object> definition : definitions) {
            String name = String.valueOf(definition.get("Name"));
            String unit = String.valueOf(definition.get("Unit"));
            require(Set.of("Name", "Unit").equals(definition.keySet()), "definition of " + name, line);
            require(UNITS.contains(unit), "unit " + unit, line);
            Number value = requireA(Number.class, root.get(name), name + " at the root", line);
            require(metrics.put(name, new Measured(value, unit)) == null, name + " is defined twice", line);
        }
        return metrics;
    }

    private static <T> T requireA(Class<T> type, @Nullable Object value, String what, String line) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new AssertionError(what + " is no " + type.getSimpleName() + ": " + line);
    }

    private static void require(boolean kept, String rule, String line) {
        if (!kept) {
            throw new AssertionError(rule + ": " + line);
        }
    }

    /** Of a metric in counts. */
    public long count(String name) {
        Measured measured = metrics.get(name);
        if (measured == null || !measured.unit().equals("Count")) {
            throw new AssertionError("no count " + name + " in " + metrics);
        }
        return measured.value().longValue();
    }

    /** Every metric in counts, by name. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        metrics.forEach((name, measured) -> {
            if (measured.unit().equals("Count")) {
                counts.put(name, measured.value().longValue());
            }
        });
        return counts;
    }
}
