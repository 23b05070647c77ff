package io.ddbvault.core.format;

import java.util.Arrays;

/** Checks the strings that stand for numbers and for bytes. A part of {@link ItemLine}; not thread-safe. */
final class CheckText {
    private static final boolean[] BASE64 = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                .chars()
                .forEach(c -> BASE64[c] = true);
    }

    private final JsonCursor json;

    CheckText(JsonCursor json) {
        this.json = json;
    }

    /** What {@link java.math.BigDecimal} reads; how many digits and which exponent, DynamoDB will judge. */
    void number() throws MalformedLineException {
        json.expect('"');
        if (wholeNumber()) {
            return;
        }
        json.at--;
        int start = json.string();
        boolean escaped = json.lastIsEscaped();
        byte[] text = escaped ? unescaped(start, json.at - 1) : json.bytes;
        int from = escaped ? 0 : start;
        int to = escaped ? text.length : json.at - 1;
        int i = from < to && isSign(text[from]) ? from + 1 : from;
        int mantissa = i;
        boolean point = false;
        while (i < to && (isDigit(text[i]) || (text[i] == '.' && !point))) {
            point |= text[i] == '.';
            i++;
        }
        boolean digits = i - mantissa > (point ? 1 : 0);
        if (digits && i < to && (text[i] == 'e' || text[i] == 'E')) {
            i += i + 1 < to && isSign(text[i + 1]) ? 2 : 1;
            digits = i < to;
            while (i < to && isDigit(text[i])) {
                i++;
            }
        }
        if (!digits || i < to) {
            throw json.malformed("a number", escaped ? start : i);
        }
    }

    /** Goes behind a number of digits alone, which most are; else stays where it is. */
    private boolean wholeNumber() {
        byte[] bytes = json.bytes;
        int end = json.end;
        int i = json.at;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        if (i == json.at || i >= end || bytes[i] != '"') {
            return false;
        }
        json.at = i + 1;
        return true;
    }

    void base64() throws MalformedLineException {
        int start = json.string();
        boolean escaped = json.lastIsEscaped();
        byte[] text = escaped ? unescaped(start, json.at - 1) : json.bytes;
        int from = escaped ? 0 : start;
        int to = escaped ? text.length : json.at - 1;
        int data = to;
        while (data > from && to - data < 2 && text[data - 1] == '=') {
            data--;
        }
        for (int i = from; i < data; i++) {
            byte b = text[i];
            if (b < 0 || !BASE64[b]) {
                throw json.malformed("base64", escaped ? start : i);
            }
        }
        if ((to - from) % 4 != 0) {
            throw json.malformed("base64 with padding", start);
        }
    }

    private static boolean isSign(byte b) {
        return b == '-' || b == '+';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /**
     * What a checked string says, for numbers and base64: valid JSON may escape any character, though nobody does it
     * there. What an escape says beyond ASCII has no place in either, and becomes a byte that neither has.
     */
    private byte[] unescaped(int from, int to) throws MalformedLineException {
        byte[] bytes = json.bytes;
        byte[] text = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                text[length] = bytes[i];
                i++;
            } else if (bytes[i + 1] == 'u') {
                text[length] = (byte) Math.min(json.hex(i + 2), 0x80);
                i += 6;
            } else {
                // Of the short escapes only \/ stands for a character that either may have.
                text[length] = bytes[i + 1] == '/' ? (byte) '/' : (byte) 0x80;
                i += 2;
            }
            length++;
        }
        return Arrays.copyOf(text, length);
    }
}
