package io.ddbvault.bench;

import java.nio.file.Path;

/**
 * A data file of an export.
 *
 * @param path where it lies on this machine; its name is that in the export
 * @param itemCount lines in it
 * @param md5 base64, of the compressed bytes
 * @param etag as S3 gives it to an upload in one part
 */
record DataFile(Path path, long itemCount, String md5, String etag) {}
