package io.ddbvault.spark;

import io.ddbvault.core.verify.ReadOneFile.FileRead;
import java.io.Serializable;

/** What tasks of a verification hand on. */
sealed interface ReadRow extends Serializable {
    /**
     * Keys of one file that are to be looked at together with those of other files.
     *
     * @param file its number in the list of files
     * @param packed see {@link PackedKeys}
     */
    record Keys(int file, byte[] packed) implements ReadRow {}

    /** What became of a file. */
    record OfFile(int file, FileRead read) implements ReadRow {}

    /**
     * Items whose key an item before them has too.
     *
     * @param files of the first ones, in the order of files and lines
     * @param lines of these
     * @param count how many there are in all
     */
    record Duplicates(int[] files, long[] lines, long count) implements ReadRow {}
}
