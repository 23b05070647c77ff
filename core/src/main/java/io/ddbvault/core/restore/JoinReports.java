package io.ddbvault.core.restore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One report of a restore that was looked at first: what the dry run refused has failed, and of what it found ready the
 * restore tells. Only that is restored, so that a table which became ready meanwhile is not cleared unasked. Pure.
 */
public final class JoinReports {
    private JoinReports() {}

    /** What a dry run found ready. */
    public static List<TableResult> ready(RestoreReport dryRun) {
        return dryRun.results().stream()
                .filter(result -> result.status() == TableStatus.READY)
                .toList();
    }

    /** The request for exactly what a dry run found ready, of exactly the backup that it looked at. */
    public static RestoreRequest requestFor(RestoreReport dryRun, RestoreRequest asked) {
        List<String> sources = ready(dryRun).stream().map(TableResult::table).toList();
        Map<String, String> targets = new HashMap<>(asked.targetTables());
        targets.keySet().retainAll(sources);
        return asked.toBuilder()
                .date(dryRun.date())
                .tables(sources)
                .targetTables(targets)
                .build();
    }

    /** @param restored of the tables that were ready; null if none was */
    public static RestoreReport join(RestoreReport dryRun, @Nullable RestoreReport restored) {
        Map<String, TableResult> results = new LinkedHashMap<>();
        dryRun.results().forEach(result -> results.put(result.table(), ended(result)));
        Set<String> warnings = new LinkedHashSet<>(dryRun.warnings());
        if (restored != null) {
            restored.results().forEach(result -> results.put(result.table(), result));
            warnings.addAll(restored.warnings());
        }
        return (restored == null ? dryRun : restored)
                .with(false, new ArrayList<>(results.values()), new ArrayList<>(warnings));
    }

    private static TableResult ended(TableResult looked) {
        return switch (looked.status()) {
            case ERROR, NO_EXPORT -> looked.withStatus(TableStatus.FAILED);
            default -> looked.withStatus(TableStatus.SKIPPED);
        };
    }
}
