package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.manifest.BackupLayout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A restore request's JSON object, strictly: a misspelt field or {@code "clear_existing_data": "false"} must never be
 * guessed at, for what it guards is a table. Pure.
 */
public final class DecodeRestoreRequest {
    private static final Set<String> FIELDS =
            Set.of("backup_date", "tables", "dry_run", "clear_existing_data", "max_workers");

    private final List<String> problems = new ArrayList<>();

    private DecodeRestoreRequest() {}

    /**
     * @throws DdbvaultException {@code INVALID_REQUEST} with every problem, each naming field, value and what is
     *     allowed
     */
    public static RestoreRequest decode(Map<String, @Nullable Object> fields) {
        return new DecodeRestoreRequest().decodeAll(fields);
    }

    private RestoreRequest decodeAll(Map<String, @Nullable Object> fields) {
        for (String name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                problems.add(
                        "%s is no field of a restore request; there are backup_date, tables, dry_run, clear_existing_data, max_workers"
                                .formatted(shown(name)));
            }
        }
        RestoreRequest request = new RestoreRequest(
                date(fields),
                tables(fields),
                flag(fields, "dry_run"),
                flag(fields, "clear_existing_data"),
                workers(fields));
        if (!problems.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST, String.join("\n", problems) + "\nNothing was read or written.");
        }
        return request;
    }

    private @Nullable LocalDate date(Map<String, @Nullable Object> fields) {
        if (!fields.containsKey("backup_date") || "latest".equals(fields.get("backup_date"))) {
            return null;
        }
        Optional<LocalDate> date =
                fields.get("backup_date") instanceof String text ? BackupLayout.date(text) : Optional.empty();
        if (date.isEmpty()) {
            problems.add("backup_date is %s; allowed are \"latest\" and a date as \"2025-07-22\""
                    .formatted(shown(fields.get("backup_date"))));
        }
        return date.orElse(null);
    }

    private @Nullable List<String> tables(Map<String, @Nullable Object> fields) {
        if (!fields.containsKey("tables")) {
            return null;
        }
        if (!(fields.get("tables") instanceof List<?> list) || list.isEmpty()) {
            problems.add("tables is %s; allowed is an array of one or more table names"
                    .formatted(shown(fields.get("tables"))));
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        for (Object element : list) {
            if (!(element instanceof String name) || !Settings.isTableName(name)) {
                problems.add("tables holds %s, which is no table name".formatted(shown(element)));
            } else if (!names.add(name)) {
                problems.add("tables names %s twice".formatted(shown(name)));
            }
        }
        return List.copyOf(names);
    }

    private boolean flag(Map<String, @Nullable Object> fields, String name) {
        if (!fields.containsKey(name)) {
            return false;
        }
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        problems.add("%s is %s; allowed are true and false, without quotes".formatted(name, shown(fields.get(name))));
        return false;
    }

    private int workers(Map<String, @Nullable Object> fields) {
        if (!fields.containsKey("max_workers")) {
            return RestoreRequest.DEFAULT_WORKERS;
        }
        if (fields.get("max_workers") instanceof Integer workers
                && workers >= RestoreRequest.MIN_WORKERS
                && workers <= RestoreRequest.MAX_WORKERS) {
            return workers;
        }
        problems.add("max_workers is %s; allowed is a whole number from %d to %d"
                .formatted(shown(fields.get("max_workers")), RestoreRequest.MIN_WORKERS, RestoreRequest.MAX_WORKERS));
        return RestoreRequest.DEFAULT_WORKERS;
    }

    private static String shown(@Nullable Object value) {
        String json = Json.compact(value);
        return json.length() <= 100 ? json : json.substring(0, 100) + "…";
    }
}
