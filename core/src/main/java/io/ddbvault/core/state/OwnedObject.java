package io.ddbvault.core.state;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.BackupReader.SmallObject;
import io.ddbvault.core.port.BackupStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small object that one run alone writes, again and again, and that tells it when another one wrote it. Each content
 * must differ from what others may write there. Not thread-safe.
 */
public final class OwnedObject {
    /** S3 refuses a put while another one of the key is under way, be it an earlier one of ours. */
    private static final int TRIES = 4;

    private final BackupStore store;
    private final String key;
    private final int maxBytes;
    private @Nullable String etag;
    /** Hashes of what puts that failed may have stored all the same, since the last one that did not. */
    private final Set<String> unconfirmed = new HashSet<>();

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
            unconfirmed.clear();
            return stored;
        } catch (DdbvaultException e) {
            unconfirmed.add(hash(content));
            throw e;
        }
    }

    private boolean putAndLook(byte[] content) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            String known = etag;
            boolean wrote = known == null ? store.putIfAbsent(key, content) : store.putIfUnchanged(key, content, known);
            // What counts is what lies there: a put whose answer was lost is repeated by the client, and then refused.
            Optional<SmallObject> now = store.read(key, maxBytes);
            if (now.isPresent() && Arrays.equals(now.get().bytes(), content)) {
                etag = now.get().etag();
                return true;
            }
            if (wrote || !isOurs(now)) {
                return false;
            }
            etag = now.map(SmallObject::etag).orElse(null);
        }
        throw new DdbvaultException(
                ErrorCode.AWS_UNAVAILABLE,
                "%s could not be written: the put was refused %d times, though nobody else wrote it. Try again."
                        .formatted(store.uri(key), TRIES));
    }

    /** It lies there as this run left it, or as one of its puts did that seemed to fail. */
    private boolean isOurs(Optional<SmallObject> now) {
        return Objects.equals(now.map(SmallObject::etag).orElse(null), etag)
                || (now.isPresent() && unconfirmed.contains(hash(now.get().bytes())));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
