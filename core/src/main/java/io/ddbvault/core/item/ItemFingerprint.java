package io.ddbvault.core.item;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An item in 16 bytes: the first 128 bits of a SHA-256 over its canonical form. Equal items have equal fingerprints; that
 * two different ones of even a billion share one has a chance of 10^-21.
 */
public record ItemFingerprint(long high, long low) {
    public static final int BYTES = 16;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    });

    static ItemFingerprint of(byte[] canonical, int length) {
        MessageDigest digest = SHA_256.get();
        digest.update(canonical, 0, length);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new ItemFingerprint(hash.getLong(), hash.getLong());
    }
}
