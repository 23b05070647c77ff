package io.ddbvault.core.item;

/** What a JSON string says, in UTF-8. The string was checked: every escape is whole, every surrogate has its other half. */
final class UnescapeText {
    private UnescapeText() {}

    /** Appends what the string's content {@code [from, to)} says. */
    static void append(byte[] json, int from, int to, CanonicalBytes out) {
        int i = from;
        while (i < to) {
            if (json[i] != '\\') {
                out.append(json[i]);
                i++;
            } else if (json[i + 1] != 'u') {
                out.append(shortEscape(json[i + 1]));
                i += 2;
            } else {
                int character = unit(json, i + 2);
                i += 6;
                if (Character.isHighSurrogate((char) character)) {
                    character = Character.toCodePoint((char) character, (char) unit(json, i + 2));
                    i += 6;
                }
                appendUtf8(character, out);
            }
        }
    }

    private static int shortEscape(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    private static int unit(byte[] json, int from) {
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return unit;
    }

    private static void appendUtf8(int character, CanonicalBytes out) {
        if (character < 0x80) {
            out.append(character);
        } else if (character < 0x800) {
            out.append(0xc0 | (character >> 6));
            out.append(0x80 | (character & 0x3f));
        } else if (character < 0x10000) {
            out.append(0xe0 | (character >> 12));
            out.append(0x80 | (character >> 6 & 0x3f));
            out.append(0x80 | (character & 0x3f));
        } else {
            out.append(0xf0 | (character >> 18));
            out.append(0x80 | (character >> 12 & 0x3f));
            out.append(0x80 | (character >> 6 & 0x3f));
            out.append(0x80 | (character & 0x3f));
        }
    }
}
