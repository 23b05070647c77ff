package io.ddbvault.core.restore;

import io.ddbvault.core.format.ItemLine;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The data files of an export: gzip of lines that hold an item each. */
final class ExportForm implements FileForm {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;

    private final ItemLine item = new ItemLine();
    private Place place = new Place("", 0);

    @Override
    public InputStream unpack(InputStream file) throws IOException {
        return new GZIPInputStream(file, GZIP_BUFFER_BYTES);
    }

    @Override
    public ReadLines lines(InputStream unpacked) {
        return new ReadLines(unpacked);
    }

    @Override
    public @Nullable UnreadableLine parse(ReadLines lines, Place here) {
        try {
            item.parse(lines.buffer(), lines.start(), lines.end());
            place = here;
            return null;
        } catch (MalformedLineException e) {
            return new UnreadableLine(
                    here, "is no item: " + e.reason(), Arrays.copyOfRange(lines.buffer(), lines.start(), lines.end()));
        }
    }

    @Override
    public int itemStart() {
        return item.itemStart();
    }

    @Override
    public int itemEnd() {
        return item.itemEnd();
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public boolean placesRepeat() {
        return false;
    }

    @Override
    public String authority() {
        return "the export's manifest";
    }
}
