package io.ddbvault.core.item;

import io.ddbvault.core.format.JsonCursor;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.item.CanonicalBytes.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * An item's canonical form: bytes that two items share exactly if they are one and the same to DynamoDB, however their
 * JSON is spelled. Numbers count by value, binaries by their bytes, texts by their characters (nothing is normalised),
 * maps and sets without an order, lists with one. Made in one pass over the item's bytes.
 *
 * <p>The form: a letter for the type, then numbers of four bytes for lengths and counts, so that no two values run
 * together. A map is its count and the entries, each a name with its length and a value with its length, ordered by the
 * bytes of name and length. It is for comparing and hashing within one run, and not for storing: it may change.
 *
 * <p>The item is checked meanwhile, as {@link io.ddbvault.core.format.ItemLine} checks it; moreover a name that a map
 * has twice is an error, since there is no saying which value counts. How many digits and what exponent a number may
 * have, how long a text may be, is DynamoDB's to say.
 *
 * <p>Not thread-safe: one per thread, used again for every item.
 */
public final class CanonicalItem {
    /** DynamoDB nests 32 levels deep. The bound is the one of lines that are read; it keeps the stack small. */
    private static final int MAX_DEPTH = Long.SIZE;

    private final JsonCursor json = new JsonCursor();
    private final CanonicalBytes out = new CanonicalBytes();
    private byte[] item = new byte[0];

    /**
     * The canonical form of the item {@code bytes[from, to)}, as <code>{"id":{"S":"a"}}</code>.
     *
     * @throws MalformedLineException if it is no item; the message says what was expected and where, no value
     */
    public byte[] of(byte[] bytes, int from, int to) throws MalformedLineException {
        make(bytes, from, to);
        return Arrays.copyOf(out.array(), out.size());
    }

    /** As {@link #of(byte[], int, int)}, of all the bytes. */
    public byte[] of(byte[] bytes) throws MalformedLineException {
        return of(bytes, 0, bytes.length);
    }

    /**
     * A hash of the canonical form: what to keep of items where the items themselves take too much room.
     *
     * @throws MalformedLineException as {@link #of(byte[], int, int)}
     */
    public ItemFingerprint fingerprint(byte[] bytes, int from, int to) throws MalformedLineException {
        make(bytes, from, to);
        return ItemFingerprint.of(out.array(), out.size());
    }

    private void make(byte[] bytes, int from, int to) throws MalformedLineException {
        out.clear();
        item = bytes;
        json.start(bytes, from, to);
        map(0);
        json.skipSpace();
        if (json.at() != to) {
            throw json.malformed("the end of the item");
        }
    }

    /** <code>{"name":value,…}</code>, the item itself too. */
    private void map(int depth) throws MalformedLineException {
        int count = begin('M', depth);
        List<Part> entries = new ArrayList<>();
        json.expect('{');
        if (!json.accept('}')) {
            do {
                int from = out.size();
                text();
                json.expect(':');
                int length = out.openInt();
                value(depth + 1);
                out.close(length);
                entries.add(new Part(from, out.size()));
            } while (json.accept(','));
            json.expect('}');
        }
        List<Part> sorted = out.sort(entries);
        for (int i = 1; i < sorted.size(); i++) {
            if (haveOneName(sorted.get(i - 1), sorted.get(i))) {
                throw json.malformed("a map that has each name once, before here");
            }
        }
        out.setInt(count, entries.size());
    }

    private boolean haveOneName(Part one, Part other) {
        byte[] bytes = out.array();
        int length = Integer.BYTES + CanonicalBytes.intAt(bytes, one.from());
        return other.from() + length <= other.to()
                && Arrays.equals(bytes, one.from(), one.from() + length, bytes, other.from(), other.from() + length);
    }

    private void list(int depth) throws MalformedLineException {
        int count = begin('L', depth);
        int values = 0;
        json.expect('[');
        if (!json.accept(']')) {
            do {
                value(depth + 1);
                values++;
            } while (json.accept(','));
            json.expect(']');
        }
        out.setInt(count, values);
    }

    /** @return where the count of values has to be set */
    private int begin(char type, int depth) throws MalformedLineException {
        if (depth == MAX_DEPTH) {
            throw json.malformed("less than " + MAX_DEPTH + " levels of nesting");
        }
        out.append(type);
        return out.openInt();
    }

    private void value(int depth) throws MalformedLineException {
        json.expect('{');
        if (json.nextIsName("S")) {
            scalar('S');
        } else if (json.nextIsName("N")) {
            scalar('N');
        } else if (json.nextIsName("BOOL")) {
            json.expect(':');
            bool();
        } else if (json.nextIsName("M")) {
            json.expect(':');
            map(depth);
        } else if (json.nextIsName("L")) {
            json.expect(':');
            list(depth);
        } else if (json.nextIsName("B")) {
            scalar('B');
        } else if (json.nextIsName("NULL")) {
            json.expect(':');
            if (!json.word("true")) {
                throw json.malformed("true");
            }
            out.append('0');
        } else if (json.nextIsName("SS")) {
            set('S');
        } else if (json.nextIsName("NS")) {
            set('N');
        } else if (json.nextIsName("BS")) {
            set('B');
        } else {
            throw json.malformed("one of the types S, N, B, BOOL, NULL, SS, NS, BS, L, M");
        }
        json.expect('}');
    }

    private void scalar(char type) throws MalformedLineException {
        json.expect(':');
        out.append(type);
        content(type);
    }

    private void bool() throws MalformedLineException {
        if (json.word("true")) {
            out.append('t');
        } else if (json.word("false")) {
            out.append('f');
        } else {
            throw json.malformed("true or false");
        }
    }

    /** A set is never empty. What it has twice, which DynamoDB would refuse, stays twice. */
    private void set(char type) throws MalformedLineException {
        json.expect(':');
        out.append(Character.toLowerCase(type));
        int count = out.openInt();
        List<Part> values = new ArrayList<>();
        json.expect('[');
        do {
            int from = out.size();
            content(type);
            values.add(new Part(from, out.size()));
        } while (json.accept(','));
        json.expect(']');
        int size = out.sort(values).size();
        out.setInt(count, size);
    }

    private void content(char type) throws MalformedLineException {
        switch (type) {
            case 'N' -> number();
            case 'B' -> binary();
            default -> text();
        }
    }

    private void text() throws MalformedLineException {
        int length = out.openInt();
        rawText();
        out.close(length);
    }

    /** Appends what the string that comes next says. Returns where its content begins in the JSON. */
    private int rawText() throws MalformedLineException {
        int from = json.string();
        if (json.lastIsEscaped()) {
            UnescapeText.append(item, from, json.at() - 1, out);
        } else {
            out.append(item, from, json.at() - 1);
        }
        return from;
    }

    private void number() throws MalformedLineException {
        int length = out.openInt();
        int start = rawText();
        byte[] number = CanonicalNumber.of(out.array(), length + Integer.BYTES, out.size());
        if (number == null) {
            throw json.malformed("a number", start);
        }
        replaceFrom(length, number);
    }

    private void binary() throws MalformedLineException {
        int length = out.openInt();
        int start = rawText();
        byte[] text = Arrays.copyOfRange(out.array(), length + Integer.BYTES, out.size());
        if (text.length % 4 != 0) {
            throw json.malformed("base64 with padding", start);
        }
        try {
            replaceFrom(length, Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            // Not as the cause: its message holds a character of the value.
            throw json.malformed("base64", start);
        }
    }

    private void replaceFrom(int length, byte[] content) {
        out.cutTo(length + Integer.BYTES);
        out.append(content, 0, content.length);
        out.close(length);
    }
}
