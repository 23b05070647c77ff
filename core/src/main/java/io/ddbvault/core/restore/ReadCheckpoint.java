package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader;
import java.util.Optional;

/** Reads what a restore noted for whoever goes on with it, or wants to know how it stands. Thread-safe. */
final class ReadCheckpoint {
    private final BackupReader backups;
    private final BackupLayout layout;

    ReadCheckpoint(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /** A checkpoint as it lies in the bucket. */
    record StoredCheckpoint(RestoreCheckpoint checkpoint, String etag) {}

    /** @throws DdbvaultException {@code NO_SUCH_RESTORE}, {@code CHECKPOINT_UNREADABLE} */
    StoredCheckpoint read(String restoreId) {
        return find(restoreId)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.NO_SUCH_RESTORE,
                        "There is no restore %s: %s does not exist. One that ended before it touched a table left none; start it anew. 'ddbvault restore --unfinished' lists those that can go on."
                                .formatted(restoreId, backups.uri(layout.checkpoint(restoreId)))));
    }

    /** @throws DdbvaultException {@code CHECKPOINT_UNREADABLE} */
    Optional<StoredCheckpoint> find(String restoreId) {
        return at(layout.checkpoint(restoreId));
    }

    /** @throws DdbvaultException {@code CHECKPOINT_UNREADABLE} */
    Optional<StoredCheckpoint> at(String key) {
        return backups.read(key, CheckpointJson.MAX_BYTES)
                .map(object ->
                        new StoredCheckpoint(CheckpointJson.read(object.bytes(), backups.uri(key)), object.etag()));
    }
}
