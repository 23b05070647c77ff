package io.ddbvault.core.key;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads keys, one a line, in either form of {@link DecodeKey}. Blank lines, and lines that begin with {@code #}, are none. */
public final class ReadKeyLines {
    /** With what they take to be looked for, some 300 bytes each. */
    public static final int MOST_KEYS = 100_000;

    private static final int MOST_CHARS = 16 << 20;

    private ReadKeyLines() {}

    /**
     * @param name of what is read, for messages
     * @throws IllegalArgumentException if a line is no key, or they are too many; a sentence without its full stop
     * @throws IOException if it cannot be read
     */
    public static List<RequestedKey> read(BufferedReader lines, String name) throws IOException {
        List<RequestedKey> keys = new ArrayList<>();
        long chars = 0;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            chars += line.length();
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (keys.size() == MOST_KEYS || chars > MOST_CHARS) {
                throw new IllegalArgumentException(
                        "%s has more than %,d keys, or more than %d MiB of them; make several files of it"
                                .formatted(name, MOST_KEYS, MOST_CHARS >> 20));
            }
            keys.add(DecodeKey.fromText(text, "%s line %d".formatted(name, number)));
        }
        return keys;
    }
}
