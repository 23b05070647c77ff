package io.ddbvault.core.port;

/** Reads and writes the backups' bucket. Every write is conditional, so that two runs at once lose nothing of each other. */
public interface BackupStore extends BackupReader {
    /** Writes a new object. @return false if there is one already; nothing is written then */
    boolean putIfAbsent(String key, byte[] content);

    /** Replaces the object with this ETag. @return false if it has another one now, or is gone; nothing is written then */
    boolean putIfUnchanged(String key, byte[] content, String etag);
}
