package io.ddbvault.core.drill;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern;
import io.ddbvault.core.event.ProgressEvent.RestoreEstimated;
import io.ddbvault.core.event.ProgressEvent.RestoreStarted;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.ItemWriter;
import io.ddbvault.core.port.ScratchTables.ScratchTable;
import io.ddbvault.core.port.Sleeper;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.restore.Restore;
import io.ddbvault.core.restore.RestoreReport;
import io.ddbvault.core.restore.RestoreRequest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Restores a backup into a scratch table, by the very restore that a bad day would see. */
final class RunRestore {
    private final Settings settings;
    private final BackupStore store;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final String owner;
    private final ProgressListener listener;

    RunRestore(
            Settings settings,
            BackupStore store,
            InstantSource clock,
            Sleeper sleeper,
            String owner,
            ProgressListener listener) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.sleeper = sleeper;
        this.owner = owner;
        // The restore is called as the drill, which has said so already, and what it costs; nobody goes on with it.
        this.listener = event -> {
            if (!(event instanceof RestoreStarted) && !(event instanceof RestoreEstimated)) {
                listener.on(event);
            }
        };
    }

    /** Everything that the restore would check. Its warnings are told with the estimate, not as they come. */
    RestoreReport dryRun(LocalDate date, ScratchTable scratch, Tables planned, DrillRequest request, Stop stop) {
        ItemWriter none = batch -> {
            throw new IllegalStateException("a dry run writes nothing");
        };
        return restore(planned, none, ProgressListener.NONE, scratch)
                .run(request(date, scratch, request, true), scratch.drillId(), stop);
    }

    /** Writes to the scratch table, and to no other. */
    RestoreReport restore(
            LocalDate date, ScratchTable scratch, Tables tables, ItemWriter writer, DrillRequest request, Stop stop) {
        return restore(tables, writer, listener, scratch)
                .run(request(date, scratch, request, false), scratch.drillId(), stop);
    }

    private Restore restore(Tables tables, ItemWriter writer, ProgressListener hears, ScratchTable scratch) {
        return new Restore(settingsFor(scratch), store, tables, writer, clock, sleeper, owner, hears);
    }

    private static RestoreRequest request(LocalDate date, ScratchTable scratch, DrillRequest request, boolean dryRun) {
        return new RestoreRequest(date, List.of(scratch.source()), dryRun, false, request.maxWorkers())
                .toBuilder()
                        .targetTables(Map.of(scratch.source(), scratch.name()))
                        .maxWriteUnits(request.maxWriteUnits())
                        .build();
    }

    /**
     * The list of tables that may be written, and the naming guard, protect people's tables. The scratch table is none: it was
     * made for this drill, so neither knows its name. Here the list names this one table, so that no other can be written even
     * by mistake; and the guard looks at the manifest's environment alone. At the backed up table's name it has looked before,
     * when the backup was found.
     */
    private Settings settingsFor(ScratchTable scratch) {
        return settings.withTables(List.of(scratch.name()), new TableNamePattern(""));
    }
}
