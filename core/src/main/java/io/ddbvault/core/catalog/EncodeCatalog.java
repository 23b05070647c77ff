package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.BackupList.NewestGood;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.ExportTotals;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which backups there are, as the answer that scripts get. Pure. */
public final class EncodeCatalog {
    private EncodeCatalog() {}

    /** 200 if all is good, 500 if nothing can be restored, 207 in between. */
    public static Answer encode(BackupList list) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (list.table() != null) {
            body.put("table_name", list.table());
        }
        body.put(
                "backups",
                list.backups().stream()
                        .map(backup -> backup(backup, list.now()))
                        .collect(Collectors.toList()));
        body.put("gaps", list.gaps().stream().map(EncodeCatalog::gap).collect(Collectors.toList()));
        body.put(
                "newest_good",
                list.newestGood().stream().map(EncodeCatalog::newestGood).collect(Collectors.toList()));
        return new Answer(status(list), body);
    }

    private static int status(BackupList list) {
        if (list.isUseless()) {
            return Answer.NOTHING;
        }
        return list.isGood() ? Answer.OK : Answer.PARTLY;
    }

    private static Map<String, @Nullable Object> backup(CatalogedBackup backup, Instant now) {
        Map<String, @Nullable Object> fields = outline(backup, now);
        fields.put("tables", backup.exports().stream().map(EncodeCatalog::table).collect(Collectors.toList()));
        return fields;
    }

    /** What can be said of a backup in a line. */
    static Map<String, @Nullable Object> outline(CatalogedBackup backup, Instant now) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", backup.date().toString());
        fields.put("state", backup.state().name());
        BackupManifest manifest = backup.manifest();
        if (manifest == null) {
            fields.put("problem", backup.problem());
            return fields;
        }
        ExportTotals totals = backup.totals();
        fields.put("environment", manifest.environment());
        fields.put("total_tables", backup.exports().size());
        fields.put("good_tables", backup.good());
        fields.put("total_items", totals.items());
        fields.put("total_size_bytes", totals.bytes());
        fields.put(
                "age_seconds",
                Math.max(0, Duration.between(backup.dataTime(), now).toSeconds()));
        return fields;
    }

    private static Map<String, @Nullable Object> table(TableExport export) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", export.tableName());
        fields.put("status", export.status().name());
        fields.put("item_count", export.itemCount());
        fields.put("size_bytes", export.billingSizeBytes());
        return fields;
    }

    private static Map<String, @Nullable Object> gap(Gap gap) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("from", gap.from().toString());
        fields.put("to", gap.to().toString());
        fields.put("days", gap.days());
        return fields;
    }

    private static Map<String, @Nullable Object> newestGood(NewestGood newest) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", newest.table());
        LocalDate date = newest.date();
        if (date != null) {
            fields.put("backup_date", date.toString());
        }
        return fields;
    }
}
