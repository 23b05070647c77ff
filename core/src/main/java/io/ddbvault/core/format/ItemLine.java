package io.ddbvault.core.format;

import java.util.List;

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
    /** DynamoDB nests 32 levels deep; the bound is that of the bits in {@link #lists}. */
    private static final int MAX_DEPTH = Long.SIZE;

    private static final List<String> TYPES_OF_ONE_LETTER = List.of("S", "N", "M", "L", "B");
    /** <code>{"?":</code>, whose third byte is the type. */
    private static final long TYPE_AND_COLON = 0x3a_22_00_22_7bL;

    private static final long AROUND_TYPE = 0xff_ff_00_ff_ffL;

    private final JsonCursor json = new JsonCursor();
    private final CheckText text = new CheckText(json);
    private int itemStart;
    private int itemEnd;
    /** How many objects and arrays of attributes and members are open; */
    private int depth;
    /** which of them are arrays, a bit for each, the outermost lowest. */
    private long lists;

    /**
     * Checks {@code bytes[from, to)}, a line without its line feed.
     *
     * @throws MalformedLineException if it is no item
     */
    public void parse(byte[] bytes, int from, int to) throws MalformedLineException {
        parseStart(bytes, from, to);
        json.expect('}');
        json.skipSpace();
        if (json.at != json.end) {
            throw json.malformed("the end of the line");
        }
    }

    /**
     * Checks the item that the line starts with, <code>{"Item":{…}</code>; what stands behind it is not looked at.
     *
     * @throws MalformedLineException if there is none
     */
    public void parseStart(byte[] bytes, int from, int to) throws MalformedLineException {
        json.start(bytes, from, to);
        json.expect('{');
        if (!json.nextIsName("Item")) {
            throw json.malformed("\"Item\"");
        }
        json.expect(':');
        json.skipSpace();
        itemStart = json.at;
        attributes();
        itemEnd = json.at;
    }

    /** Where the item's opening brace is. */
    public int itemStart() {
        return itemStart;
    }

    /** Behind the item's closing brace. */
    public int itemEnd() {
        return itemEnd;
    }

    /**
     * <code>{"name":value,…}</code>, with all that is nested in it. A loop, and not methods that call each other: those
     * the compiler puts into each other several times over, and takes seconds for it.
     */
    private void attributes() throws MalformedLineException {
        depth = 0;
        if (!open('{', '}')) {
            return;
        }
        while (true) {
            if (!inList()) {
                json.string();
                json.expect(':');
            }
            if (value()) {
                continue;
            }
            json.expect('}');
            while (!json.accept(',')) {
                json.expect(inList() ? ']' : '}');
                depth--;
                if (depth == 0) {
                    return;
                }
                json.expect('}');
            }
        }
    }

    /**
     * <code>{"S":"text"}</code>: one value with its type, up to its closing brace.
     *
     * @return whether it is an M or L whose first member comes next
     */
    private boolean value() throws MalformedLineException {
        switch (type()) {
            case 'S' -> json.string();
            case 'N' -> text.number();
            case 'B' -> text.base64();
            case 'M' -> {
                return open('{', '}');
            }
            case 'L' -> {
                return open('[', ']');
            }
            default -> longType();
        }
        return false;
    }

    /** @return whether there is anything inside, which is then a level deeper */
    private boolean open(char begin, char end) throws MalformedLineException {
        if (depth == MAX_DEPTH) {
            throw json.malformed("less than " + MAX_DEPTH + " levels of nesting");
        }
        json.expect(begin);
        if (json.accept(end)) {
            return false;
        }
        long level = 1L << depth;
        lists = begin == '[' ? lists | level : lists & ~level;
        depth++;
        return true;
    }

    private boolean inList() {
        return (lists >>> (depth - 1) & 1) != 0;
    }

    /**
     * Goes behind the name of a value's type and its colon, if it is a type of one letter, and gives that; else stops
     * before the name. As DynamoDB writes it, that is six bytes that are looked at together.
     */
    private char type() throws MalformedLineException {
        if (json.at + Long.BYTES <= json.end) {
            long start = EightBytes.at(json.bytes, json.at);
            if ((start & AROUND_TYPE) == TYPE_AND_COLON) {
                char type = (char) (start >>> 16 & 0xff);
                if ("SNBML".indexOf(type) >= 0) {
                    json.at += 5;
                    return type;
                }
            }
        }
        json.expect('{');
        for (String type : TYPES_OF_ONE_LETTER) {
            if (json.nextIsName(type)) {
                json.expect(':');
                return type.charAt(0);
            }
        }
        return 0;
    }

    private void longType() throws MalformedLineException {
        if (json.nextIsName("BOOL")) {
            json.expect(':');
            if (!json.word("true") && !json.word("false")) {
                throw json.malformed("true or false");
            }
        } else if (json.nextIsName("NULL")) {
            json.expect(':');
            if (!json.word("true")) {
                throw json.malformed("true");
            }
        } else if (json.nextIsName("SS")) {
            json.expect(':');
            set('S');
        } else if (json.nextIsName("NS")) {
            json.expect(':');
            set('N');
        } else if (json.nextIsName("BS")) {
            json.expect(':');
            set('B');
        } else {
            throw json.malformed("one of the types S, N, B, BOOL, NULL, SS, NS, BS, L, M");
        }
    }

    /** A set is never empty. */
    private void set(char type) throws MalformedLineException {
        json.expect('[');
        do {
            switch (type) {
                case 'S' -> json.string();
                case 'N' -> text.number();
                default -> text.base64();
            }
        } while (json.accept(','));
        json.expect(']');
    }
}
