package io.ddbvault.core.format;

import io.ddbvault.core.model.KeySchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A primary key in 16 bytes: the first 128 bits of a SHA-256 over its attributes' types and values. That two of even a
 * billion keys share one has a chance of 10^-21, and a key itself may take 3 KB. Equal keys have equal fingerprints
 * however they are spelled: numbers count by their value.
 */
public record KeyFingerprint(long high, long low) {
    public static final int BYTES = 16;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    });

    /** @param key values by attribute, as {@link ReadKey#read} gives them */
    public static KeyFingerprint of(Map<String, String> key, KeySchema schema) {
        MessageDigest digest = SHA_256.get();
        schema.attributes().forEach(attribute -> {
            String value = String.valueOf(key.get(attribute.name()));
            byte[] bytes = comparable(attribute.type(), value).getBytes(StandardCharsets.UTF_8);
            digest.update(attribute.type().getBytes(StandardCharsets.UTF_8));
            // With its length, so that no two keys run together into the same bytes.
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        });
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new KeyFingerprint(hash.getLong(), hash.getLong());
    }

    private static String comparable(String type, String value) {
        try {
            return switch (type) {
                case "N" -> number(new BigDecimal(value));
                case "B" ->
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(value));
                default -> value;
            };
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
}
