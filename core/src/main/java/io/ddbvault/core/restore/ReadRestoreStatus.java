package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.RestoreStatus.OpenTable;
import io.ddbvault.core.state.ReadLock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says how a restore stands, whoever runs it and wherever. Reads only. Thread-safe. */
public final class ReadRestoreStatus {
    private final ReadCheckpoint readCheckpoint;
    private final ReadLock readLock;
    private final JoinUnits joinUnits;
    private final InstantSource clock;

    public ReadRestoreStatus(BackupReader backups, BackupLayout layout, InstantSource clock) {
        this.readCheckpoint = new ReadCheckpoint(backups, layout);
        this.readLock = new ReadLock(backups, layout);
        this.joinUnits = new JoinUnits(backups, layout);
        this.clock = clock;
    }

    /**
     * @throws io.ddbvault.core.error.DdbvaultException {@code NO_SUCH_RESTORE}, {@code CHECKPOINT_UNREADABLE}; what the
     *     bucket throws
     */
    public RestoreStatus read(String restoreId) {
        RestoreCheckpoint checkpoint = readCheckpoint.read(restoreId).checkpoint();
        Map<String, TableCheckpoint> open = new LinkedHashMap<>();
        checkpoint.open().forEach((name, table) -> open.put(name, joinUnits.look(checkpoint, table)));
        return status(checkpoint.withOpen(open));
    }

    /** Empty if there is no such restore, or it has ended: then its locks are not looked at. */
    Optional<RestoreStatus> ifUnfinished(String restoreId) {
        return readCheckpoint
                .find(restoreId)
                .map(ReadCheckpoint.StoredCheckpoint::checkpoint)
                .filter(checkpoint -> !checkpoint.hasEnded())
                .map(this::status);
    }

    private RestoreStatus status(RestoreCheckpoint checkpoint) {
        List<TableResult> ended = new ArrayList<>();
        for (String table : checkpoint.order()) {
            TableResult result = checkpoint.ended().get(table);
            if (result != null) {
                ended.add(result);
            }
        }
        return new RestoreStatus(
                checkpoint.restoreId(),
                checkpoint.attempt(),
                checkpoint.owner(),
                checkpoint.startedAt(),
                checkpoint.updatedAt(),
                checkpoint.date(),
                checkpoint.environment(),
                checkpoint.openInOrder().stream().map(this::open).toList(),
                ended,
                checkpoint.warnings());
    }

    private OpenTable open(TableCheckpoint table) {
        return new OpenTable(
                table.source(),
                table.target(),
                table.phase(),
                table.expectedItems(),
                table.written().stored(),
                table.written().failed(),
                table.cleared(),
                table.written().selected() == null
                        ? null
                        : table.written().selected().passedOver(),
                table.itemsPerSecond(),
                readLock.read(table.targetArn())
                        .filter(lock -> lock.isLiveAt(clock.instant()))
                        .orElse(null),
                table.written().kept());
    }
}
