package io.ddbvault.core.backup;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.port.BackupReader;
import java.time.LocalDate;
import java.util.Optional;

/** Reads a date's manifest. */
final class ReadManifest {
    private final BackupReader backups;
    private final BackupLayout layout;

    ReadManifest(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /**
     * @return empty only if there is none; where that cannot be told, the store's exception comes through, because
     *     "none yet" would make the next write replace good exports
     */
    public Optional<StoredManifest> read(LocalDate date) {
        String key = layout.manifest(date);
        return backups.read(key, BackupManifestJson.MAX_BYTES)
                .map(object -> new StoredManifest(
                        BackupManifestJson.read(object.bytes(), date, backups.uri(key)), object.etag()));
    }
}
