package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.InspectedTable.Check;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One backup, as the answer that scripts get. Pure. */
public final class EncodeInspection {
    private EncodeInspection() {}

    /** 200 if every table's check is GOOD, 500 if none is, 207 in between. */
    public static Answer encode(InspectedBackup inspected) {
        CatalogedBackup backup = inspected.backup();
        Map<String, @Nullable Object> body = EncodeCatalog.outline(backup, inspected.now());
        body.put("manifest", inspected.manifestUri());
        BackupManifest manifest = backup.manifest();
        if (manifest != null && !manifest.createdAt().isEmpty()) {
            body.put("created_at", manifest.createdAt());
        }
        inspected.startedAt().ifPresent(time -> body.put("started_at", Timestamps.format(time)));
        inspected.endedAt().ifPresent(time -> body.put("ended_at", Timestamps.format(time)));
        body.put(
                "tables",
                inspected.tables().stream()
                        .map(table -> table(
                                table, inspected.verifications(table.export().tableName())))
                        .collect(Collectors.toList()));
        body.put(
                "newer_without_use",
                inspected.passedOver().stream()
                        .map(newer -> newer.date().toString())
                        .collect(Collectors.toList()));
        return new Answer(status(inspected), body);
    }

    private static int status(InspectedBackup inspected) {
        long good = inspected.count(Check.GOOD);
        if (good == 0) {
            return Answer.NOTHING;
        }
        return good == inspected.tables().size() ? Answer.OK : Answer.PARTLY;
    }

    private static Map<String, @Nullable Object> table(InspectedTable table, Map<Depth, Verification> verifications) {
        TableExport export = table.export();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", export.tableName());
        fields.put("status", export.status().name());
        putKnown(fields, "export_arn", export.exportArn());
        putKnown(fields, "export_time", export.exportTime());
        putKnown(fields, "start_time", export.startTime());
        putKnown(fields, "end_time", export.endTime());
        table.took().ifPresent(took -> fields.put("duration_seconds", took.toSeconds()));
        fields.put("item_count", export.itemCount());
        fields.put("size_bytes", export.billingSizeBytes());
        putKnown(fields, "failure_message", export.failureMessage());
        fields.put("check", table.check().name());
        putKnown(fields, "check_error", table.fault());
        if (table.check() == Check.GOOD) {
            putKnown(fields, "folder", table.folder());
            fields.put("moved", table.moved());
            fields.put("data_files_count", table.filesCount());
        }
        if (!verifications.isEmpty()) {
            Map<String, @Nullable Object> verified = new LinkedHashMap<>();
            verifications.forEach((depth, verification) -> verified.put(depth.label(), verified(verification)));
            fields.put("verifications", verified);
        }
        if (!table.files().isEmpty()) {
            fields.put(
                    "data_files",
                    table.files().stream().map(EncodeInspection::file).collect(Collectors.toList()));
        }
        return fields;
    }

    private static Map<String, @Nullable Object> verified(Verification verification) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("verdict", verification.verdict().name());
        fields.put("verified_at", Timestamps.format(verification.verifiedAt()));
        return fields;
    }

    private static Map<String, @Nullable Object> file(DataFile file) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", file.key());
        fields.put("item_count", file.itemCount());
        return fields;
    }

    private static void putKnown(Map<String, @Nullable Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
