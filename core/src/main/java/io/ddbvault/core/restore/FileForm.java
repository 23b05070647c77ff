package io.ddbvault.core.restore;

import io.ddbvault.core.format.ReadLines;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** How a file's bytes become lines, and a line an item. Not thread-safe: one per reading thread. */
interface FileForm {
    /** The lines' bytes, of the file's; to be closed like the file. */
    InputStream unpack(InputStream file) throws IOException;

    /** Splits what {@link #unpack} gave. */
    ReadLines lines(InputStream unpacked);

    /**
     * Reads the line that was gone to last.
     *
     * @param here file and line
     * @return null if it is an item, which the methods below then tell of; else what is wrong with it
     */
    @Nullable
    UnreadableLine parse(ReadLines lines, Place here);

    /** Where the item's opening brace is, in the lines' buffer. */
    int itemStart();

    /** Behind the item's closing brace, in the lines' buffer. */
    int itemEnd();

    /** Where the item came from at first. */
    Place place();

    /** Whether two items of a file may have the same place. */
    boolean placesRepeat();

    /** What says how many lines a file has, and its MD5; for a sentence. */
    String authority();
}
