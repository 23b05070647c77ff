package io.ddbvault.core.restore;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a restore's work on one table that anybody can do who reaches the bucket and the table: some lines of a data
 * file to be written, or a segment of the table to be cleared.
 *
 * @param restoreId the restore
 * @param attempt of the restore, as its checkpoint counts them
 * @param table the table that was backed up
 * @param kind what is to be done
 * @param number the data file's position in the export's manifest, from 1; of a clear the segment's, from 0
 * @param first of the file's lines, from 1; 0 for a clear
 * @param last line; before the first where the file has none; of a clear how many segments there are
 * @param maxWriteUnits this unit's share of the ceiling, in write units a second; null for no limit
 */
public record Unit(
        String restoreId,
        int attempt,
        String table,
        Kind kind,
        int number,
        long first,
        long last,
        @Nullable Integer maxWriteUnits) {
    /** What is done in a unit. */
    public enum Kind {
        CLEAR,
        WRITE
    }

    private static final Pattern WRITE = Pattern.compile("write-([0-9]{1,9})-([0-9]{1,18})-([0-9]{1,18})");
    private static final Pattern CLEAR = Pattern.compile("clear-([0-9]{1,9})-of-([0-9]{1,9})");

    /** What it is called in its attempt, unlike any other unit of the table there. */
    String name() {
        return kind == Kind.CLEAR
                ? "clear-%d-of-%d".formatted(number, last)
                : "write-%d-%d-%d".formatted(number, first, last);
    }

    /** The unit of that name; empty if it is none's. */
    static Optional<Unit> named(String name, String restoreId, int attempt, String table) {
        Matcher write = WRITE.matcher(name);
        if (write.matches()) {
            return Optional.of(new Unit(
                    restoreId,
                    attempt,
                    table,
                    Kind.WRITE,
                    Integer.parseInt(write.group(1)),
                    Long.parseLong(write.group(2)),
                    Long.parseLong(write.group(3)),
                    null));
        }
        Matcher clear = CLEAR.matcher(name);
        return clear.matches()
                ? Optional.of(new Unit(
                        restoreId,
                        attempt,
                        table,
                        Kind.CLEAR,
                        Integer.parseInt(clear.group(1)),
                        0,
                        Long.parseLong(clear.group(2)),
                        null))
                : Optional.empty();
    }

    long lines() {
        return kind == Kind.CLEAR ? 0 : last - first + 1;
    }

    /** The same with this share of the ceiling. */
    Unit within(@Nullable Integer share) {
        return new Unit(restoreId, attempt, table, kind, number, first, last, share);
    }

    /** One line of JSON, for whoever is to do it. */
    public String toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("restore_id", restoreId);
        fields.put("attempt", attempt);
        fields.put("table", table);
        fields.put("kind", kind.name());
        fields.put("number", number);
        fields.put("first", first);
        fields.put("last", last);
        fields.put("max_write_units", maxWriteUnits);
        return Json.compact(fields);
    }

    /** @throws IllegalArgumentException if it is not what {@link #toJson} writes */
    public static Unit fromJson(String json) {
        try {
            Map<?, ?> fields = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
            if (fields.get("restore_id") instanceof String restoreId
                    && fields.get("attempt") instanceof Integer attempt
                    && fields.get("table") instanceof String table
                    && fields.get("kind") instanceof String kind
                    && fields.get("number") instanceof Integer number
                    && fields.get("first") instanceof Number first
                    && fields.get("last") instanceof Number last) {
                Integer units = fields.get("max_write_units") instanceof Integer given ? given : null;
                return new Unit(
                        restoreId,
                        attempt,
                        table,
                        Kind.valueOf(kind),
                        number,
                        first.longValue(),
                        last.longValue(),
                        units);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no unit: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("no unit: a field is missing");
    }
}
