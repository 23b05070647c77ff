package io.ddbvault.core.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What makes the start of an export idempotent: DynamoDB answers the same token with the same export for 8 hours. */
final class ClientToken {
    private static final int BYTES = 16;

    private ClientToken() {}

    /** The same for the same arguments, on every machine. */
    static String of(String runKey, String tableArn, String bucket, String prefix, long attempt) {
        // Of all parts only a run key may hold a line feed, so no two lists of parts give one text.
        String parts = String.join("\n", List.of(runKey, tableArn, bucket, prefix, Long.toString(attempt)));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
