package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of an HTTP request to answer it.
 *
 * @param length of the head, the empty line included
 * @param call the operation of DynamoDB, such as {@code BatchWriteItem}; else method and path
 */
record RequestHead(int length, int contentLength, boolean expectsContinue, String call) {

    /** The head that the bytes start with; null while it is not all there. */
    static @Nullable RequestHead read(byte[] bytes, int end) throws IOException {
        int contentLength = 0;
        boolean expectsContinue = false;
        String call = null;
        int line = 0;
        for (int i = 1; i < end; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            int lineEnd = bytes[i - 1] == '\r' ? i - 1 : i;
            if (lineEnd == line) {
                return new RequestHead(
                        i + 1, contentLength, expectsContinue, call == null ? requestLine(bytes, line) : call);
            }
            // Only lines that begin as one of these three do are worth a String.
            switch (bytes[line]) {
                case 'c', 'C' -> {
                    String value = header(bytes, line, lineEnd, "content-length:");
                    contentLength = value == null ? contentLength : Integer.parseInt(value);
                }
                case 'x', 'X' -> {
                    String value = header(bytes, line, lineEnd, "x-amz-target:");
                    call = value == null ? call : operation(value);
                }
                case 'e', 'E' -> expectsContinue |= header(bytes, line, lineEnd, "expect:") != null;
                case 't', 'T' -> {
                    if (header(bytes, line, lineEnd, "transfer-encoding:") != null) {
                        throw new IOException("a body of unknown length");
                    }
                }
                default -> {
                    // Means nothing here.
                }
            }
            line = i + 1;
        }
        return null;
    }

    private static @Nullable String header(byte[] bytes, int from, int to, String name) {
        if (to - from < name.length() || bytes[from + name.length() - 1] != ':') {
            return null;
        }
        String line = new String(bytes, from, to - from, US_ASCII);
        return line.toLowerCase(Locale.ROOT).startsWith(name)
                ? line.substring(name.length()).trim()
                : null;
    }

    private static String operation(String target) {
        String operation = target.substring(target.indexOf('.') + 1);
        // The one that comes often, so that it is compared fast.
        return operation.equals("BatchWriteItem") ? "BatchWriteItem" : operation;
    }

    private static String requestLine(byte[] bytes, int end) {
        String[] words = new String(bytes, 0, end, US_ASCII).split("[ \r\n]", 3);
        return words.length < 2 ? "" : words[0] + ' ' + words[1];
    }
}
