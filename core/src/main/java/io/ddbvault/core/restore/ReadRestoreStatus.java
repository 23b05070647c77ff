package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.restore.RestoreStatus.OpenTable;
import io.ddbvault.core.state.ReadLock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how a restore stands, whoever runs it and wherever. Reads only. Thread-safe. */
public final class ReadRestoreStatus {
    private final ReadCheckpoint readCheckpoint;
    private final ReadLock readLock;
    private final InstantSource clock;

    public ReadRestoreStatus(BackupReader backups, BackupLayout layout, InstantSource clock) {
        this.readCheckpoint = new ReadCheckpoint(backups, layout);
        this.readLock = new ReadLock(backups, layout);
        this.clock = clock;
    }

    /**
     * @throws io.ddbvault.core.error.DdbvaultException {@code NO_SUCH_RESTORE}, {@code CHECKPOINT_UNREADABLE}; what the
     *     bucket throws
     */
    public RestoreStatus read(String restoreId) {
        return status(readCheckpoint.read(restoreId).checkpoint());
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
