package io.ddbvault.core.restore;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a rejects object, as {@link EncodeReject} writes it. The item is found and checked as in a data file,
 * and not turned into objects. Not thread-safe: one per reading thread, used again for every line.
 */
final class DecodeReject {
    private static final byte[] NO_ITEM = "{\"line_base64\":\"".getBytes(StandardCharsets.US_ASCII);
    /** A key of S3 has up to 1,024 bytes, each of which may be escaped, and a reason is a sentence. */
    private static final int MAX_REST_BYTES = 16 << 10;

    private final ItemLine item = new ItemLine();
    private boolean isItem;
    private String table = "";
    private Place place = new Place("", 0);
    private String reason = "";

    /**
     * Reads {@code bytes[from, to)}, a line without its line feed.
     *
     * @throws MalformedLineException if it is no line of a rejects object; never with what stands there
     */
    void parse(byte[] bytes, int from, int to) throws MalformedLineException {
        isItem = !startsWith(NO_ITEM, bytes, from, to);
        int behind;
        if (isItem) {
            item.parseStart(bytes, from, to);
            behind = item.itemEnd();
        } else {
            behind = behindText(bytes, from + NO_ITEM.length, to);
        }
        readRest(bytes, behind, from, to);
    }

    private static boolean startsWith(byte[] start, byte[] bytes, int from, int to) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (bytes[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** Base64 has no escapes. */
    private static int behindText(byte[] bytes, int from, int to) throws MalformedLineException {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '"') {
                return at + 1;
            }
        }
        throw new MalformedLineException("the text of line_base64 has no end");
    }

    private void readRest(byte[] bytes, int behind, int from, int to) throws MalformedLineException {
        if (behind >= to || bytes[behind] != ',' || to - behind > MAX_REST_BYTES) {
            throw noRest(behind, from);
        }
        Map<String, @Nullable Object> fields;
        try {
            fields = Json.parseObject(("{" + new String(bytes, behind + 1, to - behind - 1, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Its message may quote what stands there.
            throw noRest(behind, from);
        }
        if (fields.get("table") instanceof String itsTable
                && Settings.isTableName(itsTable)
                && fields.get("file") instanceof String itsFile
                && fields.get("line") instanceof Number itsLine
                && itsLine.longValue() >= 1
                && fields.get("reason") instanceof String itsReason) {
            table = itsTable;
            place = new Place(itsFile, itsLine.longValue());
            reason = itsReason;
        } else {
            throw noRest(behind, from);
        }
    }

    private static MalformedLineException noRest(int behind, int from) {
        return new MalformedLineException("expected table, file, line and reason behind byte " + (behind - from));
    }

    /** Whether the line holds an item; else it holds a line of a data file that is none. */
    boolean isItem() {
        return isItem;
    }

    /** Where the item's opening brace is. */
    int itemStart() {
        return item.itemStart();
    }

    /** Behind the item's closing brace. */
    int itemEnd() {
        return item.itemEnd();
    }

    /** The table that it was to be written to. */
    String table() {
        return table;
    }

    /** The data file and the line that it came from. */
    Place place() {
        return place;
    }

    /** Why it was rejected. */
    String reason() {
        return reason;
    }
}
