package io.ddbvault.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 of a received request, from its specification, as AWS computes it to check a client's. */
final class SigV4 {
    private SigV4() {}

    static String signature(AwsStub.Request request, String secret) throws Exception {
        String authorization = Objects.requireNonNull(request.header("Authorization"));
        String scope = between(authorization, "Credential=", ",").split("/", 2)[1];
        String signedHeaders = between(authorization, "SignedHeaders=", ",");
        StringBuilder canonical = new StringBuilder(request.method() + "\n" + request.target() + "\n\n");
        for (String name : signedHeaders.split(";", -1)) {
            canonical
                    .append(name)
                    .append(':')
                    .append(Objects.requireNonNull(request.header(name)).strip())
                    .append('\n');
        }
        canonical.append('\n').append(signedHeaders).append('\n').append(sha256(request.body()));
        String text = "AWS4-HMAC-SHA256\n" + request.header("X-Amz-Date") + "\n" + scope + "\n"
                + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
