package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.key.RequestedKey;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.TableCheckpoint.ExistingKeys;
import io.ddbvault.core.restore.TableCheckpoint.Selected;
import io.ddbvault.core.restore.TableCheckpoint.Written;
import io.ddbvault.core.restore.TableResult.MissingKeys;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A restore's checkpoint as JSON. Read strictly: a restore goes on from what is known, never from a guess. Pure. */
final class CheckpointJson {
    /** A table of ten thousand open files in a hundred stretches each would take less. */
    static final int MAX_BYTES = 64 << 20;

    private static final int VERSION = 1;
    /** With keys: a version of ddbvault that does not know them would go on with all items. */
    private static final int VERSION_OF_KEYS = 2;
    /** Where items may be kept: a version of ddbvault that knows nothing of it would go on and overwrite them. */
    private static final int VERSION_OF_MODES = 3;

    private CheckpointJson() {}

    static byte[] write(RestoreCheckpoint checkpoint) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", version(checkpoint.request()));
        fields.put("restore_id", checkpoint.restoreId());
        fields.put("attempt", checkpoint.attempt());
        fields.put("owner", checkpoint.owner());
        fields.put("started_at", checkpoint.startedAt().toString());
        fields.put("updated_at", checkpoint.updatedAt().toString());
        fields.put("backup_date", checkpoint.date().toString());
        fields.put("environment", checkpoint.environment());
        fields.put("request", request(checkpoint.request()));
        fields.put("order", checkpoint.order());
        fields.put(
                "open",
                checkpoint.open().values().stream().map(CheckpointJson::table).collect(Collectors.toList()));
        fields.put(
                "ended",
                checkpoint.ended().values().stream().map(CheckpointJson::result).collect(Collectors.toList()));
        fields.put("warnings", checkpoint.warnings());
        return Json.pretty(fields);
    }

    private static int version(RestoreRequest request) {
        if (request.writeMode().keeps()) {
            return VERSION_OF_MODES;
        }
        return request.keys().isEmpty() ? VERSION : VERSION_OF_KEYS;
    }

    private static Map<String, @Nullable Object> request(RestoreRequest request) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("clear_existing_data", request.clearExistingData());
        fields.put("clear_mode", request.clearMode().name());
        fields.put("max_workers", request.maxWorkers());
        fields.put("max_write_units", request.maxWriteUnits());
        fields.put("allow_environment_mismatch", request.allowEnvironmentMismatch());
        fields.put("rejects_keys", request.rejects());
        if (!request.keys().isEmpty()) {
            fields.put("keys", request.keys().stream().map(RequestedKey::json).toList());
        }
        if (request.writeMode().keeps()) {
            fields.put("write_mode", request.writeMode().name());
        }
        return fields;
    }

    private static Map<String, @Nullable Object> table(TableCheckpoint table) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", table.source());
        fields.put("target_table", table.target());
        fields.put("target_arn", table.targetArn());
        fields.put("target_id", table.targetId());
        fields.put("export_arn", table.exportArn());
        fields.put("export_folder", table.exportFolder());
        fields.put("fingerprint", table.fingerprint());
        fields.put("expected_items", table.expectedItems());
        fields.put("phase", table.phase().name());
        fields.put("items_cleared", table.cleared());
        Written written = table.written();
        fields.put("files_done", written.filesDone().text());
        Map<String, @Nullable Object> open = new LinkedHashMap<>();
        written.filesOpenInOrder().forEach((file, lines) -> open.put(file.toString(), lines.text()));
        fields.put("files_open", open);
        fields.put("items_written", written.stored());
        fields.put("items_failed", written.failed());
        if (written.kept() != null) {
            fields.put("items_kept", written.kept());
        }
        fields.put("failures", failures(written.failures()));
        fields.put("faults", written.faults());
        fields.put(
                "rejects",
                written.rejects().stream().map(CheckpointJson::segment).collect(Collectors.toList()));
        Selected selected = written.selected();
        if (selected != null) {
            fields.put("selected", selected(selected));
        }
        ExistingKeys existing = table.existing();
        fields.put("existing_keys", existing == null ? null : existing(existing));
        fields.put("items_per_second", Math.round(table.itemsPerSecond()));
        return fields;
    }

    private static Map<String, @Nullable Object> existing(ExistingKeys existing) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", existing.key());
        fields.put("count", existing.count());
        return fields;
    }

    private static Map<String, @Nullable Object> selected(Selected selected) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("keys", selected.keys());
        fields.put("keys_found", selected.found().text());
        fields.put("items_passed_over", selected.passedOver());
        return fields;
    }

    private static Map<String, @Nullable Object> segment(RejectsSegment segment) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", segment.key());
        fields.put("lines", segment.lines());
        fields.put("bytes", segment.bytes());
        return fields;
    }

    private static List<Map<String, @Nullable Object>> failures(List<FailedItem> failures) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (FailedItem failure : failures) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("file", failure.place().source());
            fields.put("line", failure.place().line());
            fields.put("key", failure.key());
            fields.put("reason", failure.reason());
            all.add(fields);
        }
        return all;
    }

    private static Map<String, @Nullable Object> result(TableResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", result.table());
        fields.put("target_table", result.target());
        fields.put("status", result.status().name());
        fields.put("export_arn", result.exportArn());
        fields.put("files", result.filesProcessed());
        fields.put("expected_items", result.expectedItems());
        fields.put("items_written", result.itemsWritten());
        fields.put("items_failed", result.itemsFailed());
        fields.put("items_cleared", result.itemsCleared());
        if (result.itemsKept() != null) {
            fields.put("items_kept", result.itemsKept());
        }
        fields.put("failures", failures(result.failures()));
        fields.put("rejects_key", result.rejectsKey());
        MissingKeys missing = result.missingKeys();
        if (missing != null) {
            fields.put("keys_missing", missing.count());
            fields.put("missing_keys", missing.first());
        }
        fields.put("error", result.error());
        return fields;
    }

    /**
     * @param uri as users know the object
     * @throws DdbvaultException {@code CHECKPOINT_UNREADABLE}
     */
    static RestoreCheckpoint read(byte[] json, String uri) {
        try {
            return checkpoint(new Fields(Json.parseObject(json)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new DdbvaultException(
                    ErrorCode.CHECKPOINT_UNREADABLE,
                    "%s is no checkpoint that this version of ddbvault can go on from: %s. Go on with the version that began the restore, or restore anew."
                            .formatted(uri, e.getMessage()),
                    e);
        }
    }

    private static RestoreCheckpoint checkpoint(Fields fields) {
        long version = fields.number("version");
        if (version != VERSION && version != VERSION_OF_KEYS && version != VERSION_OF_MODES) {
            throw new IllegalArgumentException(
                    "its version is %d, not %d to %d".formatted(version, VERSION, VERSION_OF_MODES));
        }
        List<String> order = fields.texts("order");
        RestoreRequest request = request(fields.object("request"), order, version);
        Map<String, TableCheckpoint> open = new LinkedHashMap<>();
        for (Fields table : fields.objects("open")) {
            open.put(table.text("table_name"), table(table, request));
        }
        Map<String, TableResult> ended = new LinkedHashMap<>();
        for (Fields result : fields.objects("ended")) {
            ended.put(result.text("table_name"), result(result));
        }
        for (String table : order) {
            if (open.containsKey(table) == ended.containsKey(table)) {
                throw new IllegalArgumentException("%s is in it not just once".formatted(table));
            }
        }
        return new RestoreCheckpoint(
                fields.text("restore_id"),
                Math.toIntExact(fields.number("attempt")),
                fields.text("owner"),
                Instant.parse(fields.text("started_at")),
                Instant.parse(fields.text("updated_at")),
                LocalDate.parse(fields.text("backup_date")),
                fields.text("environment"),
                request,
                order,
                open,
                ended,
                fields.texts("warnings"));
    }

    private static RestoreRequest request(Fields fields, List<String> tables, long version) {
        int workers = Math.toIntExact(fields.number("max_workers"));
        if (workers < RestoreRequest.MIN_WORKERS || workers > RestoreRequest.MAX_WORKERS) {
            throw new IllegalArgumentException("its max_workers is " + workers);
        }
        return new RestoreRequest(null, tables, false, fields.flag("clear_existing_data"), workers)
                .toBuilder()
                        .clearMode(ClearMode.valueOf(fields.text("clear_mode")))
                        .maxWriteUnits(
                                fields.isNull("max_write_units")
                                        ? null
                                        : Math.toIntExact(fields.number("max_write_units")))
                        .allowEnvironmentMismatch(fields.flag("allow_environment_mismatch"))
                        .rejects(fields.texts("rejects_keys"))
                        .keys(keys(fields, version))
                        .writeMode(version == VERSION_OF_MODES ? writeMode(fields) : WriteMode.ALL)
                        .build();
    }

    /** With a mode, a restore may be of keys or of all items. */
    private static List<RequestedKey> keys(Fields fields, long version) {
        boolean hasKeys = version == VERSION_OF_KEYS || (version == VERSION_OF_MODES && !fields.isNull("keys"));
        return hasKeys ? keys(fields.texts("keys")) : List.of();
    }

    private static WriteMode writeMode(Fields fields) {
        WriteMode mode = WriteMode.valueOf(fields.text("write_mode"));
        if (!mode.keeps()) {
            throw new IllegalArgumentException("its write_mode is " + mode);
        }
        return mode;
    }

    private static List<RequestedKey> keys(List<String> json) {
        if (json.isEmpty()) {
            throw new IllegalArgumentException("it has no keys");
        }
        List<RequestedKey> keys = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            keys.add(DecodeKey.fromText(json.get(i), "keys[%d]".formatted(i)));
        }
        return keys;
    }

    private static TableCheckpoint table(Fields fields, RestoreRequest request) {
        Map<Integer, LineRanges> filesOpen = new LinkedHashMap<>();
        Fields open = fields.object("files_open");
        for (String file : open.names()) {
            filesOpen.put(Integer.valueOf(file), LineRanges.parse(open.text(file)));
        }
        List<RejectsSegment> rejects = new ArrayList<>();
        for (Fields segment : fields.objects("rejects")) {
            rejects.add(new RejectsSegment(segment.text("key"), segment.count("lines"), segment.count("bytes")));
        }
        Written written = new Written(
                LineRanges.parse(fields.text("files_done")),
                filesOpen,
                fields.count("items_written"),
                fields.count("items_failed"),
                failures(fields),
                fields.texts("faults"),
                rejects,
                request.keys().isEmpty() ? null : selected(fields.object("selected")),
                request.writeMode().keeps() ? Long.valueOf(fields.count("items_kept")) : null);
        return new TableCheckpoint(
                fields.text("table_name"),
                fields.text("target_table"),
                fields.text("target_arn"),
                fields.textOrNull("target_id"),
                request.rejects().isEmpty() ? fields.text("export_arn") : null,
                fields.text("export_folder"),
                fields.text("fingerprint"),
                fields.count("expected_items"),
                TablePhase.valueOf(fields.text("phase")),
                fields.count("items_cleared"),
                written,
                fields.isNull("existing_keys") ? null : existing(fields.object("existing_keys")),
                fields.number("items_per_second"));
    }

    private static Selected selected(Fields fields) {
        return new Selected(
                fields.count("keys"), LineRanges.parse(fields.text("keys_found")), fields.count("items_passed_over"));
    }

    private static ExistingKeys existing(Fields fields) {
        return new ExistingKeys(fields.text("key"), fields.count("count"));
    }

    private static List<FailedItem> failures(Fields fields) {
        List<FailedItem> failures = new ArrayList<>();
        for (Fields failure : fields.objects("failures")) {
            failures.add(new FailedItem(
                    new Place(failure.text("file"), failure.count("line")),
                    failure.textOrNull("key"),
                    failure.text("reason")));
        }
        return failures;
    }

    private static TableResult result(Fields fields) {
        return new TableResult(
                        fields.text("table_name"),
                        fields.text("target_table"),
                        TableStatus.valueOf(fields.text("status")),
                        fields.textOrNull("export_arn"),
                        fields.count("files"),
                        fields.count("expected_items"),
                        fields.count("items_written"),
                        fields.count("items_failed"),
                        fields.count("items_cleared"),
                        null,
                        failures(fields),
                        fields.textOrNull("rejects_key"),
                        fields.textOrNull("error"))
                .withKept(fields.isNull("items_kept") ? null : Long.valueOf(fields.count("items_kept")))
                .withMissing(
                        fields.isNull("keys_missing")
                                ? null
                                : new MissingKeys(fields.count("keys_missing"), fields.texts("missing_keys")));
    }

    /** A JSON object whose fields must be there and of their type. */
    private record Fields(Map<String, @Nullable Object> fields) {
        // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
        @SuppressWarnings("NullAway")
        Fields {}

        List<String> names() {
            return List.copyOf(fields.keySet());
        }

        boolean isNull(String name) {
            return fields.get(name) == null;
        }

        String text(String name) {
            if (fields.get(name) instanceof String text) {
                return text;
            }
            throw wrong(name);
        }

        @Nullable
        String textOrNull(String name) {
            return isNull(name) ? null : text(name);
        }

        long number(String name) {
            if (fields.get(name) instanceof Number number && (number instanceof Integer || number instanceof Long)) {
                return number.longValue();
            }
            throw wrong(name);
        }

        long count(String name) {
            long count = number(name);
            if (count < 0) {
                throw wrong(name);
            }
            return count;
        }

        boolean flag(String name) {
            if (fields.get(name) instanceof Boolean flag) {
                return flag;
            }
            throw wrong(name);
        }

        Fields object(String name) {
            if (fields.get(name) instanceof Map<?, ?> map) {
                return new Fields(Json.object(map));
            }
            throw wrong(name);
        }

        List<Fields> objects(String name) {
            List<Fields> objects = new ArrayList<>();
            for (Object element : list(name)) {
                if (!(element instanceof Map<?, ?> map)) {
                    throw wrong(name);
                }
                objects.add(new Fields(Json.object(map)));
            }
            return objects;
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (Object element : list(name)) {
                if (!(element instanceof String text)) {
                    throw wrong(name);
                }
                texts.add(text);
            }
            return texts;
        }

        private List<?> list(String name) {
            if (fields.get(name) instanceof List<?> list) {
                return list;
            }
            throw wrong(name);
        }

        private static IllegalArgumentException wrong(String name) {
            return new IllegalArgumentException("its field %s is missing or of another type".formatted(name));
        }
    }
}
