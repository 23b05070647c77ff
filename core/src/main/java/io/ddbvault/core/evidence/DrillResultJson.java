package io.ddbvault.core.evidence;

import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.PlainText;
import io.ddbvault.core.manifest.Timestamps;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object that holds a rehearsal's result. Unknown fields are ignored, so that what writes it may add some. Pure. */
public final class DrillResultJson {
    static final int MAX_BYTES = 1 << 20;

    private DrillResultJson() {}

    /** Times in seconds, with milliseconds. */
    public static Map<String, @Nullable Object> fields(DrillResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", result.table());
        fields.put("backup_date", result.backupDate().toString());
        fields.put("started_at", Timestamps.format(result.startedAt()));
        fields.put("ended_at", Timestamps.format(result.endedAt()));
        fields.put("verdict", result.verdict().name());
        fields.put("items", result.items());
        fields.put("duration_seconds", seconds(result.took()));
        Duration estimated = result.estimatedRestore();
        if (estimated != null) {
            fields.put("estimated_restore_seconds", seconds(estimated));
        }
        return fields;
    }

    /** @return empty for what is no such result: it is evidence of nothing */
    static Optional<DrillResult> read(byte[] json) {
        try {
            Map<String, @Nullable Object> fields = Json.parseObject(json);
            if (!(fields.get("table_name") instanceof String table)
                    || !PlainText.is(table)
                    || !(fields.get("backup_date") instanceof String date)
                    || !(fields.get("ended_at") instanceof String endedAt)
                    || !(fields.get("verdict") instanceof String verdict)) {
                return Optional.empty();
            }
            Instant ended = Instant.parse(endedAt);
            return Optional.of(new DrillResult(
                    table,
                    LocalDate.parse(date),
                    fields.get("started_at") instanceof String started ? Instant.parse(started) : ended,
                    ended,
                    Verdict.valueOf(verdict),
                    fields.get("items") instanceof Number items ? Math.max(0, items.longValue()) : 0,
                    duration(fields.get("restore_seconds"))
                            .or(() -> duration(fields.get("duration_seconds")))
                            .orElse(Duration.ZERO),
                    duration(fields.get("estimated_restore_seconds")).orElse(null)));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Optional<Duration> duration(@Nullable Object seconds) {
        if (!(seconds instanceof Number number)) {
            return Optional.empty();
        }
        double value = number.doubleValue();
        // A year: whatever is beyond it is no time that anybody measured.
        return value >= 0 && value <= 31_536_000
                ? Optional.of(Duration.ofMillis(Math.round(value * 1000)))
                : Optional.empty();
    }
}
