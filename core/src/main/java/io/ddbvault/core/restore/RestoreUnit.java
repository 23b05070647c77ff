package io.ddbvault.core.restore;

/**
 * The unit of work: one data file, less what of it is written already. Doing it twice does no harm, since a put replaces
 * the whole item.
 *
 * @param index the file's position in the export's manifest, from 1
 * @param file the file as it was checked
 * @param written its lines that an earlier run brought to their end; not altered
 */
record RestoreUnit(int index, CheckedFile file, LineRanges written) {
    String key() {
        return file.file().key();
    }

    long lines() {
        return file.file().itemCount();
    }
}
