package io.ddbvault.core.evidence;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.util.ArrayList;
import java.util.Optional;

/** Keeps in the bucket what a verification found, beside what others found. Thread-safe. */
public final class StoreVerification {
    /** As for the manifest: each failure means that another run wrote. */
    private static final int TRIES = 12;

    private final BackupStore store;
    private final BackupLayout layout;
    private final JitteredPause pause;

    public StoreVerification(BackupStore store, BackupLayout layout, JitteredPause pause) {
        this.store = store;
        this.layout = layout;
        this.pause = pause;
    }

    /**
     * What is damaged there is replaced; a verification of the same depth that ended later stays.
     *
     * @throws DdbvaultException what the bucket throws; {@code MANIFEST_CONFLICT} if other runs wrote each time
     */
    public void store(String table, Depth depth, Verification verification) {
        String key = layout.verifications(table);
        for (int round = 0; round < TRIES; round++) {
            Optional<SmallObject> stored = store.read(key, VerificationsJson.MAX_BYTES);
            TableVerifications known = stored.map(
                            object -> VerificationsJson.read(object.bytes(), table, store.uri(key), new ArrayList<>()))
                    .orElse(TableVerifications.none(table));
            byte[] json = VerificationsJson.write(known.with(depth, verification));
            boolean written = stored.isEmpty()
                    ? store.putIfAbsent(key, json)
                    : store.putIfUnchanged(key, json, stored.get().etag());
            if (written) {
                return;
            }
            pause.pause(round);
        }
        throw new DdbvaultException(
                ErrorCode.MANIFEST_CONFLICT,
                "%s was changed by other runs each of the %d times that this run tried to write it. Verify again."
                        .formatted(store.uri(key), TRIES));
    }
}
