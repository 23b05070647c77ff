package io.ddbvault.core.restore;

import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The objects of what earlier restores could not write. A line of a data file that was no item is none now either: it
 * stays as it is.
 */
final class RejectsForm implements FileForm {
    /** The longest line of a data file takes a third more in base64. */
    static final int MAX_LINE_BYTES = 2 * ReadLines.MAX_LINE_BYTES;

    private final DecodeReject reject = new DecodeReject();

    @Override
    public InputStream unpack(InputStream file) {
        return file;
    }

    @Override
    public ReadLines lines(InputStream unpacked) {
        return new ReadLines(unpacked, MAX_LINE_BYTES);
    }

    @Override
    public @Nullable UnreadableLine parse(ReadLines lines, Place here) {
        try {
            reject.parse(lines.buffer(), lines.start(), lines.end());
            return reject.isItem() ? null : new UnreadableLine(reject.place(), reject.reason(), line(lines), true);
        } catch (MalformedLineException e) {
            return new UnreadableLine(here, "is no line of a rejects object: " + e.reason(), line(lines));
        }
    }

    private static byte[] line(ReadLines lines) {
        return Arrays.copyOfRange(lines.buffer(), lines.start(), lines.end());
    }

    /** The table that the line last read names. */
    String table() {
        return reject.table();
    }

    @Override
    public int itemStart() {
        return reject.itemStart();
    }

    @Override
    public int itemEnd() {
        return reject.itemEnd();
    }

    @Override
    public Place place() {
        return reject.place();
    }

    /** Whoever mends an object may copy lines. */
    @Override
    public boolean placesRepeat() {
        return true;
    }

    @Override
    public String authority() {
        return "the check before the restore";
    }
}
