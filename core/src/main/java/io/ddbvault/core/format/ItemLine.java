package io.ddbvault.core.format;

import java.util.Arrays;

/**
 * Finds the item in one line of an export's data file and checks it, in one pass over the bytes: <code>
 * {"Item":{"id":{"S":"a"}}}</code> by the grammar of DynamoDB JSON, with valid UTF-8 and nothing after it. The item is
 * not turned into objects; its bytes are what a BatchWriteItem request wants.
 *
 * <p>Whether DynamoDB will store it is DynamoDB's to say: sizes, key attributes and the range of numbers are not looked
 * at. White space between tokens is accepted, though DynamoDB writes none. Types and nesting: pages "DynamoDB JSON" and
 * "Service quotas" of the DynamoDB developer's guide.
 *
 * <p>Not thread-safe: one per reading thread, used again for every line.
 */
public final class ItemLine {
    /** DynamoDB nests 32 levels deep; the bound keeps a hostile line from exhausting the stack. */
    private static final int MAX_DEPTH = 64;

    private byte[] bytes = new byte[0];
    private int line;
    private int at;
    private int end;
    private int itemStart;
    private int itemEnd;
    /** Whether the last string has an escape in it. */
    private boolean escaped;

    /**
     * Checks {@code bytes[from, to)}, a line without its line feed.
     *
     * @throws MalformedLineException if it is no item
     */
    public void parse(byte[] bytes, int from, int to) throws MalformedLineException {
        parseStart(bytes, from, to);
        expect('}');
        skipSpace();
        if (at != end) {
            throw malformed("the end of the line");
        }
    }

    /**
     * Checks the item that the line starts with, <code>{"Item":{…}</code>; what stands behind it is not looked at.
     *
     * @throws MalformedLineException if there is none
     */
    public void parseStart(byte[] bytes, int from, int to) throws MalformedLineException {
        this.bytes = bytes;
        line = from;
        at = from;
        end = to;
        expect('{');
        if (!nextIsName("Item")) {
            throw malformed("\"Item\"");
        }
        expect(':');
        skipSpace();
        itemStart = at;
        attributes(1);
        itemEnd = at;
    }

    /** Where the item's opening brace is. */
    public int itemStart() {
        return itemStart;
    }

    /** Behind the item's closing brace. */
    public int itemEnd() {
        return itemEnd;
    }

    /** <code>{"name":value,…}</code>: an item, or the payload of an M. */
    private void attributes(int depth) throws MalformedLineException {
        if (depth > MAX_DEPTH) {
            throw malformed("less than " + MAX_DEPTH + " levels of nesting");
        }
        expect('{');
        if (accept('}')) {
            return;
        }
        do {
            string();
            expect(':');
            value(depth);
        } while (accept(','));
        expect('}');
    }

    /** <code>{"S":"text"}</code>: one value with its type. */
    private void value(int depth) throws MalformedLineException {
        expect('{');
        if (nextIsName("S")) {
            expect(':');
            string();
        } else if (nextIsName("N")) {
            expect(':');
            number();
        } else if (nextIsName("M")) {
            expect(':');
            skipSpace();
            attributes(depth + 1);
        } else if (nextIsName("L")) {
            expect(':');
            list(depth + 1);
        } else if (nextIsName("BOOL")) {
            expect(':');
            if (!word("true") && !word("false")) {
                throw malformed("true or false");
            }
        } else if (nextIsName("NULL")) {
            expect(':');
            if (!word("true")) {
                throw malformed("true");
            }
        } else if (nextIsName("B")) {
            expect(':');
            base64();
        } else if (nextIsName("SS")) {
            expect(':');
            set('S');
        } else if (nextIsName("NS")) {
            expect(':');
            set('N');
        } else if (nextIsName("BS")) {
            expect(':');
            set('B');
        } else {
            throw malformed("one of the types S, N, B, BOOL, NULL, SS, NS, BS, L, M");
        }
        expect('}');
    }

    private void list(int depth) throws MalformedLineException {
        if (depth > MAX_DEPTH) {
            throw malformed("less than " + MAX_DEPTH + " levels of nesting");
        }
        expect('[');
        if (accept(']')) {
            return;
        }
        do {
            value(depth);
        } while (accept(','));
        expect(']');
    }

    /** A set is never empty. */
    private void set(char type) throws MalformedLineException {
        expect('[');
        do {
            switch (type) {
                case 'S' -> string();
                case 'N' -> number();
                default -> base64();
            }
        } while (accept(','));
        expect(']');
    }

    /** What {@link java.math.BigDecimal} reads; how many digits and which exponent, DynamoDB will judge. */
    private void number() throws MalformedLineException {
        int start = string();
        byte[] text = escaped ? unescaped(start, at - 1) : bytes;
        int from = escaped ? 0 : start;
        int to = escaped ? text.length : at - 1;
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
            throw malformed("a number", escaped ? start : i);
        }
    }

    private void base64() throws MalformedLineException {
        int start = string();
        byte[] text = escaped ? unescaped(start, at - 1) : bytes;
        int from = escaped ? 0 : start;
        int to = escaped ? text.length : at - 1;
        int data = to;
        while (data > from && to - data < 2 && text[data - 1] == '=') {
            data--;
        }
        for (int i = from; i < data; i++) {
            byte b = text[i];
            boolean valid = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '/' && b <= '9') || b == '+';
            if (!valid) {
                throw malformed("base64", escaped ? start : i);
            }
        }
        if ((to - from) % 4 != 0) {
            throw malformed("base64 with padding", start);
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
        byte[] text = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                text[length] = bytes[i];
                i++;
            } else if (bytes[i + 1] == 'u') {
                text[length] = (byte) Math.min(hex(i + 2), 0x80);
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

    /** A JSON string. Returns where its content begins; it ends one before {@link #at}, which is behind the quote. */
    private int string() throws MalformedLineException {
        expect('"');
        int from = at;
        escaped = false;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                at++;
                return from;
            }
            if (b == '\\') {
                escaped = true;
                escape();
            } else if (b >= 0x20) {
                at++;
            } else if (b < 0) {
                utf8();
            } else {
                throw malformed("no control character");
            }
        }
        throw malformed("a closing quote");
    }

    private void escape() throws MalformedLineException {
        if (at + 1 >= end) {
            throw malformed("an escaped character");
        }
        switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> {
                int unit = hex(at + 2);
                // Half a pair is no character: DynamoDB could not store it as it is.
                if (Character.isLowSurrogate((char) unit)) {
                    throw malformed("a whole surrogate pair");
                }
                at += 6;
                if (Character.isHighSurrogate((char) unit)) {
                    boolean escape = at + 1 < end && bytes[at] == '\\' && bytes[at + 1] == 'u';
                    if (!escape || !Character.isLowSurrogate((char) hex(at + 2))) {
                        throw malformed("a whole surrogate pair");
                    }
                    at += 6;
                }
            }
            default -> throw malformed("an escaped character");
        }
    }

    private int hex(int from) throws MalformedLineException {
        if (from + 4 > end) {
            throw malformed("four hex digits");
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                throw malformed("four hex digits", i);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** One character of two to four bytes: RFC 3629, table of section 4 (no overlong forms, no surrogates). */
    private void utf8() throws MalformedLineException {
        int first = bytes[at] & 0xff;
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (first < 0xc2 || first > 0xf4 || at + length > end) {
            throw malformed("valid UTF-8");
        }
        int second = bytes[at + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            throw malformed("valid UTF-8");
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                throw malformed("valid UTF-8");
            }
        }
        at += length;
    }

    /** Takes the quoted name if it stands here, and moves only then. */
    private boolean nextIsName(String name) {
        skipSpace();
        int length = name.length();
        if (at + length + 2 > end || bytes[at] != '"' || bytes[at + length + 1] != '"') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + 1 + i] != name.charAt(i)) {
                return false;
            }
        }
        at += length + 2;
        return true;
    }

    private boolean word(String word) {
        skipSpace();
        if (at + word.length() > end) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private boolean accept(char token) {
        skipSpace();
        if (at < end && bytes[at] == token) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char token) throws MalformedLineException {
        if (!accept(token)) {
            throw malformed("'" + token + "'");
        }
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
    }

    private MalformedLineException malformed(String expected) {
        return malformed(expected, at);
    }

    private MalformedLineException malformed(String expected, int position) {
        return new MalformedLineException("expected " + expected + " at byte " + (position - line + 1));
    }
}
