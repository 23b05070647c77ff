package io.ddbvault.core.backup;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Forgets which exports runs were about to start for a date, before the date's backup is deleted. Else a run that looks
 * after the last days would find these exports without a manifest, take them for lost, and write one: for a backup of which
 * half is gone.
 */
public final class ForgetStarts {
    private final BackupStore store;
    private final BackupLayout layout;

    public ForgetStarts(BackupStore store, BackupLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /**
     * @return false if a run noted something at the same moment: then it is at work on that date
     * @throws DdbvaultException {@code MANIFEST_UNREADABLE}; what the store throws
     */
    public boolean forget(LocalDate date) {
        String key = layout.notedStarts(date);
        Optional<SmallObject> stored = store.read(key, NotedStartsJson.MAX_BYTES);
        if (stored.isEmpty()
                || NotedStartsJson.read(stored.get().bytes(), store.uri(key)).isEmpty()) {
            return true;
        }
        return store.putIfUnchanged(
                key, NotedStartsJson.write(List.of()), stored.get().etag());
    }
}
