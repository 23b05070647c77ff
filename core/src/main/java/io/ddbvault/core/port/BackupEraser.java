package io.ddbvault.core.port;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes backups. Nothing outside of a date's folder, {@code {prefix}/{YYYY-MM-DD}/}, can be deleted by it. Thread-safe.
 *
 * <p>Every method throws {@link io.ddbvault.core.error.DdbvaultException}: {@code ACCESS_DENIED} naming the action and the
 * object, {@code BUCKET_NOT_FOUND}, {@code AWS_UNAVAILABLE} after the port's own retries.
 */
public interface BackupEraser {
    /** As many as S3 takes in one call (API reference of DeleteObjects). */
    int MAX_KEYS = 1000;

    /**
     * The objects under a date, at most {@value #MAX_KEYS} of them, sorted by key.
     *
     * @param after the last key that is known already; null to begin
     * @return empty if there are no more
     */
    List<StoredObject> objects(LocalDate date, @Nullable String after);

    /**
     * Deletes the date's manifest if it is still the one with this ETag.
     *
     * @return false if it has another one now, or is gone; nothing is deleted then
     */
    boolean eraseManifest(LocalDate date, String etag);

    /**
     * Deletes objects of a date, those that are not there any more too. The date's manifest is not one of them.
     *
     * @param keys at most {@value #MAX_KEYS}
     * @return those that S3 refused to delete; the others are gone
     * @throws IllegalArgumentException for a key that lies elsewhere; nothing is deleted then
     */
    List<Refusal> erase(LocalDate date, List<String> keys);

    /** What becomes of what is deleted. Where the rights to ask are missing, it is unknown, and no error. */
    Versions versions();

    /** @param size in bytes */
    record StoredObject(String key, long size) {}

    /** @param reason S3's, as {@code AccessDenied: Access Denied} */
    record Refusal(String key, String reason) {}

    /**
     * Whether the bucket keeps what is deleted.
     *
     * @param keeping whether it does
     * @param days after how many days a lifecycle rule removes what it keeps of the backups; null if none does, or if that
     *     is not known
     * @param rulesKnown whether the lifecycle rules could be read
     */
    record Versions(Keeping keeping, @Nullable Integer days, boolean rulesKnown) {}

    /** Of a bucket's versioning. */
    enum Keeping {
        /** Never versioned: deleted is deleted. */
        NOTHING,
        /** Versioned: a delete marker hides the object, which stays as a noncurrent version and costs as before. */
        EVERYTHING,
        /** Suspended: objects that were written while the bucket was versioned stay. */
        SOMETHING,
        /** The right to ask is missing, or the store does not know the question. */
        UNKNOWN
    }
}
