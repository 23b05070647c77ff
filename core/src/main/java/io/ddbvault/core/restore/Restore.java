package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.Warning;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.ValidatedBackup.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Restores tables from a backup into existing tables.
 *
 * <pre>
 * RestoreRequest → ResolvedBackup → ValidatedBackup → RestorePlan → TableResult… → RestoreReport
 * </pre>
 *
 * Everything is read and checked before the first write or delete. One restore per instance at a time.
 */
public final class Restore {
    private final Settings settings;
    private final ResolveBackup resolveBackup;
    private final ValidateBackup validateBackup;
    private final PlanRestore planRestore;
    private final RestoreTable restoreTable;
    private final InstantSource clock;
    private final ProgressListener listener;

    /**
     * @param backups can only read: a restore does not alter a backup
     * @param sleeper waits for a turn to write, and between two tries
     * @param listener hears of warnings and of each table's progress
     */
    public Restore(
            Settings settings,
            BackupReader backups,
            Tables tables,
            ItemWriter writer,
            InstantSource clock,
            Sleeper sleeper,
            ProgressListener listener) {
        this.settings = settings;
        this.clock = clock;
        this.listener = listener.withoutFailures();
        Runtime machine = Runtime.getRuntime();
        BackupLayout layout = new BackupLayout(settings.prefix());
        ReadExportManifests manifests = new ReadExportManifests(backups, layout);
        LocateExport locateExport = new LocateExport(settings.bucket(), layout, manifests);
        resolveBackup = new ResolveBackup(settings, layout, backups, locateExport);
        CheckDataFiles checkDataFiles = new CheckDataFiles(backups);
        validateBackup = new ValidateBackup(
                tables, locateExport, manifests, checkDataFiles, new CheckKeySchema(backups, machine.maxMemory() / 8));
        planRestore = new PlanRestore(machine.maxMemory(), machine.availableProcessors());
        JitteredPause pause = new JitteredPause(sleeper, new Random(), Duration.ofMillis(50), Duration.ofSeconds(5));
        StoreBatch storeBatch = new StoreBatch(writer, pause, clock);
        restoreTable = new RestoreTable(
                backups, tables, checkDataFiles, new TransferBatches(storeBatch), pause, clock, sleeper, this.listener);
    }

    /**
     * @param stop reached in mid-run, the restore ends at a batch boundary and says exactly what it wrote
     * @throws io.ddbvault.core.error.DdbvaultException for an error of the request or the environment; no table was
     *     touched then
     */
    public RestoreReport run(RestoreRequest request, Stop stop) {
        Instant began = clock.instant();
        ResolvedBackup resolved = resolveBackup.resolve(request);
        ValidatedBackup validated = validateBackup.validate(resolved, stop);
        List<String> warnings = new ArrayList<>(validated.warnings());
        RestorePlan plan = planRestore.plan(validated, request, warnings);
        warnings.forEach(warning -> listener.on(new Warning(warning)));
        Map<String, TableResult> results = new HashMap<>();
        validated.refused().forEach((table, refusal) -> results.put(table, refused(table, refusal, request)));
        for (ValidatedTable table : plan.tables()) {
            results.put(
                    table.name(),
                    request.dryRun() ? BuildTableResult.ready(table) : restoreTable.restore(table, plan, stop));
        }
        Instant ended = clock.instant();
        return new RestoreReport(
                resolved.date(),
                settings.environment(),
                settings.bucket(),
                settings.prefix(),
                request.dryRun(),
                request.clearExistingData(),
                plan.workers(),
                Duration.between(began, ended),
                ended,
                validated.order().stream()
                        .map(table -> Objects.requireNonNull(results.get(table)))
                        .toList(),
                warnings);
    }

    private static TableResult refused(String table, Refusal refusal, RestoreRequest request) {
        if (refusal.code() == ErrorCode.STOPPED) {
            return BuildTableResult.refused(table, refusal, TableStatus.SKIPPED);
        }
        TableStatus status = !request.dryRun()
                ? TableStatus.FAILED
                : refusal.code() == ErrorCode.NOT_IN_BACKUP ? TableStatus.NO_EXPORT : TableStatus.ERROR;
        return BuildTableResult.refused(table, refusal, status);
    }
}
