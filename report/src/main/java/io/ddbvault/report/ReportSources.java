package io.ddbvault.report;

import io.ddbvault.core.catalog.CatalogedBackup;
import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.TableVerifications;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the page is made from.
 *
 * @param since the first day to tell of
 * @param backups one for each date that has a folder in the bucket
 * @param pruned days whose backup was deleted by a rule
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
        List<CatalogedBackup> backups,
        Set<LocalDate> pruned,
        Map<String, TableVerifications> verifications,
        Map<String, DrillResult> drills,
        List<String> warnings) {

    public ReportSources {
        backups = List.copyOf(backups);
        pruned = Set.copyOf(pruned);
        verifications = Map.copyOf(verifications);
        drills = Map.copyOf(drills);
        warnings = List.copyOf(warnings);
    }
}
