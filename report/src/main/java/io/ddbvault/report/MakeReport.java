package io.ddbvault.report;

import io.ddbvault.core.catalog.CatalogedBackup;
import io.ddbvault.core.catalog.ReadCatalog;
import io.ddbvault.core.catalog.ReadPrune;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.evidence.ReadDrills;
import io.ddbvault.core.evidence.ReadDrills.Drills;
import io.ddbvault.core.evidence.ReadEvidence;
import io.ddbvault.core.evidence.ReadEvidence.Evidence;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.port.BackupReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what the page is made from, and makes the page. Of the bucket alone: one request for each date, table and
 * rehearsal, and three listings. Reads only.
 */
public final class MakeReport {
    /** A year, with the same month of the year before to compare. */
    public static final int USUAL_DAYS = 400;

    private final BackupReader backups;
    private final BackupLayout layout;

    public MakeReport(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * @param days how many of them, today included, 1 and more
     * @throws io.ddbvault.core.error.DdbvaultException what the bucket throws
     */
    public ReportPage make(Settings settings, Instant now, int days) {
        LocalDate since = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days - 1L);
        List<CatalogedBackup> found = new ReadCatalog(backups, layout).read(since);
        Evidence evidence = new ReadEvidence(backups, layout).read(tables(found));
        Drills drills = new ReadDrills(backups, layout).read();
        List<String> warnings = new ArrayList<>(evidence.warnings());
        warnings.addAll(drills.warnings());
        return BuildReport.build(new ReportSources(
                settings.environment(),
                settings.bucket(),
                settings.prefix(),
                now,
                since,
                found,
                new ReadPrune(backups, layout).dates(),
                evidence.verifications(),
                drills.newest(),
                warnings));
    }

    /** A name that no table can have would be a part of keys like any other. */
    private static List<String> tables(List<CatalogedBackup> backups) {
        return backups.stream()
                .flatMap(backup -> backup.exports().stream())
                .map(TableExport::tableName)
                .filter(Settings::isTableName)
                .distinct()
                .sorted()
                .toList();
    }
}
