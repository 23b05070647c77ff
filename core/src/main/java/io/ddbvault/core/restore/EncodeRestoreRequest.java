package io.ddbvault.core.restore;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.RequestedKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as the restore function takes it: what {@link DecodeRestoreRequest} reads back. Pure. */
public final class EncodeRestoreRequest {
    private EncodeRestoreRequest() {}

    /** Without the fields that are as they are if not given. What the function has no field for is left out. */
    public static Map<String, @Nullable Object> fields(RestoreRequest request) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        put(fields, "restore_id", request.restoreId());
        put(
                fields,
                "backup_date",
                request.date() == null ? null : request.date().toString());
        put(fields, "tables", request.tables());
        put(fields, "target_tables", request.targetTables().isEmpty() ? null : request.targetTables());
        put(fields, "clear_existing_data", request.clearExistingData() ? true : null);
        put(
                fields,
                "clear_mode",
                request.clearExistingData() && request.clearMode() == ClearMode.AFTER ? "after" : null);
        put(
                fields,
                "max_workers",
                request.maxWorkers() == RestoreRequest.DEFAULT_WORKERS ? null : request.maxWorkers());
        put(fields, "max_write_units", request.maxWriteUnits());
        put(fields, "all_or_nothing", request.allOrNothing() ? true : null);
        put(fields, "keys", request.keys().isEmpty() ? null : keys(request.keys()));
        put(fields, "allow_environment_mismatch", request.allowEnvironmentMismatch() ? true : null);
        return fields;
    }

    private static void put(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static List<@Nullable Object> keys(List<RequestedKey> keys) {
        List<@Nullable Object> parsed = new ArrayList<>();
        for (RequestedKey key : keys) {
            try {
                parsed.add(Json.parse(key.json()));
            } catch (IOException e) {
                throw new IllegalStateException("a key that is no JSON", e);
            }
        }
        return parsed;
    }
}
