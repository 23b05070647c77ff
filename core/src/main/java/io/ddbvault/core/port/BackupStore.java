package io.ddbvault.core.port;

import java.io.InputStream;

/**
 * Reads and writes the backups' bucket. Writes of what several runs share are conditional, so that two runs at once lose
 * nothing of each other.
 */
public interface BackupStore extends BackupReader {
    /** Writes a new object. @return false if there is one already; nothing is written then */
    boolean putIfAbsent(String key, byte[] content);

    /** Replaces the object with this ETag. @return false if it has another one now, or is gone; nothing is written then */
    boolean putIfUnchanged(String key, byte[] content, String etag);

    /**
     * Writes an object of any size, whatever lies there; readers see the old one whole or the new one whole. For what one
     * run alone writes. Holds 8 MiB of it in memory; the stream is read to its end and not closed.
     *
     * @throws java.io.UncheckedIOException what reading the content throws; nothing is written then
     */
    void replace(String key, InputStream content);
}
