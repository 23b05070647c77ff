package io.ddbvault.core.catalog;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.parallel.InParallel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Finds of each table the newest backup that it can be restored from, not by its word alone: the export's own manifests must
 * be there and right. Where that is so of none, the newest that calls itself COMPLETED is the last one there is.
 */
final class FindLastGood {
    private static final int THREADS = 8;

    /** Throws what is wrong with an export of a date. */
    private final BiConsumer<TableExport, LocalDate> check;

    FindLastGood(BiConsumer<TableExport, LocalDate> check) {
        this.check = check;
    }

    /**
     * @param dates by table
     * @param warnings what looks damaged, and is passed over
     */
    record LastGood(Map<String, LocalDate> dates, List<String> warnings) {}

    /** @param backups all of them, newest first */
    LastGood find(List<CatalogedBackup> backups) {
        List<String> tables = List.copyOf(ApplyRules.tables(backups));
        List<OfTable> found = InParallel.map(tables, THREADS, table -> find(table, backups));
        Map<String, LocalDate> dates = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (OfTable one : found) {
            dates.put(one.table(), one.date());
            warnings.addAll(one.warnings());
        }
        return new LastGood(dates, warnings);
    }

    private record OfTable(String table, LocalDate date, List<String> warnings) {}

    private OfTable find(String table, List<CatalogedBackup> backups) {
        List<CatalogedBackup> holding =
                backups.stream().filter(backup -> backup.holds(table)).toList();
        List<String> warnings = new ArrayList<>();
        for (CatalogedBackup backup : holding) {
            try {
                check.accept(backup.export(table).orElseThrow(), backup.date());
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
}
