package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import java.util.ArrayList;
import java.util.List;

/** A bucket in which backups are easily made, of tables with one item each. */
final class InMemoryBackups {
    static final String BUCKET = "my-backup-bucket";
    static final String ROOT = "s3://my-backup-bucket/native-exports/";

    final InMemoryBackupStore store = new InMemoryBackupStore(BUCKET);
    final BackupLayout layout = new BackupLayout("native-exports");
    final FakeClock clock = FakeClock.at("2025-07-22T08:00:00Z");

    /** @param tables each one's name, with {@code !} before it if its export failed and {@code ~} if it runs */
    MakeBackup backUp(String date, String... tables) {
        MakeBackup backup = new MakeBackup(BUCKET, "native-exports", date, "production");
        for (int i = 0; i < tables.length; i++) {
            String name = tables[i].replaceFirst("^[!~]", "");
            MakeBackup.Export export = backup.table(name, List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}")));
            if (tables[i].startsWith("!")) {
                backup.entry(i).put("status", "FAILED");
                backup.entry(i).put("failure_message", "the export was cancelled by DynamoDB");
            }
            if (tables[i].startsWith("~")) {
                backup.entry(i).put("status", "IN_PROGRESS");
                backup.entry(i).remove("end_time");
                export.remove(export.summaryKey());
            }
        }
        put(backup);
        return backup;
    }

    void put(MakeBackup backup) {
        backup.objects().forEach(store::put);
    }

    void deleteManifest(String date) {
        store.delete("native-exports/" + date + "/manifest.json");
    }

    /** The keys under a date. */
    List<String> keys(String date) {
        List<String> keys = new ArrayList<>(store.keys());
        keys.removeIf(key -> !key.startsWith("native-exports/" + date + "/"));
        return keys;
    }
}
