package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.evidence.ReadEvidence;
import io.ddbvault.core.evidence.ReadEvidence.Evidence;
import io.ddbvault.core.evidence.TableVerifications;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.parallel.InParallel;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.OpenExport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds of each table the newest backup that it can be restored from, not by its word alone: the export's own manifests must
 * be there and right, and no verification may have found it BAD. Where that is so of none, the newest that calls itself COMPLETED is the last one there is.
 */
final class FindLastGood {
    private static final int THREADS = 8;

    private final OpenExport openExport;
    private final ReadEvidence readEvidence;

    /** @param bucket the one that is read, whatever manifests name */
    FindLastGood(String bucket, BackupReader backups, BackupLayout layout) {
        this.openExport = OpenExport.in(bucket, layout, backups);
        this.readEvidence = new ReadEvidence(backups, layout);
    }

    /**
     * @param dates by table
     * @param warnings what looks damaged, and is passed over
     */
    record LastGood(Map<String, LocalDate> dates, List<String> warnings) {}

    /** @param backups all of them, newest first */
    LastGood find(List<CatalogedBackup> backups) {
        List<String> tables = List.copyOf(ApplyRules.tables(backups));
        Evidence evidence = readEvidence.read(tables);
        List<OfTable> found = InParallel.map(tables, THREADS, table -> find(table, evidence.of(table), backups));
        Map<String, LocalDate> dates = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (OfTable one : found) {
            dates.put(one.table(), one.date());
            warnings.addAll(one.warnings());
        }
        return new LastGood(dates, warnings);
    }

    private record OfTable(String table, LocalDate date, List<String> warnings) {}

    private OfTable find(String table, TableVerifications verified, List<CatalogedBackup> backups) {
        List<CatalogedBackup> holding =
                backups.stream().filter(backup -> backup.holds(table)).toList();
        List<String> warnings = new ArrayList<>();
        for (CatalogedBackup backup : holding) {
            if (isBad(verified, backup.date())) {
                warnings.add("The backup of %s does not count as the last good one of %s: a verification found it BAD."
                        .formatted(backup.date(), table));
                continue;
            }
            try {
                openExport.open(backup.export(table).orElseThrow(), backup.date());
                return new OfTable(table, backup.date(), warnings);
            } catch (DdbvaultException e) {
                if (e.code().kind() != ErrorKind.CORRUPT_DATA) {
                    throw e;
                }
                warnings.add("The backup of %s does not count as the last good one of %s: %s"
                        .formatted(backup.date(), table, e.text()));
            }
        }
        return new OfTable(table, holding.get(0).date(), warnings);
    }

    private static boolean isBad(TableVerifications verified, LocalDate date) {
        return verified.latest().values().stream()
                .anyMatch(verification -> verification.date().equals(date) && verification.verdict() == Verdict.BAD);
    }
}
