package io.ddbvault.core.restore;

import io.ddbvault.core.model.Stop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Restores tables side by side, as many at a time as the plan says; they begin in their order. What becomes of one of them
 * touches no other.
 */
final class RestoreTables {
    private final RestoreTable restoreTable;

    RestoreTables(RestoreTable restoreTable) {
        this.restoreTable = restoreTable;
    }

    /**
     * An interrupt asks the tables to stop; they are waited for all the same, so that their results are exact.
     *
     * @param tables each in the run
     * @return by the backed up table's name
     */
    Map<String, TableResult> restore(List<ValidatedTable> tables, RestorePlan plan, RunningRestore run, Stop stop) {
        SharedWork shared = SharedWork.of(plan);
        ExecutorService threads = Executors.newFixedThreadPool(plan.tablesAtATime());
        boolean interrupted = false;
        try {
            Map<TableProgress, Future<TableResult>> restores = new LinkedHashMap<>();
            for (ValidatedTable table : tables) {
                TableProgress progress = run.progress(table.source());
                restores.put(progress, threads.submit(() -> restoreTable.restore(progress, plan, shared, run, stop)));
            }
            Map<String, TableResult> results = new LinkedHashMap<>();
            for (Map.Entry<TableProgress, Future<TableResult>> restore : restores.entrySet()) {
                TableResult result = null;
                while (result == null) {
                    try {
                        result = restore.getValue().get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                        stop.request("an interrupt");
                    } catch (ExecutionException e) {
                        result = restoreTable.brokenOff(
                                restore.getKey(), Objects.requireNonNullElse(e.getCause(), e), stop);
                    }
                }
                results.put(restore.getKey().table().source(), result);
            }
            return results;
        } finally {
            threads.shutdown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
