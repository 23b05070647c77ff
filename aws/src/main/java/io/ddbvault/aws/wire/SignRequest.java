package io.ddbvault.aws.wire;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signature Version 4, for this one request: a BatchWriteItem by POST to {@code /}. What is the same from request to
 * request is made once: the key for a day, the time for a second. Not thread-safe: one for each connection.
 */
final class SignRequest {
    static final byte[] CONTENT_TYPE = AsciiBuffer.bytes("application/x-amz-json-1.0");
    static final byte[] TARGET = AsciiBuffer.bytes("DynamoDB_20120810.BatchWriteItem");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int DAY_CHARS = 8;

    private static final byte[] NAMES =
            AsciiBuffer.bytes("content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target");
    private static final byte[] NAMES_WITH_TOKEN =
            AsciiBuffer.bytes("content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target");
    private static final byte[] TOKEN = AsciiBuffer.bytes("x-amz-security-token:");
    private static final byte[] DATE = AsciiBuffer.bytes("\nx-amz-date:");
    private static final byte[] HASH_HEADER = AsciiBuffer.bytes("x-amz-content-sha256: ");
    private static final byte[] DATE_HEADER = AsciiBuffer.bytes("\r\nx-amz-date: ");
    private static final byte[] TOKEN_HEADER = AsciiBuffer.bytes("\r\nx-amz-security-token: ");
    private static final byte[] AUTHORIZATION = AsciiBuffer.bytes("\r\nauthorization: AWS4-HMAC-SHA256 Credential=");
    private static final byte[] SIGNED_HEADERS = AsciiBuffer.bytes(", SignedHeaders=");
    private static final byte[] SIGNATURE = AsciiBuffer.bytes(", Signature=");
    private static final byte[] END_OF_LINE = AsciiBuffer.bytes("\r\n");
    private static final byte[] ALGORITHM = AsciiBuffer.bytes("AWS4-HMAC-SHA256\n");
    private static final byte[] NEWLINE = {'\n'};
    private static final byte[] SLASH = {'/'};

    private final WireRoute route;
    private final byte[] beforeHash;
    private final byte[] beforeNames;
    private final MessageDigest sha256;
    private final Mac mac;
    private final byte[] payloadHash = new byte[HASH_BYTES];
    private final byte[] hash = new byte[HASH_BYTES];
    private final AsciiBuffer text = new AsciiBuffer();

    private long second = Long.MIN_VALUE;
    private byte[] time = {};
    private String day = "";
    private byte[] scope = {};

    private @Nullable String secretOfKey;
    private String dayOfKey = "";

    SignRequest(WireRoute route) {
        this.route = route;
        beforeHash = ("POST\n/\n\ncontent-type:" + new String(CONTENT_TYPE, StandardCharsets.US_ASCII) + "\nhost:"
                        + route.hostHeader() + "\nx-amz-content-sha256:")
                .getBytes(StandardCharsets.UTF_8);
        beforeNames = AsciiBuffer.bytes("x-amz-target:" + new String(TARGET, StandardCharsets.US_ASCII) + "\n\n");
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            mac = Mac.getInstance(HMAC);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Appends the body's hash, the date, the token where there is one, and the authorization, as lines of a request's head.
     *
     * @param credentials that {@linkplain WireCredentials#fitHeaders() fit headers}
     */
    void appendHeaders(
            AsciiBuffer head, WireCredentials credentials, Instant now, byte[] body, int offset, int length) {
        useTime(now);
        useKey(credentials.secret());
        String token = credentials.token();
        byte[] names = token == null ? NAMES : NAMES_WITH_TOKEN;
        digest(body, offset, length, payloadHash);
        canonicalRequest(token, names);
        digest(text.array(), 0, text.length(), hash);
        text.clear()
                .append(ALGORITHM)
                .append(time)
                .append(NEWLINE)
                .append(scope)
                .append(NEWLINE);
        text.appendHex(hash);
        mac.update(text.array(), 0, text.length());
        finishMac();

        head.append(HASH_HEADER).appendHex(payloadHash).append(DATE_HEADER).append(time);
        if (token != null) {
            head.append(TOKEN_HEADER).append(token);
        }
        head.append(AUTHORIZATION)
                .append(credentials.accessKey())
                .append(SLASH)
                .append(scope)
                .append(SIGNED_HEADERS)
                .append(names)
                .append(SIGNATURE)
                .appendHex(hash)
                .append(END_OF_LINE);
    }

    private void canonicalRequest(@Nullable String token, byte[] names) {
        text.clear().append(beforeHash).appendHex(payloadHash);
        text.append(DATE).append(time).append(NEWLINE);
        if (token != null) {
            text.append(TOKEN).append(token).append(NEWLINE);
        }
        text.append(beforeNames).append(names).append(NEWLINE).appendHex(payloadHash);
    }

    private void useTime(Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            String formatted = TIME.format(now);
            time = AsciiBuffer.bytes(formatted);
            day = formatted.substring(0, DAY_CHARS);
            scope = AsciiBuffer.bytes("%s/%s/%s/aws4_request".formatted(day, route.region(), route.service()));
        }
    }

    /** The key is of a secret and a day; region and service are the route's. */
    private void useKey(String secret) {
        if (secret.equals(secretOfKey) && day.equals(dayOfKey)) {
            return;
        }
        secretOfKey = null;
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, route.region(), route.service(), "aws4_request"}) {
            initialize(key);
            key = mac.doFinal(part.getBytes(StandardCharsets.UTF_8));
        }
        initialize(key);
        secretOfKey = secret;
        dayOfKey = day;
    }

    private void initialize(byte[] key) {
        try {
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    private void digest(byte[] bytes, int offset, int length, byte[] into) {
        sha256.update(bytes, offset, length);
        try {
            int unused = sha256.digest(into, 0, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
    }

    private void finishMac() {
        try {
            mac.doFinal(hash, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("an HMAC by SHA-256 has 32 bytes", e);
        }
    }
}
