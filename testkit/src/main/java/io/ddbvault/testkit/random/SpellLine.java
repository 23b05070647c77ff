package io.ddbvault.testkit.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Spells an item as a line of a data file, in one of the many ways that JSON allows: white space between any two tokens,
 * and any character of a text as itself or as an escape. {@code Item} and the types' names are never escaped.
 *
 * <p>Not thread-safe.
 */
public final class SpellLine {
    /** Escapes of one letter: what they stand for, and the letter. */
    private static final String SHORT = "\"\"\\\\//\bb\ff\nn\rr\tt";

    private final SplittableRandom random;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int spaces;
    private int escapes;

    public SpellLine(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * @param bytes without a line feed
     * @param itemStart where the item's opening brace is
     * @param itemEnd behind its closing brace
     */
    public record Line(byte[] bytes, int itemStart, int itemEnd) {
        public byte[] item() {
            return Arrays.copyOfRange(bytes, itemStart, itemEnd);
        }
    }

    /** The item in another spelling each time. */
    public Line spell(Map<String, Object> item) {
        line.reset();
        spaces = random.nextInt(3) * random.nextInt(50);
        escapes = random.nextInt(3) * random.nextInt(50);
        token("{");
        space();
        line.writeBytes("\"Item\"".getBytes(UTF_8));
        token(":");
        space();
        int start = line.size();
        attributes(item);
        int end = line.size();
        token("}");
        space();
        return new Line(line.toByteArray(), start, end);
    }

    private void attributes(Map<?, ?> attributes) {
        line.write('{');
        String separator = "";
        for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
            token(separator);
            separator = ",";
            space();
            string(String.valueOf(attribute.getKey()));
            token(":");
            space();
            value(attribute.getValue());
        }
        token("}");
    }

    private void value(Object value) {
        Map.Entry<?, ?> typed = ((Map<?, ?>) value).entrySet().iterator().next();
        line.write('{');
        space();
        line.writeBytes(("\"" + typed.getKey() + "\"").getBytes(UTF_8));
        token(":");
        space();
        Object content = typed.getValue();
        if (content instanceof Map<?, ?> attributes) {
            attributes(attributes);
        } else if (content instanceof List<?> values) {
            list(values);
        } else if (content instanceof String text) {
            string(text);
        } else {
            line.writeBytes(String.valueOf(content).getBytes(UTF_8));
        }
        token("}");
    }

    private void list(List<?> values) {
        line.write('[');
        String separator = "";
        for (Object value : values) {
            token(separator);
            separator = ",";
            space();
            if (value instanceof String text) {
                string(text);
            } else {
                value(value);
            }
        }
        token("]");
    }

    private void token(String token) {
        space();
        line.writeBytes(token.getBytes(UTF_8));
    }

    private void space() {
        while (random.nextInt(100) < spaces) {
            line.write(" \t\r".charAt(random.nextInt(3)));
        }
    }

    private void string(String text) {
        line.write('"');
        text.codePoints().forEach(this::character);
        line.write('"');
    }

    private void character(int character) {
        int shortEscape = shortEscape(character);
        boolean must = character < 0x20 || character == '"' || character == '\\';
        if (!must && random.nextInt(100) >= escapes) {
            line.writeBytes(Character.toString(character).getBytes(UTF_8));
        } else if (shortEscape >= 0 && random.nextBoolean()) {
            line.write('\\');
            line.write(shortEscape);
        } else {
            for (char unit : Character.toChars(character)) {
                String escape = (random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) unit);
                line.writeBytes(escape.getBytes(UTF_8));
            }
        }
    }

    private static int shortEscape(int character) {
        for (int i = 0; i < SHORT.length(); i += 2) {
            if (SHORT.charAt(i) == character) {
                return SHORT.charAt(i + 1);
            }
        }
        return -1;
    }
}
