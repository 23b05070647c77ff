package io.ddbvault.core.backup;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.BackupManifest;
import io.ddbvault.core.manifest.BackupManifestJson;
import io.ddbvault.core.manifest.MergeManifests;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupStore;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Brings exports into their date's manifest, beside what other runs wrote there: read, merge, write if nobody wrote in
 * between, else once more.
 */
final class StoreManifest {
    /** Each failure means that another run's write succeeded, so this many need that many writes by others. */
    private static final int TRIES = 12;

    private final Settings settings;
    private final BackupLayout layout;
    private final BackupStore store;
    private final ReadManifest readManifest;
    private final InstantSource clock;
    private final JitteredPause pause;

    StoreManifest(
            Settings settings,
            BackupLayout layout,
            BackupStore store,
            ReadManifest readManifest,
            InstantSource clock,
            JitteredPause pause) {
        this.settings = settings;
        this.layout = layout;
        this.store = store;
        this.readManifest = readManifest;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * @return the manifest as it is stored now
     * @throws DdbvaultException {@code MANIFEST_CONFLICT} if other runs wrote each time; whatever the store throws
     */
    public BackupManifest store(LocalDate date, List<TableExport> exports) {
        BackupManifest ours = MergeManifests.with(
                new BackupManifest(
                        date,
                        settings.environment(),
                        Timestamps.format(clock.instant()),
                        settings.bucket(),
                        List.of(),
                        List.of()),
                exports);
        for (int round = 0; round < TRIES; round++) {
            Optional<StoredManifest> stored = readManifest.read(date);
            BackupManifest wanted =
                    stored.isEmpty() ? ours : MergeManifests.merge(stored.get().manifest(), ours);
            // Equal also if our last put succeeded and only its answer was lost: the store's retry met our own object.
            if (stored.isPresent() && stored.get().manifest().equals(wanted)) {
                return wanted;
            }
            if (put(wanted, stored)) {
                return wanted;
            }
            pause.pause(round);
        }
        throw new DdbvaultException(
                ErrorCode.MANIFEST_CONFLICT,
                "%s was changed by other runs each of the %d times that this run tried to write it. Run the backup again with the same event: its exports go on and are found, not repeated."
                        .formatted(store.uri(layout.manifest(date)), TRIES));
    }

    private boolean put(BackupManifest manifest, Optional<StoredManifest> stored) {
        String key = layout.manifest(manifest.date());
        byte[] json = BackupManifestJson.write(manifest);
        try {
            return stored.isEmpty()
                    ? store.putIfAbsent(key, json)
                    : store.putIfUnchanged(key, json, stored.get().etag());
        } catch (DdbvaultException e) {
            throw new DdbvaultException(
                    e.code(),
                    "The manifest %s could not be written, and without it the exports are no backup: %s"
                            .formatted(store.uri(key), e.text()),
                    e);
        }
    }
}
