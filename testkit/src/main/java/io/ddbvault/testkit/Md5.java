package io.ddbvault.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** MD5 in the two spellings that S3 and DynamoDB use. */
final class Md5 {
    private Md5() {}

    static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest(content));
    }

    static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(digest(content));
    }

    /** The ETag that an upload in one part of a multipart upload gets. */
    static String multipartEtag(byte[] content) {
        return hex(digest(content)) + "-1";
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
