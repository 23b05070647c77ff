package io.ddbvault.core.manifest;

import io.ddbvault.core.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two manifests of one date into one, whatever the order they come in: no attempt is lost, an end is never undone, and
 * a table's newest COMPLETED export stands. Pure.
 */
public final class MergeManifests {
    private static final Comparator<TableExport> FURTHER_ON = Comparator.<TableExport>comparingInt(
                    export -> rank(export.status()))
            .thenComparingInt(export -> BackupManifestJson.fields(export).size())
            .thenComparing(export -> Json.compact(BackupManifestJson.fields(export)));

    private MergeManifests() {}

    /** @param stored its date, environment, creation time and bucket are kept */
    public static BackupManifest merge(BackupManifest stored, BackupManifest ours) {
        Map<String, TableExport> byIdentity = new LinkedHashMap<>();
        // The standing exports too: whoever edits a manifest by hand may well leave attempts as they were.
        Stream.of(stored.attempts(), stored.exports(), ours.attempts(), ours.exports())
                .flatMap(List::stream)
                .forEach(export -> byIdentity.merge(export.identity(), export, MergeManifests::furtherOn));
        return with(stored, byIdentity.values());
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

    /**
     * The one that knows more: COMPLETED was checked in the bucket, FAILED was seen, IN_PROGRESS is where all begin. Of
     * two that know as much any will do, as long as it is the same one whoever merges.
     */
    private static TableExport furtherOn(TableExport one, TableExport other) {
        return one.equals(other) || FURTHER_ON.compare(one, other) > 0 ? one : other;
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
