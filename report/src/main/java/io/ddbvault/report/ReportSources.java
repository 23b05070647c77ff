package io.ddbvault.report;

import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.TableVerifications;
import io.ddbvault.core.manifest.BackupManifest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page is made from.
 *
 * @param since the first day to tell of
 * @param backups one for each date that has a folder in the bucket, oldest first
 * @param verifications by table
 * @param drills the newest by table
 * @param warnings what was not believed
 */
public record ReportSources(
        String environment,
        String bucket,
        String prefix,
        Instant now,
        LocalDate since,
        List<Backup> backups,
        Map<String, TableVerifications> verifications,
        Map<String, DrillResult> drills,
        List<String> warnings) {

    /**
     * @param manifest empty where it is not there or cannot be understood
     * @param problem why; empty where it is there
     */
    public record Backup(LocalDate date, Optional<BackupManifest> manifest, String problem) {}

    public ReportSources {
        backups = List.copyOf(backups);
        verifications = Map.copyOf(verifications);
        drills = Map.copyOf(drills);
        warnings = List.copyOf(warnings);
    }
}
