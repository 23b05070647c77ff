package io.ddbvault.core.catalog;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a prune notes of a date that it deletes. It tells a date that was given up from one whose manifest is lost, and a
 * day that was pruned from one that was never backed up. It stays when all else is gone.
 *
 * @param date the backup's date
 * @param startedAt when the prune took hold of the date, ISO-8601
 * @param endedAt when its last object was gone; null before
 * @param objects that were deleted, by the prune that ended it; 0 before
 * @param bytes that these held
 */
record PruneNote(LocalDate date, String startedAt, @Nullable String endedAt, long objects, long bytes) {
    static final int MAX_BYTES = 1 << 16;
    private static final int VERSION = 1;

    static PruneNote begun(LocalDate date, Instant now) {
        return new PruneNote(date, Timestamps.format(now), null, 0, 0);
    }

    PruneNote ended(Instant now, long deletedObjects, long deletedBytes) {
        return new PruneNote(date, startedAt, Timestamps.format(now), deletedObjects, deletedBytes);
    }

    /** Whether something of the date may still be there. */
    boolean isOpen() {
        return endedAt == null;
    }

    byte[] toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("backup_date", date.toString());
        fields.put("started_at", startedAt);
        if (endedAt != null) {
            fields.put("ended_at", endedAt);
            fields.put("deleted_objects", objects);
            fields.put("deleted_bytes", bytes);
        }
        return Json.pretty(fields);
    }

    /** @return empty for what is no such note: then nothing may be deleted on its word */
    static Optional<PruneNote> parse(byte[] json, LocalDate date) {
        try {
            Map<String, @Nullable Object> fields = Json.parseObject(json);
            if (fields.get("version") instanceof Integer version
                    && version == VERSION
                    && date.toString().equals(fields.get("backup_date"))
                    && fields.get("started_at") instanceof String startedAt) {
                return Optional.of(new PruneNote(
                        date,
                        startedAt,
                        fields.get("ended_at") instanceof String endedAt ? endedAt : null,
                        count(fields.get("deleted_objects")),
                        count(fields.get("deleted_bytes"))));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static long count(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
