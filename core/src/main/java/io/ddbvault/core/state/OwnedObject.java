package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small object that one run alone writes, again and again, and that tells it when another one wrote it. Each content
 * must differ from what others may write there. Not thread-safe.
 */
public final class OwnedObject {
    private final BackupStore store;
    private final String key;
    private final int maxBytes;
    private @Nullable String etag;
    /** What a put that failed may have stored all the same. */
    private byte @Nullable [] unconfirmed;

    /**
     * @param etag the object as this run saw it; null if it is to be new
     * @param maxBytes a larger object is not what we wrote
     */
    public OwnedObject(BackupStore store, String key, @Nullable String etag, int maxBytes) {
        this.store = store;
        this.key = key;
        this.etag = etag;
        this.maxBytes = maxBytes;
    }

    public String key() {
        return key;
    }

    /**
     * Stores this content if the object is still as this run left it.
     *
     * @return false if it is not: another run wrote it, and it stays as it is
     * @throws DdbvaultException what the store throws; calling again is safe, whether the content was stored or not
     */
    public boolean put(byte[] content) {
        try {
            boolean stored = putAndLook(content);
            unconfirmed = null;
            return stored;
        } catch (DdbvaultException e) {
            unconfirmed = content;
            throw e;
        }
    }

    private boolean putAndLook(byte[] content) {
        for (int attempt = 0; attempt < 2; attempt++) {
            String known = etag;
            boolean wrote = known == null ? store.putIfAbsent(key, content) : store.putIfUnchanged(key, content, known);
            // What counts is what lies there: a put whose answer was lost is repeated by the client, and then refused.
            Optional<SmallObject> now = store.read(key, maxBytes);
            if (now.isPresent() && Arrays.equals(now.get().bytes(), content)) {
                etag = now.get().etag();
                return true;
            }
            boolean oursOfBefore = unconfirmed != null
                    && now.isPresent()
                    && Arrays.equals(now.get().bytes(), unconfirmed);
            if (wrote || !oursOfBefore) {
                return false;
            }
            etag = now.get().etag();
        }
        return false;
    }
}
