package io.ddbvault.core.catalog;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what prunes noted. Thread-safe. */
public final class ReadPrune {
    private final BackupReader backups;
    private final BackupLayout layout;

    public ReadPrune(BackupReader backups, BackupLayout layout) {
        this.backups = backups;
        this.layout = layout;
    }

    /** The dates that a prune deleted, or began to delete: for a gap's sake, days that had a backup. One listing. */
    public Set<LocalDate> dates() {
        return backups.folders(layout.prunes()).stream()
                .flatMap(folder -> BackupLayout.date(folder).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<PruneNote> read(LocalDate date) {
        return backups.read(layout.prune(date), PruneNote.MAX_BYTES)
                .flatMap(object -> PruneNote.parse(object.bytes(), date));
    }
}
