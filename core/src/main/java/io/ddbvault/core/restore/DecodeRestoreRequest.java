package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.manifest.BackupLayout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private static final String RESTORE_ID = "restore_id";
    private static final String KEYS = "keys";
    static final int MOST_KEYS = 10_000;
    static final int MOST_KEYS_CHARS = 1 << 20;
    /** In the order in which a user is told of them. */
    private static final List<String> FIELDS = List.of(
            "backup_date",
            "tables",
            "target_tables",
            "dry_run",
            "clear_existing_data",
            "clear_mode",
            "max_workers",
            "max_write_units",
            "all_or_nothing",
            KEYS,
            "allow_environment_mismatch",
            RESTORE_ID);

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
                problems.add("%s is no field of a restore request; there are %s"
                        .formatted(shown(name), String.join(", ", FIELDS)));
            }
        }
        RestoreRequest request = fields.containsKey(RESTORE_ID) ? goOn(fields) : begin(fields);
        if (!problems.isEmpty()) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST, String.join("\n", problems) + "\nNothing was read or written.");
        }
        return request;
    }

    private RestoreRequest begin(Map<String, @Nullable Object> fields) {
        List<String> tables = tables(fields);
        boolean clear = flag(fields, "clear_existing_data");
        RestoreRequest request = new RestoreRequest(
                date(fields),
                tables,
                targetTables(fields, tables),
                flag(fields, "dry_run"),
                clear,
                clearMode(fields, clear),
                workers(fields),
                writeUnits(fields),
                flag(fields, "all_or_nothing"),
                flag(fields, "allow_environment_mismatch"),
                null);
        RestoreRequest withKeys = request.toBuilder().keys(keys(fields)).build();
        CheckKeys.problem(withKeys, tables).ifPresent(problems::add);
        return withKeys;
    }

    /** The first that is none says enough. Values are not told: a refusal may end in a log. */
    private List<RequestedKey> keys(Map<String, @Nullable Object> fields) {
        if (!fields.containsKey(KEYS)) {
            return List.of();
        }
        if (!(fields.get(KEYS) instanceof List<?> list) || list.isEmpty()) {
            problems.add("keys is no array of one or more keys, each as {\"id\":{\"S\":\"u-3\"}}");
            return List.of();
        }
        if (list.size() > MOST_KEYS || Json.compact(list).length() > MOST_KEYS_CHARS) {
            problems.add(
                    "keys holds more than %,d keys, or more than %,d characters; the command line takes more, with --keys-file"
                            .formatted(MOST_KEYS, MOST_KEYS_CHARS));
            return List.of();
        }
        List<RequestedKey> keys = new ArrayList<>();
        try {
            for (int i = 0; i < list.size(); i++) {
                keys.add(DecodeKey.fromJson(list.get(i), "keys[%d]".formatted(i)));
            }
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return keys;
    }

    /** What the restore does was said when it began. Said again and otherwise, one of both would have to be ignored. */
    private RestoreRequest goOn(Map<String, @Nullable Object> fields) {
        List<String> others = FIELDS.stream()
                .filter(name -> !name.equals(RESTORE_ID) && fields.containsKey(name))
                .toList();
        if (!others.isEmpty()) {
            problems.add("restore_id says all the rest, so nothing else may be said beside it: leave out %s"
                    .formatted(String.join(", ", others)));
        }
        if (fields.get(RESTORE_ID) instanceof String id && RestoreId.isOne(id)) {
            return RestoreRequest.goOnWith(id);
        }
        problems.add("restore_id is %s; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\""
                .formatted(shown(fields.get(RESTORE_ID))));
        return RestoreRequest.LATEST;
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

    private Map<String, String> targetTables(Map<String, @Nullable Object> fields, @Nullable List<String> tables) {
        if (!fields.containsKey("target_tables")) {
            return Map.of();
        }
        if (!(fields.get("target_tables") instanceof Map<?, ?> map)) {
            problems.add("target_tables is %s; allowed is an object of a table's name to the name of the table to write"
                    .formatted(shown(fields.get("target_tables"))));
            return Map.of();
        }
        Map<String, String> targets = new LinkedHashMap<>();
        Json.object(map).forEach((source, target) -> {
            if (!Settings.isTableName(source)) {
                problems.add("target_tables names %s, which is no table name".formatted(shown(source)));
            } else if (!(target instanceof String name) || !Settings.isTableName(name)) {
                problems.add("target_tables gives %s for %s, which is no table name"
                        .formatted(shown(target), shown(source)));
            } else {
                targets.put(source, name);
            }
        });
        CheckTargets.problems(targets, tables).forEach(problem -> problems.add("target_tables: " + problem));
        return targets;
    }

    private ClearMode clearMode(Map<String, @Nullable Object> fields, boolean clear) {
        if (!fields.containsKey("clear_mode")) {
            return ClearMode.BEFORE;
        }
        Object value = fields.get("clear_mode");
        if (!"before".equals(value) && !"after".equals(value)) {
            problems.add("clear_mode is %s; allowed are \"before\" and \"after\"".formatted(shown(value)));
        } else if (!clear) {
            problems.add("clear_mode is %s, but clear_existing_data is not true, so nothing would be cleared"
                    .formatted(shown(value)));
        }
        return "after".equals(value) ? ClearMode.AFTER : ClearMode.BEFORE;
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

    private @Nullable Integer writeUnits(Map<String, @Nullable Object> fields) {
        if (!fields.containsKey("max_write_units")) {
            return null;
        }
        if (fields.get("max_write_units") instanceof Integer units && units >= 1) {
            return units;
        }
        problems.add("max_write_units is %s; allowed is a whole number from 1 to %d"
                .formatted(shown(fields.get("max_write_units")), Integer.MAX_VALUE));
        return null;
    }

    private static String shown(@Nullable Object value) {
        String json = Json.compact(value);
        return json.length() <= 100 ? json : json.substring(0, 100) + "…";
    }
}
