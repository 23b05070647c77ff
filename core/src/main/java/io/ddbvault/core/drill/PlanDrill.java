package io.ddbvault.core.drill;

import io.ddbvault.core.cost.EstimateCost;
import io.ddbvault.core.cost.RestoreCost;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.ExportArn;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.port.ScratchTables.ScratchTable;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.FindExport;
import io.ddbvault.core.restore.FindExport.FoundExport;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableResult.Estimate;
import io.ddbvault.core.restore.TableStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * From a request to a drill that can begin: finds the backup, validates it as a restore's dry run does, and estimates. Reads
 * only.
 */
final class PlanDrill {
    /** As {@link RestoreCost#NEW_TABLE_WRITE_UNITS}. */
    private static final long FIRST_READ_UNITS = 12_000;

    private final FindExport findExport;
    private final Tables tables;
    private final RunRestore runRestore;
    private final RandomGenerator random;

    PlanDrill(FindExport findExport, Tables tables, RunRestore runRestore, RandomGenerator random) {
        this.findExport = findExport;
        this.tables = tables;
        this.runRestore = runRestore;
        this.random = random;
    }

    /**
     * @throws DdbvaultException what finding the backup throws; {@code DRILL_FAILED} if it could not be restored
     */
    DrillPlan plan(DrillRequest request, String drillId, Stop stop) {
        FoundExport found = findExport.find(request.date(), request.table());
        TableDescription source = tables.describe(request.table()).orElse(null);
        KeySchema keys = keys(found, source, request.table());
        ScratchTable scratch =
                new ScratchTable(ScratchName.of(request.table(), random), drillId, request.table(), request.capacity());
        TableDescription planned = new TableDescription(
                scratch.name(),
                arn(found, source, scratch.name()),
                null,
                "ACTIVE",
                keys,
                0,
                0,
                new TableSettings(false, List.of(), 0, request.capacity(), Map.of()));
        RestoreReport dryRun = runRestore.dryRun(found.date(), scratch, new PlannedTable(planned), request, stop);
        TableResult result = dryRun.results().get(0);
        Estimate estimate = result.estimate();
        if (result.status() != TableStatus.READY || estimate == null) {
            throw new DdbvaultException(
                    ErrorCode.DRILL_FAILED,
                    "The backup of %s on %s cannot be restored, so there is nothing to rehearse, and nothing was created. %s"
                            .formatted(request.table(), found.date(), result.error()));
        }
        List<String> warnings = new ArrayList<>(found.warnings());
        dryRun.warnings().stream()
                .filter(warning -> !warnings.contains(warning))
                .forEach(warnings::add);
        ExportContents contents = findExport.contents(found);
        return new DrillPlan(
                scratch,
                keys,
                source,
                contents,
                estimate(request, found.date(), scratch, contents, estimate, warnings));
    }

    /** The exported table's keys; where the manifest does not say them, as a foreign one does not, those of the table. */
    private static KeySchema keys(FoundExport found, @Nullable TableDescription source, String table) {
        KeySchema exported = found.entry().keySchema();
        if (exported != null) {
            return exported;
        }
        if (source != null) {
            return source.keySchema();
        }
        throw new DdbvaultException(
                ErrorCode.TABLE_NOT_FOUND,
                "What primary key the scratch table needs cannot be told: the manifest of %s does not say it, and the table %s does not exist in this account and Region. Check AWS_REGION, or drill a backup that ddbvault made."
                        .formatted(found.date(), table));
    }

    /** Of the table as it will be, so that a dry run can look for its lock: there is none. */
    private static String arn(FoundExport found, @Nullable TableDescription source, String scratch) {
        String known = source != null
                ? source.arn()
                : ExportArn.parse(String.valueOf(found.entry().exportArn()))
                        .map(ExportArn::tableArn)
                        .orElse("arn:aws:dynamodb:unknown:unknown:table/unknown");
        return known.substring(0, known.lastIndexOf('/') + 1) + scratch;
    }

    private static DrillEstimate estimate(
            DrillRequest request,
            LocalDate date,
            ScratchTable scratch,
            ExportContents contents,
            Estimate dryRun,
            List<String> warnings) {
        long readUnits = EstimateCost.scanUnits(contents.billedSizeBytes());
        Integer provisioned = request.provisionedWriteUnits();
        long writesASecond = provisioned == null ? RestoreCost.NEW_TABLE_WRITE_UNITS : provisioned;
        if (request.maxWriteUnits() != null) {
            writesASecond = Math.min(writesASecond, request.maxWriteUnits());
        }
        long readsASecond = provisioned == null ? FIRST_READ_UNITS : provisioned;
        Duration duration = Duration.ofSeconds(dryRun.writeUnits() / writesASecond + readUnits / readsASecond);
        // Each data file is read three times: its beginning, for the restore, and for the comparison.
        BigDecimal requests = EstimateCost.gets(3 * dryRun.dataFiles());
        BigDecimal capacity = provisioned == null
                ? EstimateCost.writes(dryRun.writeUnits()).add(EstimateCost.reads(readUnits))
                : EstimateCost.provisioned(provisioned, duration.toHours() + 1);
        return new DrillEstimate(
                scratch.drillId(),
                scratch.source(),
                date,
                scratch.name(),
                contents.itemCount(),
                contents.billedSizeBytes(),
                dryRun.dataFiles(),
                dryRun.writeUnits(),
                readUnits,
                provisioned,
                capacity.add(requests),
                duration,
                warnings);
    }
}
