package io.ddbvault.cli.report;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.diff.DiffEstimate;
import io.ddbvault.core.diff.DiffSummary;
import io.ddbvault.core.diff.Difference;
import io.ddbvault.core.diff.Side;
import io.ddbvault.core.item.AttributeDifferences;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Differences of a backup from a table or from another backup, for people. Pure. */
public final class DescribeDifference {
    private final Side.Backup here;
    private final Side there;
    private final String onlyHere;
    private final String onlyThere;

    public DescribeDifference(Side.Backup here, Side there) {
        this.here = here;
        this.there = there;
        boolean live = there instanceof Side.Live;
        this.onlyHere = live ? "only in the backup" : "only in that of " + here.date();
        this.onlyThere = there instanceof Side.Backup other ? "only in that of " + other.date() : "only in the table";
    }

    /** What will be read, and what that takes; one line. */
    public String estimate(DiffEstimate estimate, Path temporary) {
        String what = there instanceof Side.Live
                ? "the backup %s (%s) with the table %s (about %s)"
                        .formatted(here.label(), Human.count(here.items(), "item"), there.label(), items())
                : "the backups %s (%s) and %s (%s)"
                        .formatted(here.label(), Human.count(here.items(), "item"), there.label(), items());
        String reads = there instanceof Side.Live ? EstimateCost.describeReads(estimate.readUnits()) + ", " : "";
        return "Comparing %s: %s%s of S3 for %s, about %s of temporary files in %s, about %s."
                .formatted(
                        what,
                        reads,
                        Human.count(estimate.requests(), "request"),
                        Human.bytes(estimate.backupBytes()),
                        Human.bytes(estimate.diskBytes()),
                        temporary,
                        Human.duration(estimate.duration()));
    }

    private String items() {
        return Human.count(there.items(), "item");
    }

    /** {@code ~ {"id":{"S":"a"}}  attributes: mail (changed)}, and lines of values where there are any. */
    public String lines(Difference difference) {
        StringBuilder lines = new StringBuilder();
        lines.append(
                switch (difference.kind()) {
                    case ONLY_HERE -> "- ";
                    case ONLY_THERE -> "+ ";
                    case CHANGED -> "~ ";
                });
        lines.append(visible(difference.key()));
        Map<String, String> attributes = attributes(difference.attributes());
        if (!attributes.isEmpty()) {
            lines.append("  attributes: ");
            lines.append(attributes.entrySet().stream()
                    .map(attribute -> "%s (%s)".formatted(visible(attribute.getKey()), attribute.getValue()))
                    .collect(Collectors.joining(", ")));
        }
        values(difference, attributes, lines);
        return lines.toString();
    }

    private Map<String, String> attributes(AttributeDifferences differences) {
        Map<String, String> all = new TreeMap<>();
        differences.onlyHere().forEach(name -> all.put(name, onlyHere));
        differences.onlyThere().forEach(name -> all.put(name, onlyThere));
        differences.changed().forEach(name -> all.put(name, "changed"));
        return all;
    }

    /** Of an item that only one side has the whole of it, else of each attribute that differs both values. */
    private static void values(Difference difference, Map<String, String> attributes, StringBuilder lines) {
        byte[] one = difference.here();
        byte[] other = difference.there();
        if (one == null && other == null) {
            return;
        }
        if (one == null || other == null) {
            lines.append(System.lineSeparator()).append("    ").append(text(one == null ? other : one));
            return;
        }
        Map<String, @Nullable Object> before = parse(one);
        Map<String, @Nullable Object> after = parse(other);
        for (String name : attributes.keySet()) {
            lines.append(System.lineSeparator())
                    .append("    %s: %s -> %s".formatted(visible(name), value(before, name), value(after, name)));
        }
    }

    private static String text(byte @Nullable [] item) {
        return item == null ? "" : visible(new String(item, StandardCharsets.UTF_8));
    }

    private static String value(Map<String, @Nullable Object> item, String name) {
        return item.containsKey(name) ? visible(Json.compact(item.get(name))) : "none";
    }

    private static Map<String, @Nullable Object> parse(byte[] item) {
        // Copied, because javac 17 does not read a class file's @Nullable on type arguments.
        Map<String, @Nullable Object> attributes = new TreeMap<>();
        try {
            attributes.putAll(Json.parseObject(item));
            return attributes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What would change the terminal, or the order of what it shows, as JSON escapes it. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.chars().forEach(unit -> {
            boolean shown = !Character.isISOControl(unit) && Character.getType(unit) != Character.FORMAT;
            visible.append(shown ? Character.toString(unit) : "\\u%04x".formatted(unit));
        });
        return visible.toString();
    }

    /** @param countsAlone whether no difference was to be told */
    public String summary(DiffSummary summary, boolean countsAlone) {
        StringBuilder text = new StringBuilder();
        text.append(here.label())
                .append(there instanceof Side.Live ? " and the table " : " and ")
                .append(there.label());
        text.append(": ").append(Human.count(summary.onlyHere())).append(' ').append(onlyHere);
        text.append(", ").append(Human.count(summary.onlyThere())).append(' ').append(onlyThere);
        text.append(
                ", %s changed, %s the same.".formatted(Human.count(summary.changed()), Human.count(summary.same())));
        if (!countsAlone && summary.told() < summary.differences()) {
            text.append(" %s of %s shown."
                    .formatted(Human.count(summary.told()), Human.count(summary.differences(), "difference")));
        }
        return text.toString();
    }
}
