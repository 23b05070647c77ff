package io.ddbvault.core.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two manifests of one date into one, whatever the order they come in: no attempt is lost, an end is never undone, and
 * a table's newest COMPLETED export stands. Pure.
 */
public final class MergeManifests {
    private MergeManifests() {}

    /** @param stored its date, environment, creation time and bucket are kept */
    public static BackupManifest merge(BackupManifest stored, BackupManifest ours) {
        return with(stored, union(stored.attempts(), ours.attempts()));
    }

    /** The manifest with these attempts, and with the exports that follow from them. */
    public static BackupManifest with(BackupManifest manifest, Collection<TableExport> attempts) {
        List<TableExport> sorted = new ArrayList<>(attempts);
        sorted.sort(TableExport.BY_START);
        return new BackupManifest(
                manifest.date(),
                manifest.environment(),
                manifest.createdAt(),
                manifest.bucket(),
                standing(sorted),
                sorted);
    }

    private static Collection<TableExport> union(List<TableExport> stored, List<TableExport> ours) {
        Map<String, TableExport> byIdentity = new LinkedHashMap<>();
        stored.forEach(export -> byIdentity.put(export.identity(), export));
        ours.forEach(export -> byIdentity.merge(export.identity(), export, MergeManifests::furtherOn));
        return byIdentity.values();
    }

    /** The one that knows more: COMPLETED was checked in the bucket, FAILED was seen, IN_PROGRESS is where all begin. */
    private static TableExport furtherOn(TableExport stored, TableExport ours) {
        return rank(ours.status()) >= rank(stored.status()) ? ours : stored;
    }

    /** The export that stands for each table, tables in the order of their first attempt. */
    private static List<TableExport> standing(List<TableExport> oldestFirst) {
        Map<String, TableExport> byTable = new LinkedHashMap<>();
        for (TableExport export : oldestFirst) {
            byTable.merge(
                    export.tableName(),
                    export,
                    (older, newer) -> usefulness(newer.status()) >= usefulness(older.status()) ? newer : older);
        }
        return List.copyOf(byTable.values());
    }

    private static int rank(ExportStatus status) {
        return switch (status) {
            case IN_PROGRESS -> 0;
            case FAILED -> 1;
            case COMPLETED -> 2;
        };
    }

    private static int usefulness(ExportStatus status) {
        return switch (status) {
            case FAILED -> 0;
            case IN_PROGRESS -> 1;
            case COMPLETED -> 2;
        };
    }
}
