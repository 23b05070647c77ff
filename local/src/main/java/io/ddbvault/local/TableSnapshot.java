package io.ddbvault.local;

import java.nio.file.Path;
import java.util.List;

/** A table's items as they stood at one moment, in the files of an export, not yet in a bucket. */
record TableSnapshot(List<DataFile> files, long tableSizeBytes) {

    long itemCount() {
        return files.stream().mapToLong(DataFile::itemCount).sum();
    }

    /** A finished gzip file, with the checksums of its compressed bytes in the forms that the files manifest has. */
    record DataFile(Path path, long itemCount, String md5Checksum, String etag) {}
}
