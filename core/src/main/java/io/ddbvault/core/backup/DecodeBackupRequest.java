package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupLayout;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trigger's event, or a caller's JSON object, into a request. Pure. A field that is null counts as absent; a field
 * that a backup does not know is ignored, because a schedule sends many of its own.
 */
public final class DecodeBackupRequest {
    private DecodeBackupRequest() {}

    /**
     * @throws DdbvaultException {@code INVALID_REQUEST} naming the first field that is wrong, its value and what is
     *     allowed
     */
    public static BackupRequest decode(Map<String, @Nullable Object> event) {
        return new BackupRequest(
                time(event.get("time")),
                id(event.get("id")),
                tables(event.get("tables")),
                date(event.get("backup_date")));
    }

    private static @Nullable Instant time(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
                // Its date becomes a folder of the form YYYY-MM-DD: other years have no such form.
                if (time.getYear() >= 0 && time.getYear() <= 9999) {
                    return time.toInstant();
                }
            } catch (DateTimeException e) {
                throw invalid("time", value, "a time with an offset, e.g. \"2025-07-22T02:00:00Z\"", e);
            }
        }
        throw invalid("time", value, "a time with an offset, e.g. \"2025-07-22T02:00:00Z\"", null);
    }

    private static @Nullable String id(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        // Ignored, it would leave the run without a key, and a repeated trigger would be billed twice.
        throw invalid("id", value, "the trigger's id, a string that is not empty", null);
    }

    private static @Nullable List<String> tables(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String allowed = "an array of table names that DYNAMODB_TABLES holds, e.g. [\"orders\"]";
        if (!(value instanceof List<?> list)) {
            throw invalid("tables", value, allowed, null);
        }
        List<String> tables = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String table)) {
                throw invalid("tables", value, allowed, null);
            }
            tables.add(table);
        }
        return tables;
    }

    private static @Nullable LocalDate date(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return BackupLayout.date(text)
                    .orElseThrow(() -> invalid("backup_date", value, "a date of the form YYYY-MM-DD", null));
        }
        throw invalid("backup_date", value, "a date of the form YYYY-MM-DD", null);
    }

    private static DdbvaultException invalid(String field, Object value, String allowed, @Nullable Throwable cause) {
        String given = Json.compact(value);
        return new DdbvaultException(
                ErrorCode.INVALID_REQUEST,
                "%s is %s; it must be %s."
                        .formatted(field, given.length() <= 200 ? given : given.substring(0, 200) + "…", allowed),
                cause);
    }
}
