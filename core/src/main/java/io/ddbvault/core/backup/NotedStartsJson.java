package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object that holds what runs were about to start for one date's backup. Pure. */
final class NotedStartsJson {
    /** Some 200 bytes each, and those that the manifest tells of are dropped. */
    static final int MAX_BYTES = 16 << 20;

    private static final int VERSION = 1;

    private NotedStartsJson() {}

    static byte[] write(List<NotedStart> starts) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (NotedStart start : starts) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("table_name", start.table());
            fields.put("run_key", start.runKey());
            fields.put("attempt", start.attempt());
            list.add(fields);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("version", VERSION);
        all.put("starts", list);
        return Json.pretty(all);
    }

    /**
     * @param uri as users know the object
     * @throws DdbvaultException {@code MANIFEST_UNREADABLE}
     */
    static List<NotedStart> read(byte[] json, String uri) {
        try {
            Map<?, ?> all = Json.parseObject(json);
            if (all.get("version") instanceof Integer version
                    && version == VERSION
                    && all.get("starts") instanceof List<?> list) {
                List<NotedStart> starts = new ArrayList<>();
                for (Object element : list) {
                    starts.add(start(element, uri));
                }
                return starts;
            }
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
        throw unreadable(uri, null);
    }

    private static NotedStart start(@Nullable Object element, String uri) {
        if (element instanceof Map<?, ?> fields
                && fields.get("table_name") instanceof String table
                && fields.get("run_key") instanceof String runKey
                && fields.get("attempt") instanceof Integer attempt) {
            return new NotedStart(table, runKey, attempt);
        }
        throw unreadable(uri, null);
    }

    private static DdbvaultException unreadable(String uri, @Nullable Throwable cause) {
        return new DdbvaultException(
                ErrorCode.MANIFEST_UNREADABLE,
                "%s is not the note of started exports that this version of ddbvault writes. If no newer version is in use, delete that object."
                        .formatted(uri),
                cause);
    }
}
