package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.TableExport;
import java.time.LocalDate;
import java.util.List;

/** Backups for tests. */
final class SampleBackups {
    private SampleBackups() {}

    static CatalogedBackup backup(String date, TableExport... exports) {
        return CatalogedBackup.of(new BackupManifest(
                LocalDate.parse(date),
                "production",
                date + "T02:00:00Z",
                "my-backup-bucket",
                List.of(exports),
                List.of(exports)));
    }
}
