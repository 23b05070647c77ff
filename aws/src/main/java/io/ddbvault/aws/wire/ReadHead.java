package io.ddbvault.aws.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** The status line and the headers of an answer; of these only what says where it ends and whether it is whole. */
final class ReadHead {
    private static final byte[] VERSION = AsciiBuffer.bytes("HTTP/1.1 ");
    private static final int STATUS_DIGITS = 3;
    private static final int MAX_DIGITS = 10;

    private int length;
    private int status;
    private int contentLength;
    private boolean chunked;
    private boolean closes;
    private long crc32;

    /** @param end behind the empty line */
    void parse(byte[] bytes, int end) throws NotUnderstood {
        length = end;
        contentLength = -1;
        chunked = false;
        closes = false;
        crc32 = -1;
        int line = parseStatus(bytes);
        while (line < end - 2) {
            int endOfLine = endOfLine(bytes, line);
            parseHeader(bytes, line, endOfLine);
            line = endOfLine + 2;
        }
        if (chunked == contentLength >= 0) {
            throw new NotUnderstood(chunked ? "an answer with two lengths" : "an answer without a length");
        }
    }

    int length() {
        return length;
    }

    int status() {
        return status;
    }

    /** -1 if the body comes in chunks. */
    int contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    /** Whether no other answer will come behind this one. */
    boolean closes() {
        return closes;
    }

    /** Of the body, as DynamoDB says; -1 if it does not. */
    long crc32() {
        return crc32;
    }

    private int parseStatus(byte[] bytes) throws NotUnderstood {
        int end = endOfLine(bytes, 0);
        int from = VERSION.length;
        int to = from + STATUS_DIGITS;
        boolean fits = end >= to && (end == to || bytes[to] == ' ');
        for (int i = 0; fits && i < VERSION.length; i++) {
            fits = bytes[i] == VERSION[i];
        }
        status = fits ? (int) number(bytes, from, to) : 0;
        if (status < 200 || status == 204 || (status >= 300 && status < 400) || status > 599) {
            throw new NotUnderstood(status == 0 ? "an answer that is not HTTP/1.1" : "an answer with status " + status);
        }
        return end + 2;
    }

    /** Lines end with both characters, and neither stands alone. */
    private static int endOfLine(byte[] bytes, int from) throws NotUnderstood {
        for (int i = from; ; i++) {
            byte c = bytes[i];
            if (c == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
            if ((c >= 0 && c < ' ' && c != '\t') || c == 0x7f) {
                throw malformed();
            }
        }
    }

    private void parseHeader(byte[] bytes, int from, int end) throws NotUnderstood {
        int colon = from;
        while (colon < end && bytes[colon] != ':') {
            // Also where a line goes on with the one before, which begins with a space.
            if (bytes[colon] <= ' ') {
                throw malformed();
            }
            colon++;
        }
        if (colon == from || colon == end) {
            throw malformed();
        }
        int start = colon + 1;
        int stop = end;
        while (start < stop && blank(bytes[start])) {
            start++;
        }
        while (start < stop && blank(bytes[stop - 1])) {
            stop--;
        }
        // By the length first: of the dozen headers of an answer, hardly one is worth a string.
        switch (colon - from) {
            case 10 -> {
                if (named(bytes, from, "connection")) {
                    closes |= text(bytes, start, stop).contains("close");
                }
            }
            case 11 -> {
                if (named(bytes, from, "x-amz-crc32")) {
                    crc32 = once(crc32, number(bytes, start, stop));
                }
            }
            case 14 -> {
                if (named(bytes, from, "content-length")) {
                    long given = number(bytes, start, stop);
                    if (given > ReadAnswer.MAX_BODY) {
                        throw new NotUnderstood("an answer that is too long");
                    }
                    contentLength = (int) once(contentLength, given);
                }
            }
            case 16 -> {
                if (named(bytes, from, "content-encoding")) {
                    throw new NotUnderstood("an answer in an encoding that was not asked for");
                }
            }
            case 17 -> {
                if (named(bytes, from, "transfer-encoding")) {
                    if (chunked || !text(bytes, start, stop).equals("chunked")) {
                        throw new NotUnderstood("an answer in an unknown transfer encoding");
                    }
                    chunked = true;
                }
            }
            default -> {}
        }
    }

    private static long once(long before, long given) throws NotUnderstood {
        if (before >= 0) {
            throw new NotUnderstood("an answer with a header twice");
        }
        return given;
    }

    private static boolean blank(byte c) {
        return c == ' ' || c == '\t';
    }

    /** @param name in lower case */
    private static boolean named(byte[] bytes, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** Digits alone. */
    private static long number(byte[] bytes, int from, int to) throws NotUnderstood {
        if (from == to || to - from > MAX_DIGITS) {
            throw malformed();
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw malformed();
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static NotUnderstood malformed() {
        return new NotUnderstood("an answer with a malformed head");
    }
}
