package io.ddbvault.core.manifest;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Version;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * manifest.json, read and written. A manifest of the Python original is a subset: it has no {@code export_manifest},
 * {@code attempts}, {@code run_key} or {@code key_schema}. Unknown fields are ignored.
 */
public final class BackupManifestJson {
    /** Room for 10,000 tables, each with some attempts; bounds what a wrong object in its place can cost. */
    public static final int MAX_BYTES = 32 << 20;

    private static final Set<String> KEY_TYPES = Set.of("S", "N", "B");

    private BackupManifestJson() {}

    /**
     * @param date the date of the folder that it was found in; that, and not the field, tells a backup's date
     * @param uri the object, for messages
     * @throws DdbvaultException {@code MANIFEST_UNREADABLE}
     */
    public static BackupManifest read(byte[] json, LocalDate date, String uri) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Json.parseObject(json);
        } catch (IOException e) {
            throw unreadable(uri, "it is not a JSON object", e);
        }
        if (!BackupManifest.BACKUP_TYPE.equals(fields.get("backup_type"))) {
            throw unreadable(
                    uri,
                    "its backup_type is %s, not %s"
                            .formatted(shown(fields.get("backup_type")), BackupManifest.BACKUP_TYPE),
                    null);
        }
        List<TableExport> exports = exports(fields, "exports", uri);
        return new BackupManifest(
                date,
                text(fields, "environment", uri),
                textOr(fields, "created_at", ""),
                textOr(fields, "s3_bucket", ""),
                exports,
                fields.get("attempts") == null ? exports : exports(fields, "attempts", uri));
    }

    public static byte[] write(BackupManifest manifest) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", manifest.date().toString());
        fields.put("environment", manifest.environment());
        fields.put("backup_type", BackupManifest.BACKUP_TYPE);
        fields.put("created_at", manifest.createdAt());
        // Of whoever wrote it last; what an earlier writer's said is in the object's earlier versions.
        fields.put("ddbvault_version", Version.OF_THIS);
        fields.put("total_exports", manifest.exports().size());
        fields.put("successful_exports", manifest.count(ExportStatus.COMPLETED));
        fields.put("failed_exports", manifest.count(ExportStatus.FAILED));
        ExportTotals totals = ExportTotals.of(manifest.exports());
        fields.put("total_items_exported", totals.items());
        fields.put("total_size_bytes", totals.bytes());
        fields.put("s3_bucket", manifest.bucket());
        fields.put(
                "exports",
                manifest.exports().stream().map(BackupManifestJson::fields).collect(Collectors.toList()));
        fields.put(
                "attempts",
                manifest.attempts().stream().map(BackupManifestJson::fields).collect(Collectors.toList()));
        return Json.pretty(fields);
    }

    /** One export as the manifest and the backup's answer show it; what is unknown is left out. */
    public static Map<String, @Nullable Object> fields(TableExport export) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", export.tableName());
        fields.put("status", export.status().name());
        putKnown(fields, "export_arn", export.exportArn());
        putKnown(fields, "table_arn", export.tableArn());
        putKnown(fields, "export_time", export.exportTime());
        putKnown(fields, "s3_bucket", export.s3Bucket());
        putKnown(fields, "s3_prefix", export.s3Prefix());
        putKnown(fields, "start_time", export.startTime());
        putKnown(fields, "end_time", export.endTime());
        fields.put("item_count", export.itemCount());
        fields.put("billing_size_bytes", export.billingSizeBytes());
        putKnown(fields, "failure_message", export.failureMessage());
        putKnown(fields, "export_manifest", export.exportManifest());
        putKnown(fields, "run_key", export.runKey());
        KeySchema schema = export.keySchema();
        if (schema != null) {
            fields.put(
                    "key_schema",
                    schema.attributes().stream().map(BackupManifestJson::fields).collect(Collectors.toList()));
        }
        return fields;
    }

    private static Map<String, @Nullable Object> fields(KeyAttribute key) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("attribute_name", key.name());
        fields.put("attribute_type", key.type());
        return fields;
    }

    private static List<TableExport> exports(Map<String, @Nullable Object> manifest, String name, String uri) {
        if (!(manifest.get(name) instanceof List<?> list)) {
            throw unreadable(uri, "its field " + name + " is not an array", null);
        }
        List<TableExport> exports = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw unreadable(uri, "its field " + name + " holds something that is no object", null);
            }
            exports.add(export(Json.object(map), uri));
        }
        return exports;
    }

    private static TableExport export(Map<String, @Nullable Object> fields, String uri) {
        return new TableExport(
                text(fields, "table_name", uri),
                status(text(fields, "status", uri), uri),
                textOrNull(fields, "export_arn"),
                textOrNull(fields, "table_arn"),
                textOrNull(fields, "export_time"),
                textOrNull(fields, "s3_bucket"),
                textOrNull(fields, "s3_prefix"),
                textOrNull(fields, "start_time"),
                textOrNull(fields, "end_time"),
                count(fields, "item_count"),
                count(fields, "billing_size_bytes"),
                textOrNull(fields, "failure_message"),
                textOrNull(fields, "export_manifest"),
                textOrNull(fields, "run_key"),
                keySchema(fields.get("key_schema"), uri));
    }

    private static ExportStatus status(String name, String uri) {
        for (ExportStatus status : ExportStatus.values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        throw unreadable(uri, "an export's status is " + shown(name), null);
    }

    /** All of it or nothing: a key that lost its second attribute would fit a table into which it loses items. */
    private static @Nullable KeySchema keySchema(@Nullable Object value, String uri) {
        if (value == null) {
            return null;
        }
        List<KeyAttribute> keys = new ArrayList<>();
        if (value instanceof List<?> list && (list.size() == 1 || list.size() == 2)) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> map
                        && map.get("attribute_name") instanceof String name
                        && map.get("attribute_type") instanceof String type
                        && PlainText.isSpellable(name)
                        && KEY_TYPES.contains(type)) {
                    keys.add(new KeyAttribute(name, type));
                }
            }
            if (keys.size() == list.size()) {
                return new KeySchema(keys);
            }
        }
        throw unreadable(uri, "an export's key_schema is no key schema", null);
    }

    private static String text(Map<String, @Nullable Object> fields, String name, String uri) {
        String text = textOrNull(fields, name);
        if (text == null || text.isEmpty()) {
            throw unreadable(uri, "its field " + name + " is missing", null);
        }
        return text;
    }

    private static String textOr(Map<String, @Nullable Object> fields, String name, String other) {
        String text = textOrNull(fields, name);
        return text == null ? other : text;
    }

    /** Without what a terminal would obey when the text is shown. */
    private static @Nullable String textOrNull(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? PlainText.of(text) : null;
    }

    /** Missing, null and what is no count are all "unknown": the Python original wrote 0 for it. */
    private static long count(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof Number number && Counts.isCount(number) ? number.longValue() : 0;
    }

    private static String shown(@Nullable Object value) {
        return PlainText.shorten(Json.compact(value));
    }

    private static void putKnown(Map<String, @Nullable Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static DdbvaultException unreadable(String uri, String why, @Nullable Throwable cause) {
        return new DdbvaultException(
                ErrorCode.MANIFEST_UNREADABLE,
                "%s is not a backup manifest: %s. Restore an earlier version of that object, or choose another backup_date."
                        .formatted(uri, why),
                cause);
    }
}
