package io.ddbvault.core.engine;

import io.ddbvault.core.engine.EngineWork.TableWork;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.UnitsAtATime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which engine fits a restore whose dry run is done, by the capacity of the tables that it would write. */
public final class AdviseOnEngine {
    private final Tables tables;
    private final int cores;

    /** @param cores of this machine */
    public AdviseOnEngine(Tables tables, int cores) {
        this.tables = tables;
        this.cores = cores;
    }

    /**
     * @param report of the dry run
     * @param request what it was of
     * @throws io.ddbvault.core.error.DdbvaultException if a table cannot be described
     */
    public EngineAdvice advise(RestoreReport report, RestoreRequest request, @Nullable Duration deadline) {
        List<TableWork> work = new ArrayList<>();
        for (TableResult result : report.results()) {
            Estimate estimate = result.estimate();
            if (estimate != null) {
                work.add(new TableWork(
                        result.target(),
                        estimate.cost().writeUnits(),
                        unitsPerSecond(result.target(), request),
                        estimate.dataFiles()));
            }
        }
        return CompareEngines.compare(new EngineWork(work, cores, deadline, unfit(request)));
    }

    private long unitsPerSecond(String table, RestoreRequest request) {
        long takes = tables.describe(table)
                .map(described -> described.settings().capacity())
                .filter(WriteCapacity::isLimited)
                .map(WriteCapacity::unitsPerSecond)
                .orElse(UnitsAtATime.TABLE_QUOTA);
        Integer ceiling = request.maxWriteUnits();
        return ceiling == null ? takes : Math.min(takes, ceiling);
    }

    private static Map<Engine, String> unfit(RestoreRequest request) {
        if (!request.rejects().isEmpty()) {
            String reason = "rejects are written by the command line alone";
            return Map.of(Engine.FUNCTION, reason, Engine.DISTRIBUTED_MAP, reason, Engine.SPARK, reason);
        }
        if (request.clearExistingData() && request.clearMode() == ClearMode.AFTER) {
            String reason = "clear_mode \"after\" is done by one process";
            return Map.of(Engine.DISTRIBUTED_MAP, reason, Engine.SPARK, reason);
        }
        if (request.writeMode().keeps()) {
            String reason = "the function has no field for --only-"
                    + request.writeMode().label();
            return Map.of(Engine.FUNCTION, reason, Engine.DISTRIBUTED_MAP, reason);
        }
        return request.keys().isEmpty() ? Map.of() : Map.of(Engine.SPARK, "its job takes no keys");
    }
}
