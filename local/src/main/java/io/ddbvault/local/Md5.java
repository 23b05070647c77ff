package io.ddbvault.local;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The two forms in which an export gives checksums. */
final class Md5 {
    private Md5() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    static String base64(byte[] md5) {
        return Base64.getEncoder().encodeToString(md5);
    }

    /** The ETag, without quotes, that S3 gives an object uploaded in one part: DynamoDB uploads all data files so. */
    static String onePartETag(byte[] md5) {
        return HexFormat.of().formatHex(digest().digest(md5)) + "-1";
    }
}
