package io.ddbvault.core.format;

/**
 * Goes over the tokens of one line of JSON and checks each: escapes, whole surrogate pairs, valid UTF-8. What the tokens
 * mean, its users know: {@link ItemLine}, and whoever wants the values of an item too.
 *
 * <p>Not thread-safe.
 */
public final class JsonCursor {
    byte[] bytes = new byte[0];
    /** Where the cursor stands. */
    int at;
    /** Behind the line. */
    int end;

    private int line;
    /** Whether the last string has an escape in it. */
    private boolean escaped;

    /** Begins at {@code from}; {@code to} is the end. */
    public void start(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        line = from;
        at = from;
        end = to;
    }

    /** Where the cursor stands. */
    public int at() {
        return at;
    }

    /** Takes the token if it comes next, and moves only then. */
    public boolean accept(char token) {
        if (at < end && bytes[at] == token) {
            at++;
            return true;
        }
        return acceptBehindSpace(token);
    }

    private boolean acceptBehindSpace(char token) {
        skipSpace();
        if (at < end && bytes[at] == token) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes the token, which must come next. */
    public void expect(char token) throws MalformedLineException {
        if (!accept(token)) {
            throw malformed("'" + token + "'");
        }
    }

    /** DynamoDB writes none. */
    public void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
    }

    /** Takes the quoted name if it stands here, and moves only then. */
    public boolean nextIsName(String name) {
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

    /** Takes the word, as {@code true}, if it comes next, and moves only then. */
    public boolean word(String word) {
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

    /** A JSON string. Returns where its content begins; it ends one before {@link #at()}, which is behind the quote. */
    public int string() throws MalformedLineException {
        expect('"');
        int from = at;
        escaped = false;
        while (true) {
            at = plainEnd(at);
            if (at >= end) {
                throw malformed("a closing quote");
            }
            byte b = bytes[at];
            if (b == '"') {
                at++;
                return from;
            }
            if (b == '\\') {
                escaped = true;
                escape();
            } else if (b < 0) {
                utf8();
            } else {
                throw malformed("no control character");
            }
        }
    }

    /** Behind the plain characters that stand from {@code from} on; most strings are nothing else. */
    private int plainEnd(int from) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long marks = EightBytes.notPlain(EightBytes.at(bytes, i));
            if (marks != 0) {
                return i + EightBytes.before(marks);
            }
        }
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Whether the last string has an escape in it, so that its bytes are not what it says. */
    public boolean lastIsEscaped() {
        return escaped;
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

    int hex(int from) throws MalformedLineException {
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

    /** The error that {@code expected} does not come next. */
    public MalformedLineException malformed(String expected) {
        return malformed(expected, at);
    }

    /** The error that {@code expected} is not at {@code position}. */
    public MalformedLineException malformed(String expected, int position) {
        return new MalformedLineException("expected " + expected + " at byte " + (position - line + 1));
    }
}
