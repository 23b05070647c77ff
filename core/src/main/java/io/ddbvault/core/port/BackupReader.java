package io.ddbvault.core.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Reads the backups' bucket. Thread-safe.
 *
 * <p>Every method throws {@link io.ddbvault.core.error.DdbvaultException}: {@code ACCESS_DENIED} naming the action and
 * the object (S3 answers so for an absent object too where listing is not allowed; that is never taken for absence),
 * {@code BUCKET_NOT_FOUND}, {@code AWS_UNAVAILABLE} after the store's own retries.
 */
public interface BackupReader {
    /**
     * A small object, whole.
     *
     * @param maxBytes a larger object is refused with {@code MANIFEST_UNREADABLE}: memory stays bounded whatever lies
     *     in the bucket
     * @return empty only if there is no such object
     */
    Optional<SmallObject> read(String key, int maxBytes);

    /**
     * An object's ETag, size and first bytes, in one request.
     *
     * @param bytes at most so many; fewer where the object is smaller
     * @return empty only if there is no such object
     */
    Optional<ObjectStart> peek(String key, int bytes);

    /**
     * An object's bytes as a stream, if it is still the one with this ETag. The caller closes it, also half read.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code OBJECT_CHANGED} if it has another ETag now, {@code
     *     OBJECT_MISSING} if it is gone; the stream itself throws {@link IOException}
     */
    InputStream open(String key, String etag);

    /** The names directly under a prefix that ends in {@code /}, all pages, in no order, without the slashes. */
    List<String> folders(String prefix);

    /** The object as users name it, {@code s3://bucket/key}. */
    String uri(String key);

    /**
     * @param bytes the whole content
     * @param etag S3's ETag without quotes
     */
    record SmallObject(byte[] bytes, String etag) {}

    /**
     * @param etag S3's ETag without quotes
     * @param size of the whole object, in bytes
     * @param bytes the first bytes
     */
    record ObjectStart(String etag, long size, byte[] bytes) {}
}
