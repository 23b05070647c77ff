package io.ddbvault.core.state;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader;
import java.util.Optional;

/** Reads who has locked a table; takes and removes nothing. Thread-safe. */
public final class ReadLock {
    private final BackupReader backups;
    private final BackupLayout layout;

    public ReadLock(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * A lock as it lies in the bucket.
     *
     * @param lock alive or expired
     * @param etag its object's
     */
    record StoredLock(TableLock lock, String etag) {}

    /**
     * The table's lock, alive or expired; empty if no restore ever locked it.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code CHECKPOINT_UNREADABLE}; what the bucket throws
     */
    public Optional<TableLock> read(String tableArn) {
        return find(tableArn).map(StoredLock::lock);
    }

    Optional<StoredLock> find(String tableArn) {
        String key = layout.lock(tableArn);
        return backups.read(key, TableLock.MAX_BYTES)
                .map(object -> new StoredLock(TableLock.parse(object.bytes(), backups.uri(key)), object.etag()));
    }
}
