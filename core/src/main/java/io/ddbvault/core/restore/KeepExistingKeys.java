package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.restore.TableCheckpoint.ExistingKeys;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Keeps what a table held before the first write in the bucket, for the delete that comes after the last: another process
 * may have to do it. 16 bytes a key, one after the other, in no order; no key can be read from them.
 */
final class KeepExistingKeys {
    private static final int BUFFER_BYTES = 1 << 16;

    private final BackupStore store;
    private final BackupLayout layout;

    KeepExistingKeys(BackupStore store, BackupLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /**
     * @param attempt has an object of its own: what a run that was taken for dead still puts must not replace what its
     *     successor noted
     * @throws DdbvaultException what the store throws
     */
    ExistingKeys keep(String restoreId, int attempt, String table, KeySet keys) {
        String key = layout.existingKeys(restoreId, table, attempt);
        store.replace(key, keys.content());
        return new ExistingKeys(key, keys.size());
    }

    /**
     * Marks all that were kept as {@link KeySet#EXISTED}.
     *
     * @throws DdbvaultException {@code CHECKPOINT_UNREADABLE} if the object is not what was kept; what the store throws
     */
    void load(ExistingKeys kept, KeySet into) {
        ObjectStart start = store.peek(kept.key(), 1).orElseThrow(() -> unreadable(kept, "it is missing"));
        if (start.size() != kept.count() * KeyFingerprint.BYTES) {
            throw unreadable(kept, "it holds %d bytes, not those of %d keys".formatted(start.size(), kept.count()));
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(store.open(kept.key(), start.etag()), BUFFER_BYTES))) {
            for (long i = 0; i < kept.count(); i++) {
                into.mark(new KeyFingerprint(in.readLong(), in.readLong()), KeySet.EXISTED);
            }
        } catch (IOException e) {
            throw new DdbvaultException(
                    ErrorCode.AWS_UNAVAILABLE,
                    "%s could not be read: %s. Try again.".formatted(store.uri(kept.key()), e.getMessage()),
                    e);
        }
    }

    private DdbvaultException unreadable(ExistingKeys kept, String why) {
        return new DdbvaultException(
                ErrorCode.CHECKPOINT_UNREADABLE,
                "%s should say what the table held before the restore, but %s. All items are written; what else the table holds has to be deleted by other means."
                        .formatted(store.uri(kept.key()), why));
    }
}
